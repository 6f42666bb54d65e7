"""How a line of a file becomes a contact: the row adapter for `imports`."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.matching import Companies, NamedLocations, short_key, visible_companies
from companies.models import Company
from contacts.layouts import COLUMNS
from contacts.many import USES_PORTAL, change_contacts, create_contacts, designate_primaries
from contacts.matching import Contacts
from contacts.models import Contact, Salutation
from contacts.names import name_key
from contacts.reading_lines import ContactReading
from contacts.undoing import undo_contacts
from core.changes import differences
from core.changes import plain as plain_value
from imports.adapters import Entry, Identity, Outcome, Plan, TargetColumn, Verdict, register
from imports.many_customers import ManyCustomers
from imports.matches import Match
from imports.models import ImportRow, ImportRun, RowAction
from imports.undoing import REPLACED
from imports.values import country_in_words
from tenants.models import Language, Member
from tenants.roles import Capability

KIND = "contacts"
_SAME_NUMBER = _("Line %(line)d has the same number.")
_SAME_ADDRESS = _("Line %(line)d has the same e-mail address at the same customer.")
_SAME_NAME = _("Line %(line)d has the same name at the same customer. Add an e-mail address here to tell them apart.")
_TWO_PRIMARIES = _("Line %(line)d is the primary contact of the same customer already.")


class ContactAdapter(ManyCustomers):
    """Contacts of the customers that the member sees. A line never moves a contact to another company."""

    kind: ClassVar[str] = KIND
    capability: ClassVar[Capability] = Capability.EDIT_CONTACTS
    columns: ClassVar[Sequence[TargetColumn]] = COLUMNS
    choices = {"salutation": Salutation, "language": Language}
    label = _("Contacts")
    listed = ("contacts:list", _("Contacts"), _("To the contacts"))
    upload = ("contacts:import", _("Import contacts"))
    matching: ClassVar[Any] = _(
        "The customer is found by its number, else by its name. A contact is found again within its customer by its "
        "number in another system, else by the e-mail address, then by first and last name. A location is one of the "
        "customer's, by its name. What the file leaves empty stays as it is. An address that is the location's or "
        "the customer's is not taken as the contact's own."
    )
    same_record: ClassVar[Any] = _("Line %(line)d means the same contact.")

    def label_of(self, key: str) -> Any:
        return Contact._meta.get_field(key).verbose_name

    def in_words(self, key: str, value: Any) -> str:
        return country_in_words(value) if key == "country" and value else super().in_words(key, value)

    def title(self, values: dict[str, str]) -> str:
        name = f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
        return name or values.get("full_name") or values.get("email", "")

    def identities(self, *, run: ImportRun, entry: Entry) -> list[Identity]:
        """Address, or name, within a customer; and that it is the primary contact."""
        said = entry.values
        reading = ContactReading(said)
        whose = short_key(said.get("company_number") or said.get("company", ""))
        email = reading.values.get("email", "")
        name = name_key(reading.values.get("first_name", ""), reading.values.get("last_name", ""))
        number = reading.values.get("external_id", "")
        found = [Identity(f"{whose}|name|{name}", "last_name", "" if email or number else _SAME_NAME)]
        if number:
            found.append(Identity(f"{whose}|number|{number}", "external_id", _SAME_NUMBER))
        if email:
            found.append(Identity(f"{whose}|email|{email}", "email", _SAME_ADDRESS))
        if reading.is_primary and whose:
            found.append(Identity(f"{whose}|primary", "is_primary", _TWO_PRIMARIES))
        return found

    def plan(self, *, run: ImportRun, entries: list[Entry], by: Member, is_locked: bool) -> list[Plan]:
        """What each line would do now."""
        return _Batch(entries, by, is_locked=is_locked).plans() if entries else []

    def carry_out(self, *, run: ImportRun, plans: list[Plan], by: Member) -> None:
        """Enter and change contacts by the verbs over many, then name the primary ones."""
        new = [plan for plan in plans if plan.record is None]
        drafts = [(plan.values["company"], plan.values["details"]) for plan in new]
        for plan, contact in zip(new, create_contacts(drafts=drafts, by=by), strict=True):
            plan.record, plan.verdict.record_id = contact, contact.pk
        known = {plan.record: plan.values["details"] for plan in plans if plan not in new}
        change_contacts(values=known, by=by)
        designate_primaries(contacts=[plan.record for plan in plans if plan.values["is_primary"]], by=by)

    def undo(self, *, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
        """Remove new contacts on which nothing was built, and put back what was changed."""
        return undo_contacts(run=run, rows=rows, by=by, is_only_asked=is_only_asked)


class _Batch:
    """Some lines with all that they may mean, asked for in a fixed number of queries."""

    def __init__(self, entries: list[Entry], by: Member, *, is_locked: bool) -> None:
        self.entries = entries
        self.readings = [ContactReading(entry.values) for entry in entries]
        named = {entry.values.get(key, "") for entry in entries for key in ("company_number", "company")} - {""}
        self.companies = Companies(visible_companies(by, is_locked=is_locked), [], also=named)
        seen = Contact.objects.filter(company__in=Company.objects.visible_to(by).others())
        rows = seen.select_for_update(of=("self",), no_key=True) if is_locked else seen
        self.contacts = Contacts(rows, [reading.values for reading in self.readings])
        self.primaries = self._primaries()
        places = {reading.said["location"] for reading in self.readings if reading.said.get("location")}
        self.locations = NamedLocations(places, {*self.companies.ids, *self.contacts.company_ids})

    def plans(self) -> list[Plan]:
        return [self._plan(*pair) for pair in zip(self.entries, self.readings, strict=True)]

    def _primaries(self) -> dict[int, Contact]:
        """The present primary contacts of the customers that get another one."""
        if not any(reading.is_primary for reading in self.readings):
            return {}
        primary = Contact.objects.primary().filter(company__in=self.companies.ids)
        return {contact.company_id: contact for contact in primary}

    def _plan(self, entry: Entry, reading: ContactReading) -> Plan:
        company = self.companies.whose(reading)
        match = self.contacts.match(reading.values, company)
        if match.is_ambiguous:
            reading.refuse(match.by, gettext("Several contacts could be meant."))
        contact = match.record
        if contact is not None and contact.pk in self.contacts.aliases:
            reading.refuse(match.by, self.contacts.aliases[contact.pk])
        if company is None and contact is None and not reading.problems:
            words = gettext("A new contact needs a customer, by number or name.")
            reading.refuse("company", words)
        if contact is None and not reading.values.get("last_name"):
            reading.refuse("last_name", gettext("A new contact needs a last name."))
        self._read_location(reading, contact, company)
        if contact is not None or company is not None:
            known = contact or Contact(company=company)
            reading.check_address(known)
            reading.values = known.following(reading.values)
        self._check_rules(reading, contact)
        if reading.problems:
            return Plan(Verdict(entry.line, RowAction.WRONG, problems=reading.problems, notes=reading.notes))
        if contact is None:
            return self._new(entry, reading, company)
        return self._changed(entry, reading, contact, match)

    def _read_location(self, reading: ContactReading, contact: Contact | None, company: Company | None) -> None:
        """The location of the contact's company that the line names. Where the contact is already, it may stay."""
        text = reading.values.pop("location", "")
        company_id = contact.company_id if contact is not None else company.pk if company is not None else 0
        if not text or not company_id:
            return
        present = contact.location if contact is not None else None
        is_present = present is not None and short_key(present.title) == short_key(text)
        match = Match(present, "location") if is_present else self.locations.named(text, company_id)
        location = match.record
        if match.is_ambiguous:
            reading.refuse("location", gettext("Several locations could be meant."))
        elif location is None:
            words = gettext("This customer has no location “%(text)s”.")
            reading.refuse("location", words % {"text": text[:60]})
        elif not is_present:
            reading.ask("location", lambda: location.check_is_used_at(company_id))
        reading.values["location"] = location

    def _check_rules(self, reading: ContactReading, contact: Contact | None) -> None:
        """What *Edit contact* would refuse."""
        email = reading.values.get("email")
        if contact is not None and email and email != contact.email and contact.pk in self.contacts.with_portal:
            reading.refuse("email", USES_PORTAL)
        if reading.is_primary:
            would_be = Contact(
                email=email or (contact.email if contact else ""), is_active=contact.is_active if contact else True
            )
            reading.ask("is_primary", would_be.check_may_be_primary)

    def _new(self, entry: Entry, reading: ContactReading, company: Company | None) -> Plan:
        changes = {name: [None, plain_value(value)] for name, value in reading.values.items()}
        changes["company"] = [None, str(company)]
        plan = Plan(Verdict(entry.line, RowAction.CREATE, changes=changes, notes=reading.notes))
        plan.values = {"company": company, "details": reading.values}
        self._set_primary(plan, reading, company.pk if company else 0, None)
        return plan

    def _changed(self, entry: Entry, reading: ContactReading, contact: Contact, match: Match[Contact]) -> Plan:
        changes = differences(contact, reading.values)
        verdict = Verdict(entry.line, RowAction.SAME, changes=changes, matched_by=match.by, record_id=contact.pk)
        if "location" in changes:
            verdict.ids["location"] = [contact.location_id, reading.values["location"].pk]
        plan = Plan(verdict, contact, {"details": {name: reading.values[name] for name in changes}})
        self._set_primary(plan, reading, contact.company_id, contact)
        verdict.action = RowAction.UPDATE if verdict.changes else RowAction.SAME
        verdict.notes = reading.notes
        return plan

    def _set_primary(self, plan: Plan, reading: ContactReading, company_id: int, contact: Contact | None) -> None:
        present = self.primaries.get(company_id)
        becomes = reading.is_primary and (contact is None or present != contact)
        plan.values["is_primary"] = becomes
        if becomes:
            plan.verdict.changes["is_primary"] = [False, True]
            plan.verdict.ids[REPLACED] = [present.pk if present else None, None]
            if present is not None:
                words = gettext("Takes the place of %(name)s. Nobody is written to because of it.") % {"name": present}
                reading.note("is_primary", words)


register(ContactAdapter())
