"""The operator's pages: which tenants there are, and founding one. Nobody else learns that these pages exist."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries.fields import CountryField

from config.operations import found_tenant
from core.forms import DomainForm
from core.http import render_form, see_other
from core.money import CURRENCIES
from tenants.forms import TIME_ZONES
from tenants.models import Language, Tenant


def for_operators(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only who runs the platform; for everybody else the page is not there."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_platform_operator:
            raise Http404
        return view(request, *args, **kwargs)

    return checked


class TenantForm(DomainForm):
    """What it takes to found a tenant."""

    name = forms.CharField(label=gettext_lazy("Name of the service provider"), max_length=100)
    slug = forms.CharField(
        label=gettext_lazy("Address in links"), max_length=40,
        help_text=gettext_lazy("Lower case, no spaces; it is part of every link and does not change."),
    )  # fmt: skip
    country = CountryField().formfield(label=gettext_lazy("Country"), initial="DE")
    state = forms.CharField(
        label=gettext_lazy("Federal state"), max_length=10, required=False,
        help_text=gettext_lazy("Such as BW or BY: it decides about public holidays."),
    )  # fmt: skip
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language, initial=Language.GERMAN)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=[(zone, zone) for zone in TIME_ZONES], initial="Europe/Berlin"
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES, initial="EUR")
    admin_name = forms.CharField(label=gettext_lazy("Name of the first admin"), max_length=100)
    admin_email = forms.EmailField(label=gettext_lazy("E-mail of the first admin"), max_length=254)


@for_operators
def tenants(request: HttpRequest) -> HttpResponse:
    found = Tenant.objects.order_by("name")[:500]
    return render(request, "platform/tenants.html", {"tenants": found})


@for_operators
def new_tenant(request: HttpRequest) -> HttpResponse:
    form = TenantForm(request.POST or None)
    if form.is_valid() and form.apply(lambda: found_tenant(**form.values)):
        tenant, admin = form.result
        text = _("%(tenant)s is ready. %(email)s gets an invitation.")
        messages.success(request, text % {"tenant": tenant.name, "email": admin.user.email})
        return see_other("platform:tenants")
    return render_form(request, "platform/new_tenant.html", {"form": form}, form)


app_name = "platform"
urlpatterns = [
    path("", tenants, name="tenants"),
    path("new/", new_tenant, name="new_tenant"),
]
