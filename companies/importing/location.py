"""How a line of a file becomes a location of a customer: the row adapter for `imports`."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.layouts import LOCATION_COLUMNS
from companies.many_locations import change_locations, create_locations, make_primary
from companies.matching import Companies, Locations, place_key, short_key, visible_companies
from companies.models import Company, Location
from companies.models.address import ADDRESS
from companies.reading_lines import LocationReading
from companies.undoing_locations import undo_locations
from core.changes import differences
from core.changes import plain as plain_value
from imports.adapters import Entry, Identity, Outcome, Place, Plan, TargetColumn, Verdict, register
from imports.many_customers import ManyCustomers
from imports.matches import Match
from imports.models import ImportRow, ImportRun, RowAction
from imports.undoing import REPLACED
from imports.values import country_in_words
from tenants.models import Member
from tenants.roles import Capability

KIND = "locations"
_SAME_NAME = _("Line %(line)d has the same name at the same customer.")
_SAME_PLACE = _("Line %(line)d has the same address at the same customer. Add a name here to tell them apart.")
_TWO_PRIMARIES = _("Line %(line)d is the primary location of the same customer already.")


class LocationAdapter(ManyCustomers):
    """Locations of the customers that the member sees, or of the one on whose page the file was chosen.

    A line never moves a location to another company.
    """

    kind: ClassVar[str] = KIND
    capability: ClassVar[Capability] = Capability.EDIT_COMPANIES
    columns: ClassVar[Sequence[TargetColumn]] = LOCATION_COLUMNS
    label = _("Locations")
    listed = ("companies:list", _("Customers"), _("To the customers"))
    upload = ("companies:import_locations", _("Import locations"))
    matching: ClassVar[Any] = _(
        "The customer is found by its number, else by its name; a file from a customer's page needs neither. "
        "A location is found again within its customer by its name, else by street and city. The company's address "
        "follows its primary location. What the file leaves empty stays as it is."
    )
    same_record: ClassVar[Any] = _("Line %(line)d means the same location.")

    def customers(self, member: Member) -> QuerySet:
        """Those on whose page it may be chosen."""
        return Company.objects.visible_to(member)

    def place(self, run: ImportRun) -> Place:
        """Below the list of customers, or the customer's locations."""
        whole = super().place(run)
        if run.company_id is None:
            return whole
        company = Company.objects.get(pk=run.company_id)
        of_company = [run.tenant.slug, company.pk]
        locations = reverse("companies:locations", args=of_company)
        detail = reverse("companies:detail", args=of_company)
        return replace(
            whole, crumbs=[*whole.crumbs, (company.name, detail), (gettext("Locations"), locations)],
            upload_url=reverse("companies:import_locations_of", args=of_company),
            done_url=locations, done_label=gettext("To the locations"),
        )  # fmt: skip

    def label_of(self, key: str) -> Any:
        return Location._meta.get_field(key).verbose_name

    def in_words(self, key: str, value: Any) -> str:
        return country_in_words(value) if key == "country" and value else super().in_words(key, value)

    def title(self, values: dict[str, str]) -> str:
        return values.get("name") or ", ".join(values[key] for key in ("street", "city") if values.get(key))

    def identities(self, *, run: ImportRun, entry: Entry) -> list[Identity]:
        """Name, or address, within a customer; and that it is the primary location."""
        reading = LocationReading(entry.values)
        said = entry.values.get("company_number") or entry.values.get("company", "")
        whose = "" if run.company_id else short_key(said)
        name, place = short_key(reading.values.get("name", "")), place_key(reading.values)
        found = []
        if name:
            found.append(Identity(f"{whose}|name|{name}", "name", _SAME_NAME))
        elif place:
            found.append(Identity(f"{whose}|at|{place}", "street", _SAME_PLACE))
        if reading.is_primary:
            found.append(Identity(f"{whose}|primary", "is_primary", _TWO_PRIMARIES))
        return found

    def plan(self, *, run: ImportRun, entries: list[Entry], by: Member, is_locked: bool) -> list[Plan]:
        """What each line would do now."""
        return _Batch(run, entries, by, is_locked=is_locked).plans() if entries else []

    def carry_out(self, *, run: ImportRun, plans: list[Plan], by: Member) -> None:
        """Enter and change locations by the verbs over many, then say which are the primary ones."""
        new = [plan for plan in plans if plan.record is None]
        drafts = [(plan.values["company"], plan.values["details"]) for plan in new]
        known = {plan.record: plan.values["details"] for plan in plans if plan.record is not None}
        for plan, location in zip(new, create_locations(drafts=drafts, by=by), strict=True):
            plan.record, plan.verdict.record_id = location, location.pk
        change_locations(values=known, by=by)
        make_primary(locations=[plan.record for plan in plans if plan.values["is_primary"]], by=by)

    def undo(self, *, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
        """Remove new locations on which nothing was built, and put back what was changed."""
        return undo_locations(run=run, rows=rows, by=by, is_only_asked=is_only_asked)


class _Batch:
    """Some lines with all that they may mean, asked for in a fixed number of queries."""

    def __init__(self, run: ImportRun, entries: list[Entry], by: Member, *, is_locked: bool) -> None:
        self.entries = entries
        self.readings = [LocationReading(entry.values) for entry in entries]
        visible = visible_companies(by, is_locked=is_locked)
        self.only = Company.objects.visible_to(by).filter(pk=run.company_id).first() if run.company_id else None
        named = {entry.values.get(key, "") for entry in entries for key in ("company_number", "company")} - {""}
        self.companies = Companies(visible, [], also=named)
        ids = [self.only.pk] if self.only else self.companies.ids
        rows: QuerySet[Location] = Location.objects.filter(company__in=ids).select_related("company")
        locked = rows.select_for_update(of=("self",), no_key=True) if is_locked else rows
        self.locations = Locations(locked, self.readings)

    def plans(self) -> list[Plan]:
        return [self._plan(*pair) for pair in zip(self.entries, self.readings, strict=True)]

    def _plan(self, entry: Entry, reading: LocationReading) -> Plan:
        company = self._company(reading)
        match: Match[Location] = Match()
        if company is not None:
            match = self.locations.match(reading, company, is_primary=reading.is_primary)
        if match.is_ambiguous:
            reading.refuse(match.by, gettext("Several locations could be meant."))
        location = match.record
        if location is None and not reading.values.get("name") and not match.is_ambiguous:
            reading.refuse("name", gettext("A new location needs a name."))
        if location is not None and reading.is_primary and not location.is_active:
            reading.refuse("is_primary", gettext("A location that is no longer used cannot be primary."))
        if company is not None:
            reading.check_values(location if location is not None else Location(country=company.country))
        if reading.problems or company is None:
            return Plan(Verdict(entry.line, RowAction.WRONG, problems=reading.problems, notes=reading.notes))
        plan = self._new(entry, reading, company) if location is None else self._changed(entry, reading, match)
        self._set_primary(plan, reading, company)
        plan.verdict.notes = reading.notes
        if plan.verdict.action == RowAction.SAME and plan.verdict.changes:
            plan.verdict.action = RowAction.UPDATE
        return plan

    def _company(self, reading: LocationReading) -> Company | None:
        said = self.companies.whose(reading)
        if self.only is not None and said is not None and said != self.only:
            key = "company_number" if reading.said.get("company_number") else "company"
            reading.refuse(key, gettext("This line is about another customer than the one whose page you came from."))
        company = self.only or said
        if company is None and not reading.problems:
            reading.refuse("company", gettext("A location needs a customer, by number or name."))
        return company

    def _new(self, entry: Entry, reading: LocationReading, company: Company) -> Plan:
        changes = {name: [None, plain_value(value)] for name, value in reading.values.items()}
        changes["company"] = [None, str(company)]
        verdict = Verdict(entry.line, RowAction.CREATE, changes=changes)
        return Plan(verdict, None, {"company": company, "details": reading.values})

    def _changed(self, entry: Entry, reading: LocationReading, match: Match[Location]) -> Plan:
        location: Any = match.record
        changes = differences(location, reading.values)
        verdict = Verdict(entry.line, RowAction.SAME, changes=changes, matched_by=match.by, record_id=location.pk)
        return Plan(verdict, location, {"details": {name: reading.values[name] for name in changes}})

    def _set_primary(self, plan: Plan, reading: LocationReading, company: Company) -> None:
        present = self.locations.primary_of(company)
        becomes = reading.is_primary and present != plan.record
        plan.values["is_primary"] = becomes
        if becomes and present is not None:
            plan.verdict.changes["is_primary"] = [False, True]
            plan.verdict.ids[REPLACED] = [present.pk, None]
            words = gettext("Takes the place of %(name)s. The company's address follows it.")
            reading.note("is_primary", words % {"name": present})
        elif plan.record is not None and plan.record == present and plan.verdict.changes.keys() & set(ADDRESS):
            reading.note("street", gettext("This is the primary location: the company's address follows it."))


register(LocationAdapter())
