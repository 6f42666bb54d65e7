"""What the settings say about people and customers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from companies import operations
from companies.forms import TerritoriesForm
from core.http import render_form, see_other
from tenants.access import needs
from tenants.extensions import tabs_of
from tenants.models import Member, RoleScope
from tenants.roles import Capability, Scope


@needs(Capability.MANAGE_TENANT)
def territories(request: HttpRequest, pk: int) -> HttpResponse:
    """Which territories a member looks after."""
    subject = get_object_or_404(Member.objects.select_related("user", "tenant"), pk=pk)
    data = request.POST if request.method == "POST" else None  # none chosen is an answer too
    form = TerritoriesForm(data, member=subject)
    if form.is_valid() and form.apply(
        lambda: operations.set_territories(member=subject, by=request.member, **form.values)
    ):
        messages.success(request, _("The territories of %(name)s are saved.") % {"name": subject.name})
        return see_other("companies:member_territories", request.tenant.slug, subject.pk)
    counts = RoleScope.objects.filter(role__in=subject.roles, scope=Scope.TERRITORIES).exists()
    context = {"form": form, "subject": subject, "tabs": tabs_of(subject, current="territories"), "counts": counts}
    return render_form(request, "companies/setup/member_territories.html", context, form)
