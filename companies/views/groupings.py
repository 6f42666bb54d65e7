"""What an admin sets up for all customers: classifications, territories, market segments, competitors."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies import operations
from companies.groupings import KINDS, Kind
from companies.models import Grouping
from core.http import do, is_to_be_on, render_form, see_other
from tenants.access import needs
from tenants.roles import Capability


@require_safe
@needs(Capability.MANAGE_TENANT)
def listing(request: HttpRequest, kind: str = "classifications") -> HttpResponse:
    """The list in the order in which it is offered, with how many companies have each."""
    chosen = kind_of(kind)
    rows = chosen.model.objects.with_use().in_order()
    return render(request, "companies/setup/groupings.html", {"kind": chosen, "kinds": KINDS.values(), "rows": rows})


@needs(Capability.MANAGE_TENANT)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    chosen = kind_of(kind)
    form = chosen.form(request.POST or None, instance=chosen.model(tenant=request.tenant))
    if form.is_valid() and form.apply(
        lambda: operations.enter_grouping(chosen.model, tenant=request.tenant, by=request.member, **form.values)
    ):
        messages.success(request, _("%(name)s is entered.") % {"name": form.result})
        return see_other("companies:groupings", request.tenant.slug, kind)
    context = {"kind": chosen, "kinds": KINDS.values(), "form": form}
    return render_form(request, "companies/setup/grouping_form.html", context, form)


@needs(Capability.MANAGE_TENANT)
def edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    chosen, grouping = find(kind, pk)
    form = chosen.form(request.POST or None, instance=grouping)
    if form.is_valid() and form.apply(
        lambda: grouping.update_details(values=form.values, seen=form.seen, by=request.member)
    ):
        messages.success(request, _("%(name)s is saved.") % {"name": grouping})
        return see_other("companies:groupings", request.tenant.slug, kind)
    context = {"kind": chosen, "kinds": KINDS.values(), "form": form, "grouping": grouping}
    return render_form(request, "companies/setup/grouping_form.html", context, form)


@require_POST
@needs(Capability.MANAGE_TENANT)
def move(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One place up, or down with `to=down`."""
    _chosen, grouping = find(kind, pk)
    grouping.move(up=request.POST.get("to") != "down", by=request.member)
    return see_other("companies:groupings", request.tenant.slug, kind)


@require_POST
@needs(Capability.MANAGE_TENANT)
def switch(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Offered or no longer offered, as the form asks."""
    _chosen, grouping = find(kind, pk)
    (grouping.activate if is_to_be_on(request) else grouping.deactivate)(by=request.member)
    return see_other("companies:groupings", request.tenant.slug, kind)


@require_POST
@needs(Capability.MANAGE_TENANT)
def delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Delete what no company has; what is in use stays, and the page says why."""
    _chosen, grouping = find(kind, pk)
    done = _("%(name)s is deleted.") % {"name": grouping}
    return do(
        request, lambda: grouping.remove(by=request.member), done, "companies:groupings", request.tenant.slug, kind
    )


def kind_of(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def find(slug: str, pk: int) -> tuple[Kind, Grouping]:
    chosen = kind_of(slug)
    return chosen, get_object_or_404(chosen.model, pk=pk)
