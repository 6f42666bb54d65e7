"""What the families of companies show of higher floors: effects of a move, figures of a report."""

from collections.abc import Mapping

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.family_looks import billing_of_family
from companies.extensions import FamilyFigure, FamilyLook, show
from contacts.models import Contact
from contracts.family_looks import payers_of_contracts
from contracts.models import ContractService
from devices.models import Device
from onboarding.family_looks import steps_of_family
from onboarding.models import Onboarding
from tenants.models import Member
from tenants.roles import Capability
from tickets.family_looks import sight_from_above
from tickets.models import Ticket

LOOKS = [
    FamilyLook(look=billing_of_family, needs=Capability.VIEW_BILLING),
    FamilyLook(look=payers_of_contracts, needs=Capability.VIEW_BILLING),
    FamilyLook(look=sight_from_above),
    FamilyLook(look=steps_of_family),
]


def _counted(rows, companies: list[int]) -> Mapping[int, int]:
    """How many of these rows each company has."""
    found = rows.filter(company__in=companies).order_by().values_list("company")
    return dict(found.annotate(number=Count("pk")))


def contacts(companies: list[int], member: Member) -> Mapping[int, int]:
    return _counted(Contact.objects.visible_to(member).active(), companies)


def devices(companies: list[int], member: Member) -> Mapping[int, int]:
    return _counted(Device.objects.visible_to(member).active(), companies)


def open_tickets(companies: list[int], member: Member) -> Mapping[int, int]:
    return _counted(Ticket.objects.visible_to(member).open(), companies)


def onboardings(companies: list[int], member: Member) -> Mapping[int, int]:
    return _counted(Onboarding.objects.visible_to(member).open(), companies)


def recurring_revenue(companies: list[int], member: Member) -> Mapping[int, int]:
    return ContractService.objects.visible_to(member).monthly_cents_by_company(companies, timezone.localdate())


FIGURES = [
    FamilyFigure(key="contacts", label=_("Contacts"), count=contacts),
    FamilyFigure(key="devices", label=_("Devices"), count=devices),
    FamilyFigure(key="tickets", label=_("Open tickets"), count=open_tickets),
    FamilyFigure(key="onboardings", label=_("Open onboardings"), count=onboardings),
    FamilyFigure(
        key="revenue", label=_("Monthly recurring revenue"), count=recurring_revenue, is_money=True,
        needs=Capability.VIEW_BILLING,
    ),
]  # fmt: skip

show(family_looks=LOOKS, family_figures=FIGURES)
