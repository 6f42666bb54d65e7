"""Takes back what an import did to companies, as far as nothing was built on it."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from companies.many import change_companies, change_managers, remove_companies
from companies.models import Company
from companies.models.record import DETAILS, GROUPINGS
from companies.tax_ids import FIELDS, enter_tax_ids, with_tax_ids
from core.errors import DomainError
from imports.adapters import Outcome
from imports.models import ImportRow, ImportRun, Undo
from imports.since import changed_at_since
from imports.undoing import goes_along, put_back_all, rehearsed, undoing, what_refers
from tenants.models import Member

LINK = "parent_link"


def undo_companies(*, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
    """What is done with each line, and done at once unless it is only asked."""
    ids = [row.record_id for row in rows if row.record_id]
    visible = Company.objects.visible_to(by).filter(pk__in=ids).select_related("manager", "parent")
    locked = visible if is_only_asked else visible.select_for_update(of=("self",), no_key=True)
    known = {company.pk: company for company in locked.order_by("pk")}
    with_tax_ids([known[row.record_id] for row in rows if row.record_id in known and row.changes.keys() & set(FIELDS)])
    since = changed_at_since(run, ids, goes_along(Company))
    found = undoing(
        rows, known, refers=what_refers(Company, ids, going={"companies.company": _going(run)}),
        edited=since.words_on,
    )  # fmt: skip
    found.back = [_with_place(outcome, values) for outcome, values in found.back]
    with rehearsed(is_only_asked):
        put_back_all(
            found, details={*DETAILS, *FIELDS}, many=lambda values: _put_back_details(values, by=by),
            one=lambda company, row, values: _put_back(company, row, values, by=by),
        )  # fmt: skip
    if not is_only_asked:
        remove_companies(companies=found.gone, by=by)
    return found.outcomes


def _with_place(outcome: Outcome, values: dict[str, Any]) -> tuple[Outcome, dict[str, Any]]:
    """How a company is linked to its parent goes back with the parent, or not at all.

    Where the import changed the link alone, the parent is among the ids all the same, and is nothing to put back.
    """
    before, after = outcome.row.ids.get("parent", (None, None))
    is_link_lost = before is not None and before == after and LINK not in values
    left = {LINK, "parent_id"} if is_link_lost else {LINK}
    place = {name: value for name, value in values.items() if name not in left}
    return Outcome(outcome.row, outcome.undo if place else Undo.STAYS, outcome.reasons), place


def _going(run: ImportRun) -> QuerySet:
    """Companies below others that leave them in the same undoing: they keep nobody from going."""
    return run.rows.filter(undo__in=[Undo.REMOVE, Undo.PUT_BACK]).values("record_id")


def _put_back(company: Company, row: ImportRow, values: dict[str, Any], *, by: Member) -> None:
    details = {name: value for name, value in values.items() if name in DETAILS}
    for name in GROUPINGS:
        if f"{name}_id" in values:
            model: Any = Company._meta.get_field(name).related_model
            details[name] = model.objects.filter(pk=values[f"{name}_id"]).first()
    if "parent_id" in values:
        _move_back(company, values["parent_id"], row.changes[LINK][0], by=by)
    if "manager_id" in values:
        change_managers(managers={company: Member.objects.get(pk=values["manager_id"])}, by=by)
    tax_ids = {name: value for name, value in values.items() if name in FIELDS}
    _put_back_details({company: {**details, **tax_ids}}, by=by)


def _put_back_details(values: dict[Company, dict[str, Any]], *, by: Member) -> None:
    details = {
        company: {name: value for name, value in each.items() if name in DETAILS} for company, each in values.items()
    }
    tax_ids = {
        company: {name: value for name, value in each.items() if name in FIELDS} for company, each in values.items()
    }
    change_companies(values={company: each for company, each in details.items() if each}, by=by)
    enter_tax_ids(values={company: each for company, each in tax_ids.items() if each}, by=by)


def _move_back(company: Company, parent_id: int | None, link: str, *, by: Member) -> None:
    if parent_id is None:
        company.leave_parent(by=by)
        return
    parent = Company.objects.filter(pk=parent_id).first()
    if parent is None:
        raise DomainError("parent_gone", _("The parent company of before is no longer there."), field="parent")
    company.place_under(parent=parent, link=link, by=by)
