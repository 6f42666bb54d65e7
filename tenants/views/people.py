"""The people of a tenant: who they are, what they may do, whether they may come in."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import do, render_form, render_grid, see_other
from tenants import operations
from tenants.access import needs
from tenants.extensions import tabs_of
from tenants.forms import InvitationForm, RolesForm
from tenants.models import Member
from tenants.roles import Capability
from tenants.tables import MemberGrid


@needs(Capability.MANAGE_TENANT)
def people(request: HttpRequest) -> HttpResponse:
    grid = MemberGrid(request, Member.objects.all())
    return render_grid(request, "tenants/people.html", {"grid": grid})


@needs(Capability.MANAGE_TENANT)
def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody in. The answer does not say whether the address has an account anywhere."""
    form = InvitationForm(request.POST or None)
    if form.is_valid() and form.apply(
        lambda: operations.invite_member(tenant=request.tenant, by=request.member, **form.values)
    ):
        messages.success(request, _("%(name)s is invited.") % {"name": form.result.name})
        return see_other("tenants:people", request.tenant.slug)
    return render_form(request, "tenants/invite.html", {"form": form}, form)


@needs(Capability.MANAGE_TENANT)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: the roles, and how things stand."""
    subject = get_object_or_404(Member.objects.select_related("user", "tenant"), pk=pk)
    form = RolesForm(request.POST or None, initial={"roles": subject.roles})
    if form.is_valid() and form.apply(lambda: subject.change_roles(by=request.member, **form.values)):
        messages.success(request, _("The roles of %(name)s are changed.") % {"name": subject.name})
        return see_other("tenants:people", request.tenant.slug)
    context = {"form": form, "subject": subject, "tabs": tabs_of(subject, current="roles")}
    invitation = subject.invitations.open().first()
    return render_form(request, "tenants/person.html", {**context, "invitation": invitation}, form)


@require_POST
@needs(Capability.MANAGE_TENANT)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(Member, pk=pk)
    done = _("%(name)s can no longer sign in.") % {"name": subject.name}
    return _do(request, lambda: subject.deactivate(by=request.member), done)


@require_POST
@needs(Capability.MANAGE_TENANT)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(Member, pk=pk)
    done = _("%(name)s can sign in again.") % {"name": subject.name}
    return _do(request, lambda: subject.activate(by=request.member), done)


@require_POST
@needs(Capability.MANAGE_TENANT)
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    subject = get_object_or_404(Member.objects.select_related("user"), pk=pk)
    done = _("%(name)s gets a new invitation. The old link no longer works.") % {"name": subject.name}
    return _do(request, lambda: operations.invite_again(member=subject, by=request.member), done)


def _do(request: HttpRequest, verb: Callable[[], Any], done: str) -> HttpResponse:
    """Call a verb that has no form: the list says that it is done, or why not."""
    return do(request, verb, done, "tenants:people", request.tenant.slug)
