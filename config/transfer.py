"""Handing a member's customers and work over to somebody else, in one go: before a colleague leaves, for one.

What moves is the explicit list below; each package brings its own part.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies import transfers as companies
from companies.models import Company
from companies.models.account_team import check_are_active
from core.counting import NumberOf
from core.errors import DomainError
from core.forms import DomainForm
from core.http import render_form, see_other
from onboarding import transfers as steps
from onboarding.gathering import verified_once
from tenants.access import needs
from tenants.extensions import tabs_of
from tenants.models import Member
from tenants.roles import Capability
from tickets import transfers as tickets

SHOWN = 10
"""Entries of each part on the preview; the rest is counted."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One kind of thing that moves. `company`: the field that leads from it to the customer."""

    key: str
    label: str | Promise
    rows: Callable[[Member], QuerySet]
    move: Callable[..., None]
    company: str


PARTS = (
    Part(
        key="steps", label=gettext_lazy("Open steps"), rows=steps.steps_of, move=steps.transfer_steps,
        company="onboarding__company",
    ),
    Part(
        key="tickets", label=gettext_lazy("Open tickets"), rows=tickets.tickets_of, move=tickets.transfer_tickets,
        company="company",
    ),
    Part(
        key="places", label=gettext_lazy("Places on account teams"), rows=companies.with_places_of,
        move=companies.transfer_places, company="pk",
    ),
    Part(
        key="companies", label=gettext_lazy("Customers as account manager"), rows=companies.managed_by,
        move=companies.transfer_management, company="pk",
    ),
)  # fmt: skip
"""In this order: whoever takes over has the work before the old owner loses sight of it."""


@dataclass(frozen=True)
class Found:
    """What there is of one part: the number, and the first few."""

    part: Part
    count: int
    rows: list

    @property
    def further(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Preview:
    """What would move, and where whoever takes over joins the account team first, to see what is handed over."""

    parts: list[Found]
    joins: list[Company]

    @property
    def is_empty(self) -> bool:
        return not any(found.count for found in self.parts)


def preview(member: Member, to: Member | None) -> Preview:
    """What there is to hand over, and what `to` would not see of it."""
    counted = [NumberOf(part.rows(member)) for part in PARTS]
    numbers = Member.objects.values_list(*counted).get(pk=member.pk)
    parts = [Found(part, number, list(part.rows(member)[:SHOWN])) for part, number in zip(PARTS, numbers, strict=True)]
    return Preview(parts, list(unseen(member, to)) if to else [])


def unseen(member: Member, to: Member) -> QuerySet[Company]:
    """Customers of steps and tickets that `to` would not see after taking over management and teams."""
    work, own = Q(), Q()
    for part in PARTS:
        ids = part.rows(member).order_by().values(part.company)
        if part.company == "pk":
            own |= Q(pk__in=ids)
        else:
            work |= Q(pk__in=ids)
    return Company.objects.filter(work).exclude(own).exclude(pk__in=Company.objects.visible_to(to)).in_name_order()


@transaction.atomic
def transfer(*, member: Member, to: Member, by: Member) -> None:
    """Hand everything over at once, or nothing of it.

    Raises DomainError `same_member`, `member_inactive`, and what the parts raise.
    """
    by.check_may(Capability.MANAGE_TENANT)
    if to.pk == member.pk:
        raise DomainError("same_member", _("Choose somebody else."), field="to")
    check_are_active([to], field="to")
    with verified_once():
        companies.join_teams(companies=unseen(member, to), member=to, by=by)
        for part in PARTS:
            part.move(member=member, to=to, by=by)


class TransferForm(DomainForm):
    """Who takes over."""

    to = forms.ModelChoiceField(label=gettext_lazy("Hand over to"), queryset=Member.objects.none())

    def __init__(self, *args, member: Member, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Member.objects.active().exclude(pk=member.pk).in_name_order()


@needs(Capability.MANAGE_TENANT)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What there is, who takes it over, what that means; then all of it at once."""
    subject = get_object_or_404(Member.objects.select_related("user", "tenant"), pk=pk)
    form = TransferForm(request.POST or request.GET or None, member=subject)
    chosen = form.cleaned_data["to"] if form.is_valid() else None
    if request.method == "POST" and chosen and form.apply(
        lambda: transfer(member=subject, to=chosen, by=request.member)
    ):  # fmt: skip
        words = _("Everything of %(name)s is with %(to)s now.")
        messages.success(request, words % {"name": subject.name, "to": chosen.name})
        return see_other("staff:transfer", request.tenant.slug, subject.pk)
    context = {"form": form, "subject": subject, "tabs": tabs_of(subject, current="transfer"), "chosen": chosen}
    return render_form(request, "config/transfer.html", {**context, "preview": preview(subject, chosen)}, form)


app_name = "staff"
urlpatterns = [path("<int:pk>/transfer/", page, name="transfer")]
