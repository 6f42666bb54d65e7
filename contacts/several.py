"""Verbs for several contacts at once; see `core.several`."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import ngettext

from companies.models import Company
from companies.permissions import check_may
from contacts import portal_places
from contacts.models import Contact, ContactMerge, PortalAccess
from core.events import publish
from core.several import MOST, Outcome, Verb, carry_out
from tenants.roles import Capability


@dataclass
class Activate(Verb[Contact]):
    """The people are back. Neither primary contact nor portal access come back by themselves."""

    aliases: dict[int, str] = field(default_factory=dict)
    needs = Capability.EDIT_CONTACTS

    def prepare(self, contacts):
        self.aliases = ContactMerge.objects.why_not_to_work_with(contacts)

    def refusal(self, contact):
        return self.aliases.get(contact.pk, "")

    def is_done(self, contact):
        return contact.is_active

    def write(self, contacts, by):
        _of(contacts).update(is_active=True)

    def announce(self, contact, by):
        contact.is_active = True
        publish(
            "contacts.contact_changed", subject=contact, company=contact.company, by=by,
            changes={"is_active": [False, True]},
        )  # fmt: skip


@dataclass
class Deactivate(Verb[Contact]):
    """The people have left: no primary contacts, no portal any more, at once."""

    accesses: dict[int, PortalAccess] = field(default_factory=dict)
    needs = Capability.EDIT_CONTACTS

    def prepare(self, contacts):
        found = PortalAccess.objects.filter(contact__in=contacts, is_enabled=True).select_related("user", "invitation")
        self.accesses = {access.contact_id: access for access in found}

    def is_done(self, contact):
        return not contact.is_active

    def effects(self, contacts):
        primary = sum(contact.is_primary for contact in contacts)
        in_portal = sum(contact.pk in self.accesses for contact in contacts)
        told = []
        if primary:
            words = ngettext(
                "%(count)d of them is a primary contact: the customer then has none, and messages are held.",
                "%(count)d of them are primary contacts: their customers then have none, and messages are held.",
                primary,
            )
            told.append(words % {"count": primary})
        if in_portal:
            words = ngettext(
                "%(count)d of them uses the customer portal, which ends at once.",
                "%(count)d of them use the customer portal, which ends at once.",
                in_portal,
            )
            told.append(words % {"count": in_portal})
        return told

    def write(self, contacts, by):
        _of(contacts).primary().update(is_primary=False, version=F("version") + 1)
        _of(contacts).update(is_active=False)
        PortalAccess.objects.filter(contact__in=contacts).update(is_enabled=False)
        ended = [self.accesses[contact.pk] for contact in contacts if contact.pk in self.accesses]
        portal_places.leave(*(access.user for access in ended), tenant=contacts[0].tenant)

    def announce(self, contact, by):
        contact.is_active = False
        if contact.is_primary:
            contact.is_primary = False
            publish(
                "contacts.primary_withdrawn", subject=contact, company=contact.company, by=by,
                changes={"primary_contact": [str(contact), None]},
            )  # fmt: skip
        if access := self.accesses.get(contact.pk):
            access.revoke_invitation(by=by)
            publish(
                "contacts.portal_disabled", subject=contact, company=contact.company, by=by,
                data={"right": access.right},
            )  # fmt: skip
        publish("contacts.contact_deactivated", subject=contact, company=contact.company, by=by)


@transaction.atomic
def change_several(contacts: Iterable[Contact], *, verb: Verb[Contact], all_or_none: bool, by) -> Outcome[Contact]:
    """Do it to each of the contacts that it can be done to, as `carry_out` says. Companies are locked before them."""
    check_may(by, verb.needs)
    chosen = list(contacts)[:MOST]
    companies = Company.objects.filter(pk__in={contact.company_id for contact in chosen}).order_by("pk")
    known = {company.pk: company for company in companies.select_for_update(of=("self",), no_key=True)}
    locked = list(_of(chosen).select_for_update(of=("self",), no_key=True).select_related("tenant").order_by("pk"))
    for contact in locked:
        contact.company = known[contact.company_id]
    return carry_out(verb, locked, all_or_none=all_or_none, by=by)


def _of(contacts: Iterable[Contact]):
    return Contact.objects.filter(pk__in=[contact.pk for contact in contacts])
