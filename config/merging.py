"""What moves when two companies, or two contacts of one company, become one. Everything else stays with the alias.

A record that there can be only one of goes over when the survivor has none. Mail that has gone out, invoice reviews
and the history stay where they are: they tell what was.
"""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.models import InvoiceRecipient, InvoiceSettings
from companies.models import AccountTeamMember, Company, HierarchyDecision, Location, TaskfireAgreement
from config.parting import TIES, contacts_merged_across
from contacts.models import Contact, PortalAccess
from contracts.models import BillingDecision, Contract
from core.merging import GivenUp, Move, Plan, Refusal, plans
from devices.models import Device
from notifications.models import DeliveryState, Message
from onboarding.models import Onboarding, SalesHandover
from sla.models import Assignment, ServiceLevel
from tenants.roles import Capability
from tickets.models import Note, Ticket

WAITING = (DeliveryState.HELD, DeliveryState.QUEUED)


def all_of(model, field: str = "company"):
    """All rows that are linked to the absorbed record."""
    return lambda absorbed, survivor: model.objects.filter(**{field: absorbed})


def unless_there_is(model, field: str = "company"):
    """The absorbed record's, where the survivor has none."""

    def rows(absorbed, survivor) -> QuerySet:
        taken = model.objects.filter(**{field: survivor})
        return model.objects.filter(~Exists(taken), **{field: absorbed})

    return rows


def further_locations(absorbed, survivor) -> QuerySet:
    """The primary one stays: a company always has its own, the alias too."""
    return Location.objects.filter(company=absorbed, is_primary=False)


def further_team(absorbed, survivor) -> QuerySet:
    """Whoever is not on the survivor's team yet."""
    there = AccountTeamMember.objects.filter(company=survivor).values("member")
    return AccountTeamMember.objects.filter(company=absorbed).exclude(member__in=there)


def waiting_mail(field: str):
    """Messages that have not gone out: they are about what is the survivor's now."""
    return lambda absorbed, survivor: Message.objects.filter(**{field: absorbed}, state__in=WAITING)


def second_primary(absorbed, survivor) -> QuerySet:
    primary = Contact.objects.primary()
    return primary.filter(Exists(primary.filter(company=survivor)), company=absorbed)


def at_primary_location(model):
    """Whoever is at home, and whatever is, at the location that stays with the alias."""
    return lambda absorbed, survivor: model.objects.filter(company=absorbed, location__is_primary=True)


def second_default_contract(absorbed, survivor) -> QuerySet:
    default = Contract.objects.filter(is_default=True)
    return default.filter(Exists(default.filter(company=survivor)), company=absorbed)


def decided_independent(absorbed, survivor) -> QuerySet:
    gets_children = Exists(Company.objects.filter(parent=absorbed))
    return Company.objects.filter(gets_children, pk=survivor.pk, hierarchy_decision=HierarchyDecision.INDEPENDENT)


def two_running_onboardings(absorbed, survivor) -> QuerySet:
    running = Onboarding.objects.running()
    return running.filter(Exists(running.filter(company=survivor)), company=absorbed)


def draft_of_two_onboardings(absorbed, survivor) -> QuerySet:
    """The open onboarding of the absorbed company where one of the two is a draft."""
    own, other = (Onboarding.objects.open().filter(company=company) for company in (absorbed, survivor))
    return own.filter(Exists(other.drafts())) | own.drafts().filter(Exists(other))


def contracts_of_no_customer(absorbed, survivor) -> QuerySet:
    return Contract.objects.filter(company=absorbed).exclude(Exists(Company.objects.customers().filter(pk=survivor.pk)))


def service_levels_of_one_name(absorbed, survivor) -> QuerySet:
    names = ServiceLevel.objects.filter(company=survivor).values("name")
    return ServiceLevel.objects.filter(company=absorbed, name__in=names)


def portal_address_twice(absorbed, survivor) -> QuerySet:
    enabled = PortalAccess.objects.filter(is_enabled=True)
    users = enabled.filter(contact__company=survivor).values("user")
    return enabled.filter(contact__company=absorbed, user__in=users)


def gets_taskfire_without(switch: str):
    """The survivor, where Taskfire comes over and this is off for it."""

    def rows(absorbed, survivor) -> QuerySet:
        has_taskfire = Exists(Company.objects.filter(pk=absorbed.pk, taskfire_enabled=True))
        return Company.objects.filter(has_taskfire, pk=survivor.pk, **{switch: False})

    return rows


def never_edited(model):
    """What the alias got because somebody opened its page."""
    return lambda absorbed, survivor: model.objects.filter(company=absorbed, version=1)


def may_be_primary(contacts: QuerySet, absorbed) -> QuerySet:
    """Whom messages would reach, at a company without a primary contact (`Contact.check_may_be_primary`)."""
    there = Contact.objects.primary().filter(company=OuterRef("company"))
    return contacts.filter(~Exists(there), is_active=True).exclude(email="")


def at_absorbed(rows: QuerySet, absorbed) -> QuerySet:
    """Whoever, and whatever, is at the company again whose primary location it was."""
    return rows.filter(company=absorbed)


def may_be_default(contracts: QuerySet, absorbed) -> QuerySet:
    """Contracts that have not ended, of companies without a default (`Contract.check_may_be_default`)."""
    there = Contract.objects.filter(company=OuterRef("company"), is_default=True)
    lasting = Contract.objects.open_on(timezone.localdate())
    return lasting.filter(~Exists(there), pk__in=contracts)


def without_relatives(companies: QuerySet, absorbed) -> QuerySet:
    """Who may be called independent (`Company.decide_independent`)."""
    return companies.exclude(pk__in=Company.objects.with_relatives().values("pk"))


def without_agreement(companies: QuerySet, absorbed) -> QuerySet:
    """Who has not accepted Taskfire himself meanwhile."""
    return companies.filter(taskfire_agreements=None)


def taskfire_agreements(absorbed, survivor) -> QuerySet:
    """Those that stand. Where Taskfire was switched off again, they tell what was."""
    return TaskfireAgreement.objects.filter(company=absorbed, company__taskfire_enabled=True)


COMPANIES = Plan(
    links=("contacts_location_of_own_company", "tickets_location_of_own_company"),
    ties=TIES,
    undone_first=(contacts_merged_across,),
    refusals=(
        Refusal("two_onboardings", two_running_onboardings,
                _("Both are being onboarded. Complete or cancel one of the onboardings first.")),
        Refusal("onboarding_draft", draft_of_two_onboardings,
                _("Both have an onboarding, and one of the two is only a draft. Discard the draft first.")),
        Refusal("contracts_need_customer", contracts_of_no_customer,
                _("There are contracts to move, but the company that remains is not a customer. Make it a "
                  "customer first.")),
        Refusal("service_level_name_twice", service_levels_of_one_name,
                _("Both have a service level of their own with the same name. Rename one of them first.")),
        Refusal("portal_address_twice", portal_address_twice,
                _("A person uses the portal of both. End one of the two accesses first.")),
        Refusal("portal_off", gets_taskfire_without("portal_enabled"),
                _("Taskfire moves along and needs the customer portal, which is off for the company that remains. "
                  "Switch it on there first.")),
    ),
    given_up=(
        GivenUp(
            key="contacts.is_primary", label=_("Primary contact"), rows=second_primary, field="is_primary",
            value=False, fits=may_be_primary,
        ),
        GivenUp(
            key="contacts.location", label=_("Locations of contacts"), rows=at_primary_location(Contact),
            field="location", value=None, fits=at_absorbed,
        ),
        GivenUp(
            key="tickets.location", label=_("Locations of tickets"), rows=at_primary_location(Ticket),
            field="location", value=None, fits=at_absorbed,
        ),
        GivenUp(
            key="contracts.is_default", label=_("Default contract"), rows=second_default_contract, field="is_default",
            value=False, fits=may_be_default,
        ),
        GivenUp(
            key="companies.hierarchy_decision", label=_("Decision on the family"), rows=decided_independent,
            field="hierarchy_decision", value=HierarchyDecision.UNDECIDED, fits=without_relatives,
        ),
        GivenUp(
            key="companies.taskfire", label=_("Taskfire switched off"), rows=gets_taskfire_without("taskfire_enabled"),
            field="taskfire_enabled", value=True, fits=without_agreement,
        ),
    ),
    moves=(
        Move(key="companies.locations", label=_("Locations"), rows=further_locations),
        Move(key="companies.team", label=_("Places on account teams"), rows=further_team),
        Move(key="companies.children", label=_("Subsidiaries"), rows=all_of(Company, "parent"), field="parent"),
        Move(
            key="companies.taskfire", label=_("Agreements on Taskfire"), rows=taskfire_agreements,
            back=all_of(TaskfireAgreement),
        ),
        Move(key="contacts.contacts", label=_("Contacts"), rows=all_of(Contact)),
        Move(key="sla.own_levels", label=_("Own service levels"), rows=all_of(ServiceLevel)),
        Move(key="sla.assignments", label=_("Choice of service levels"), rows=unless_there_is(Assignment)),
        Move(
            key="billing.settings", label=_("Invoice settings"), rows=unless_there_is(InvoiceSettings),
            placeholders=never_edited(InvoiceSettings),
        ),
        Move(
            key="billing.payers", label=_("Decisions on who pays"), field="payer_decided_for",
            rows=all_of(InvoiceSettings, "payer_decided_for"),
        ),
        Move(key="contracts.contracts", label=_("Contracts"), rows=all_of(Contract)),
        Move(
            key="contracts.payers", label=_("Contracts paid for others"), rows=all_of(Contract, "payer"),
            field="payer",
        ),
        Move(key="contracts.decision", label=_("Decision on billing"), rows=unless_there_is(BillingDecision)),
        Move(key="devices.devices", label=_("Devices"), rows=all_of(Device)),
        Move(key="tickets.tickets", label=_("Tickets"), rows=all_of(Ticket)),
        Move(
            key="onboarding.handover", label=_("Sales hand-over"), rows=unless_there_is(SalesHandover),
            placeholders=never_edited(SalesHandover),
        ),
        Move(key="onboarding.onboardings", label=_("Onboardings"), rows=all_of(Onboarding)),
        Move(key="notifications.waiting", label=_("Messages that wait"), rows=waiting_mail("company")),
    ),
)  # fmt: skip


def recipients(absorbed, survivor) -> QuerySet:
    """Where both get the invoice, it is sent once."""
    there = InvoiceRecipient.objects.filter(contact=survivor).values("settings")
    return InvoiceRecipient.objects.filter(contact=absorbed).exclude(settings__in=there)


def portal_of_same_address(absorbed, survivor) -> QuerySet:
    """The portal knows people by their address: an access with another one ends, it does not go over."""
    access = unless_there_is(PortalAccess, "contact")(absorbed, survivor)
    return access.filter(user__email=survivor.email, is_enabled=True)


CONTACTS = Plan(
    refusals=(
        Refusal("recipient_of_invoices", recipients,
                _("Invoices go to the contact that is to be merged. Ask somebody who may edit invoice settings to "
                  "merge the two."),
                needs=Capability.EDIT_INVOICE_SETTINGS),
    ),
    moves=(
        Move(key="tickets.tickets", label=_("Tickets"), rows=all_of(Ticket, "contact"), field="contact"),
        Move(key="tickets.notes", label=_("Notes on tickets"), rows=all_of(Note, "contact"), field="contact"),
        Move(key="billing.recipients", label=_("Invoices received"), rows=recipients, field="contact"),
        Move(key="notifications.waiting", label=_("Messages that wait"), rows=waiting_mail("contact"), field="contact"),
        Move(key="contacts.portal", label=_("Portal access"), rows=portal_of_same_address, field="contact"),
    ),
)  # fmt: skip

plans.update({"companies.company": COMPANIES, "contacts.contact": CONTACTS})
