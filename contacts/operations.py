"""Verbs over a company and its contacts."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from companies.permissions import check_may
from contacts.models import ANYBODY, Contact
from contacts.models.record import DETAILS
from core.changes import check_names
from core.errors import DomainError
from core.events import publish
from tenants.roles import Capability

STAYS_BEHIND = ("location", "room", "extension", "phone")
"""Details of the place, not of the person."""


@transaction.atomic
def create_contact(*, company: Company, by, **fields) -> Contact:
    """A new, active contact of the company; without a language of its own it is spoken to in the company's.

    Raises DomainError `name_missing`, `merged`, and what `check_details` refuses.
    """
    check_may(by, Capability.EDIT_CONTACTS)
    company.locked().check_is_no_alias()
    check_names(fields, DETAILS)
    if not fields.get("last_name", "").strip():
        raise DomainError("name_missing", _("A contact needs a last name."), field="last_name")
    details = Contact(company=company).following(fields)
    contact = Contact(tenant_id=company.tenant_id, company=company, **{"language": company.language, **details})
    contact.check_details(details)
    contact.save()
    publish("contacts.contact_created", subject=contact, company=company, by=by)
    return contact


@transaction.atomic
def edit_contact(*, contact: Contact, values: dict, is_primary: bool, seen: int, by, instead_of=ANYBODY) -> None:
    """What *Edit contact* saves at once: the personal information and the check box *Primary contact*."""
    contact.lock_company()
    contact.update_details(values=values, seen=seen, by=by)
    if is_primary and not contact.is_primary:
        contact.designate_primary(by=by, instead_of=instead_of)
    elif contact.is_primary and not is_primary:
        contact.withdraw_primary(by=by)


@transaction.atomic
def choose_primary_contact(
    *, company: Company, contact: Contact | None, fields: dict, by, instead_of=ANYBODY
) -> Contact:
    """One of the company's contacts, or somebody new with these fields, becomes the primary contact."""
    chosen = contact or create_contact(company=company, by=by, **fields)
    chosen.designate_primary(by=by, instead_of=instead_of)
    return chosen


@transaction.atomic
def enter_contact(*, company: Company, values: dict, is_primary: bool, by, instead_of=ANYBODY) -> Contact:
    """A new contact, at once the primary contact if so wanted."""
    contact = create_contact(company=company, by=by, **values)
    if is_primary:
        contact.designate_primary(by=by, instead_of=instead_of)
    return contact


@transaction.atomic
def copy_and_deactivate(*, contact: Contact, company: Company, by) -> Contact:
    """The person works at another company now: a new contact there, with what belongs to the person.

    A contact never moves. Tickets, messages, the portal access, the mark of the primary contact and the location stay
    behind, and the contact left behind is deactivated. Raises DomainError when the contact is inactive, the company is
    its own or inactive, or somebody with this e-mail address is an active contact there already.
    """
    check_may(by, Capability.EDIT_CONTACTS)
    _lock_both(contact.company_id, company.pk)
    current = contact.locked()
    _check_may_be_copied(current, company)
    values = {name: getattr(current, name) for name in DETAILS if name not in STAYS_BEHIND}
    copy = create_contact(company=company, by=by, **values)
    if current.bounced_at:
        copy.record_bounce(at=current.bounced_at)
    contact.deactivate(by=by)
    publish(
        "contacts.contact_copied", subject=contact, company=contact.company, by=by,
        data={"copy": copy.pk, "company": company.pk},
    )  # fmt: skip
    return copy


@transaction.atomic
def decide_portal(*, contact: Contact, is_enabled: bool, right: str, by) -> None:
    """What the tab *Client portal* saves: in with this right, or out."""
    if is_enabled:
        contact.enable_portal(right=right, by=by)
    else:
        contact.disable_portal(by=by)


def _lock_both(*ids: int) -> None:
    """Both companies, in one order for everybody, so that two people cannot wait for each other."""
    list(Company.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))


def _check_may_be_copied(contact: Contact, company: Company) -> None:
    if not contact.is_active:
        raise DomainError("inactive", _("Only an active contact is copied. Activate it first."))
    if company.pk == contact.company_id:
        raise DomainError("same_company", _("Choose another company than the contact's own."), field="company")
    if not company.is_active:
        raise DomainError("company_inactive", _("This company is no longer active."), field="company")
    there = Contact.objects.for_company(company).active().exclude(email="").filter(email=contact.email).first()
    if there:
        raise DomainError(
            "already_there", _("%(name)s is a contact of this company already.") % {"name": there}, field="company"
        )
