"""How a line of a file becomes a company: the row adapter for `imports`."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.hierarchy import MAX_DEPTH
from companies.layouts import COLUMNS
from companies.many import Draft, change_companies, change_managers, check_new_place, create_companies
from companies.matching import NOBODY, SEVERAL, Companies, Groupings, People, Similar, short_key, visible_companies
from companies.models import Company, CompanyType, ParentLink, ServiceModel
from companies.models.family import PARENT_NOT_SEEN
from companies.models.record import GROUPINGS
from companies.reading_lines import CompanyReading
from companies.tax_ids import FIELDS as TAX_FIELDS
from companies.tax_ids import TaxIds, enter_tax_ids, plan_tax_id, tax_ids_of
from companies.undoing import undo_companies
from core.changes import differences
from core.changes import plain as plain_value
from core.errors import DomainError
from imports.adapters import Entry, Identity, Outcome, Plan, TargetColumn, Verdict, problem, register
from imports.lines import lines_of
from imports.many_customers import ManyCustomers
from imports.models import ImportRow, ImportRun, RowAction
from imports.values import amount_in_words, country_in_words
from tenants.models import Language, Member
from tenants.roles import Capability, Role, Scope

KIND = "companies"
HIDING = ("is_confidential", "territory")
"""Details that decide who sees a company."""
_SAME_NUMBER = _("Line %(line)d has the same number.")
_SAME_NAME = _("Line %(line)d has the same name and city. Add a company number here to tell them apart.")


class CompanyAdapter(ManyCustomers):
    """Companies of the whole tenant, as far as the member sees them."""

    kind: ClassVar[str] = KIND
    capability: ClassVar[Capability] = Capability.EDIT_COMPANIES
    columns: ClassVar[Sequence[TargetColumn]] = COLUMNS
    choices = {"type": CompanyType, "service_model": ServiceModel, "language": Language, "parent_link": ParentLink}
    label = _("Companies")
    listed = ("companies:list", _("Customers"), _("To the customers"))
    upload = ("companies:import", _("Import companies"))
    matching: ClassVar[Any] = _(
        "A company is found again by its number, else by its tax id, then by its name and city. "
        "What the file leaves empty stays as it is."
    )
    same_record: ClassVar[Any] = _("Line %(line)d means the same company.")

    def label_of(self, key: str) -> Any:
        if key in ("link", "parent_link"):
            return gettext("kind of link")
        return TAX_FIELDS.get(key) or Company._meta.get_field(key).verbose_name

    def in_words(self, key: str, value: Any) -> str:
        if key == "asset_value_cents" and value is not None:
            return amount_in_words(value)
        return country_in_words(value) if key == "country" and value else super().in_words(key, value)

    def title(self, values: dict[str, str]) -> str:
        return values.get("name") or values.get("number", "")

    def identities(self, *, run: ImportRun, entry: Entry) -> list[Identity]:
        """Its number; its name and city where it has none. Lines below it may name it by number or name."""
        said, needs = entry.values, short_key(entry.values.get("parent", ""))
        number, name = short_key(said.get("number", "")), short_key(said.get("name", ""))
        found = []
        if number:
            found.append(Identity(f"called:{number}", "number", _SAME_NUMBER, needs))
        if name:
            place = f"at:{name}|{short_key(said.get('city', ''))}"
            found.append(Identity(place, "name", "" if number else _SAME_NAME, needs))
            found.append(Identity(f"called:{name}", needs=needs))
        return found

    def plan(self, *, run: ImportRun, entries: list[Entry], by: Member, is_locked: bool) -> list[Plan]:
        """What each line would do now."""
        return _Batch(run, entries, by, is_locked=is_locked).plans() if entries else []

    def carry_out(self, *, run: ImportRun, plans: list[Plan], by: Member) -> None:
        """Enter and change companies by the verbs over many, and move the few that change their family."""
        tax_ids: dict[Company, dict[str, str] | None] = {}
        new = [plan for plan in plans if plan.record is None]
        drafts = [plan.values["draft"] for plan in new]
        for plan, company in zip(new, create_companies(tenant=run.tenant, drafts=drafts, by=by), strict=True):
            plan.verdict.record_id = company.pk
            tax_ids[company] = plan.values.get("tax_ids")
        known = [plan for plan in plans if plan.record is not None and self._moved(plan, by)]
        change_companies(values={plan.record: plan.values["details"] for plan in known}, by=by)
        managers = {plan.record: plan.values["manager"] for plan in known if plan.values.get("manager")}
        change_managers(managers=managers, by=by)
        tax_ids |= {plan.record: plan.values.get("tax_ids") for plan in known}
        enter_tax_ids(values={company: each for company, each in tax_ids.items() if each}, by=by)

    @staticmethod
    def _moved(plan: Plan, by: Member) -> bool:
        """Whether the company stands where the line says; a line that was overtaken by another one is wrong now."""
        try:
            if parent := plan.values.get("parent"):
                plan.record.place_under(parent=parent, link=plan.values["link"], by=by)
        except DomainError as error:
            plan.verdict.action, plan.verdict.problems = RowAction.WRONG, [problem("parent", error.message)]
        return plan.verdict.action != RowAction.WRONG

    def undo(self, *, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
        """Remove new companies on which nothing was built, and put back what was changed."""
        return undo_companies(run=run, rows=rows, by=by, is_only_asked=is_only_asked)


class _Batch:
    """Some lines with all that they may mean, asked for in a fixed number of queries.

    Only a company that moves in its family is asked about by itself, and a family in the file once for each level.
    """

    def __init__(self, run: ImportRun, entries: list[Entry], by: Member, *, is_locked: bool) -> None:
        self.run, self.entries, self.by = run, entries, by
        tenant = run.tenant
        self.readings = [CompanyReading(each.values, currency=tenant.currency) for each in entries]
        lines = [entry.values for entry in entries]
        parents = {line["parent"] for line in lines if line.get("parent")}
        self.companies = Companies(visible_companies(by, is_locked=is_locked), lines, also=parents)
        above = self.companies.parent_ids if parents else ()
        self.parents_seen = set(Company.objects.visible_to(by).filter(pk__in=above).values_list("pk", flat=True))
        self.people, self.groupings = People(), Groupings(lines)
        self.similar = Similar(visible_companies(by, is_locked=False), lines)
        self.in_file = lines_of(run, {f"called:{short_key(parent)}" for parent in parents})
        has_tax_ids = any(reading.tax_id for reading in self.readings)
        self.tax_ids = tax_ids_of(self.companies.ids) if has_tax_ids else {}
        meant = (self.companies.named(parent).record for parent in parents)
        self.depths = Company.objects.filter(pk__in=[each.pk for each in meant if each is not None]).depths()

    def plans(self) -> list[Plan]:
        return [self._plan(*pair) for pair in zip(self.entries, self.readings, strict=True)]

    def _plan(self, entry: Entry, reading: CompanyReading) -> Plan:
        match = self.companies.match(entry.values)
        if match.is_ambiguous:
            reading.refuse(match.by, SEVERAL)
        company = match.record
        if company is not None and company.pk in self.companies.aliases:
            reading.refuse(match.by, self.companies.aliases[company.pk])
        self._read_groupings(entry, reading, company)
        reading.check_values(company if company is not None else Company(country=self.run.tenant.country))
        manager = self._manager(entry, reading)
        parent, rank = self._parent(entry, reading, company)
        if company is None and not reading.values.get("name") and not match.is_ambiguous:
            reading.refuse("name", gettext("A new company needs a name."))
        if company is not None and not reading.problems:
            self._check_change(reading, company, manager)
        if reading.problems:
            return Plan(Verdict(entry.line, RowAction.WRONG, problems=reading.problems, notes=reading.notes))
        if other := self.companies.other_with_tax_id(reading.tax_id, company):
            reading.note("tax_id", gettext("There is another company with this tax id: %(name)s.") % {"name": other})
        if company is None:
            return self._new(entry, reading, manager, parent, rank)
        return self._changed(entry, reading, company, match.by, manager, parent, rank)

    def _read_groupings(self, entry: Entry, reading: CompanyReading, company: Company | None) -> None:
        for name in GROUPINGS:
            if text := entry.values.get(name):
                current = getattr(company, name) if company is not None else None
                is_current = current is not None and short_key(current.name) == short_key(text)
                found = current if is_current else self.groupings.named(name, text)
                reading.values[name] = found
                if found is None:
                    reading.is_unknown(name)

    def _manager(self, entry: Entry, reading: CompanyReading) -> Member | None:
        text = entry.values.get("manager")
        if not text:
            return None
        found = self.people.named(text)
        if len(found) == 1:
            return found[0]
        words = gettext("Several members have this name. Enter the e-mail address instead.") if found else gettext(
            "No active member has this name.")  # fmt: skip
        reading.refuse("manager", words)
        return None

    def _parent(self, entry: Entry, reading: CompanyReading, company: Company | None) -> tuple[Company | None, int]:
        """The parent, or how many lines of this file stand above this one: they are imported first."""
        text = entry.values.get("parent")
        if not text:
            return None, 0
        if company is not None and company.parent_id and company.parent_id not in self.parents_seen:
            reading.refuse("parent", PARENT_NOT_SEEN)
            return None, 0
        match = self.companies.named(text)
        if match.record is not None:
            parent = match.record
            reading.ask("parent", lambda: self._check_place(reading, company, parent))
            return parent, 0
        if match.is_ambiguous:
            reading.refuse("parent", SEVERAL)
            return None, 0
        rank = self._rank_below(f"called:{short_key(text)}", entry.line)
        if rank == 0:
            reading.refuse("parent", NOBODY % {"text": text[:60]})
        elif rank >= MAX_DEPTH:
            words = gettext(
                "The parent companies in this file form a circle, or more than %(count)d levels. Correct the column "
                "of the parent company."
            )
            reading.refuse("parent", words % {"count": MAX_DEPTH})
        return None, rank

    def _rank_below(self, key: str, line: int) -> int:
        """How many lines of the file are above one that hangs below this key; 0 when no line has it."""
        rank, own = 0, line
        while key in self.in_file and rank < MAX_DEPTH:
            line, needs = self.in_file[key]
            rank += 1
            if line == own:
                return MAX_DEPTH
            if not needs:
                break
            key = f"called:{needs}"
            if key not in self.in_file:
                self.in_file |= lines_of(self.run, {key})
        return rank

    def _check_place(self, reading: CompanyReading, company: Company | None, parent: Company) -> None:
        if company is None:
            currency = reading.values.get("currency", self.run.tenant.currency)
            check_new_place(Company(currency=currency), parent, reading.link, depth=self.depths[parent.pk])
        elif company.parent_id != parent.pk:
            company.check_may_stand_under(parent)

    def _check_change(self, reading: CompanyReading, company: Company, manager: Member | None) -> None:
        """What *Edit company* would refuse, or ask about first."""
        changes = differences(company, reading.values)
        reading.ask("", lambda: company.check_currency(reading.values))
        new_manager = manager if manager is not None and manager.pk != company.manager_id else None
        if new_manager is not None and not self.by.may(Capability.MANAGE_TEAMS):
            reading.refuse("manager", gettext("You may not choose the account manager."))
        edited = {
            "manager": new_manager or company.manager,
            **{name: reading.values.get(name, getattr(company, name)) for name in HIDING},
        }
        if (new_manager or changes.keys() & set(HIDING)) and not self._stays_in_sight(company, **edited):
            words = gettext("You would no longer see this customer yourself. Change this on its page.")
            field = "manager" if new_manager else next(name for name in HIDING if name in changes)
            reading.refuse(field, words)

    def _stays_in_sight(self, company: Company, *, is_confidential: bool, **edited: Any) -> bool:
        """Whether who imports would still see it. Whoever sees everything is not asked about each company."""
        if Role.ADMIN in self.by.roles or not is_confidential and Scope.ALL in self.by.scopes:
            return True
        team = company.team_members()
        return company.would_be_seen_by(self.by, team=team, is_confidential=is_confidential, **edited)

    def _new(
        self, entry: Entry, reading: CompanyReading, manager: Member | None, parent: Company | None, rank: int
    ) -> Plan:
        values = {"type": CompanyType.PROSPECT.value, **reading.values}
        changes = {name: [None, plain_value(value)] for name, value in values.items()}
        changes["manager"] = [None, str(manager or self.by)]
        if entry.values.get("parent"):
            changes["parent"] = [None, str(parent) if parent else entry.values["parent"]]
        if similar := self.similar.name_of(values["name"]):
            words = gettext("There is a company with a similar name: %(name)s.") % {"name": similar}
            reading.note("name", words)
        draft = Draft(values, manager or self.by, parent, reading.link if parent else "")
        verdict = Verdict(entry.line, RowAction.CREATE, changes=changes, notes=reading.notes, rank=rank)
        plan = Plan(verdict, None, {"draft": draft})
        plan_tax_id(plan, reading, TaxIds(), self.by)
        return plan

    def _changed(
        self, entry: Entry, reading: CompanyReading, company: Company, found_by: str, manager: Member | None,
        parent: Company | None, rank: int,
    ) -> Plan:  # fmt: skip
        changes = differences(company, reading.values)
        details = {name: reading.values[name] for name in changes}
        ids = {name: [getattr(company, f"{name}_id"), reading.values[name].pk] for name in details if name in GROUPINGS}
        plan = Plan(Verdict(entry.line, RowAction.SAME, matched_by=found_by, record_id=company.pk, rank=rank), company)
        plan.values["details"] = details
        if manager is not None and manager.pk != company.manager_id:
            plan.values["manager"] = manager
            changes["manager"], ids["manager"] = [str(company.manager), str(manager)], [company.manager_id, manager.pk]
        is_linked_otherwise = bool(reading.said.get("link")) and reading.link != company.parent_link
        if parent is not None and (parent.pk != company.parent_id or is_linked_otherwise):
            plan.values |= {"parent": parent, "link": reading.link}
            if parent.pk != company.parent_id:
                changes["parent"] = [str(company.parent) if company.parent else None, str(parent)]
            ids["parent"] = [company.parent_id, parent.pk]  # the link goes back while the parent is the same
            changes["parent_link"] = [company.parent_link, str(reading.link)]
        if rank:
            changes["parent"] = [str(company.parent) if company.parent else None, entry.values["parent"]]
        plan.verdict.changes = changes
        plan_tax_id(plan, reading, self.tax_ids.get(company.pk, TaxIds()), self.by)
        plan.verdict.action = RowAction.UPDATE if changes else RowAction.SAME
        plan.verdict.ids, plan.verdict.notes = ids, reading.notes
        return plan


register(CompanyAdapter())
