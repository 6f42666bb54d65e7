"""Takes back what an import did to companies, as far as nothing was built on it."""

from typing import Any

from django.db.models import QuerySet

from companies.many import change_companies, change_managers, remove_companies
from companies.models import Company
from companies.models.record import DETAILS, GROUPINGS
from core.errors import DomainError
from imports.adapters import Outcome, problem
from imports.models import ImportRow, ImportRun, Undo
from imports.undoing import changed_records, new_records, putting_back, removal, touched_since, what_refers
from tenants.models import Member


def undo_companies(*, run: ImportRun, rows: list[ImportRow], by: Member, is_only_asked: bool) -> list[Outcome]:
    """What is done with each line, and done at once unless it is only asked."""
    ids = [row.record_id for row in rows if row.record_id]
    visible = Company.objects.visible_to(by).filter(pk__in=ids).select_related("manager", "parent")
    locked = visible if is_only_asked else visible.select_for_update(of=("self",), no_key=True)
    known = {company.pk: company for company in locked.order_by("pk")}
    refers = what_refers(Company, ids, going={"companies.company": _going(run)})
    touched = touched_since(run, company_ids=ids)
    outcomes = [
        removal(
            row, record=known.get(row.record_id or 0), refers=refers.get(row.record_id or 0, []),
            is_touched=bool(touched.get(row.record_id or 0)),
        )
        for row in new_records(rows)
    ]  # fmt: skip
    back = [putting_back(row, known.get(row.record_id or 0)) for row in changed_records(rows)]
    if is_only_asked:
        return [*outcomes, *(outcome for outcome, _values in back)]
    put_back = _put_back_all(known, back, by=by)
    gone = [
        known[each.row.record_id or 0] for each in outcomes if each.undo == Undo.REMOVE and each.row.record_id in known
    ]
    remove_companies(companies=gone, by=by)
    return [*outcomes, *put_back]


def _going(run: ImportRun) -> QuerySet:
    """Companies below others that leave them in the same undoing: they keep nobody from going."""
    return run.rows.filter(undo__in=[Undo.REMOVE, Undo.PUT_BACK]).values("record_id")


def _put_back_all(
    known: dict[int, Company], back: list[tuple[Outcome, dict[str, Any]]], *, by: Member
) -> list[Outcome]:
    """Details in one go; one by one where a family moves, or where one of them is refused now."""
    simple = [pair for pair in back if pair[1].keys() <= set(DETAILS)]
    try:
        values = {known[outcome.row.record_id or 0]: each for outcome, each in simple if each}
        change_companies(values=values, by=by)
    except DomainError:
        simple = []
    done = {id(outcome) for outcome, _values in simple}
    return [
        outcome if id(outcome) in done or not values
        else _put_back(known[outcome.row.record_id or 0], outcome, values, by=by)
        for outcome, values in back
    ]  # fmt: skip


def _put_back(company: Company, outcome: Outcome, values: dict[str, Any], *, by: Member) -> Outcome:
    """By the same verbs that changed it; what they refuse now stays, with their reason."""
    details = {name: value for name, value in values.items() if name in DETAILS}
    for name in GROUPINGS:
        if f"{name}_id" in values:
            model: Any = Company._meta.get_field(name).related_model
            details[name] = model.objects.filter(pk=values[f"{name}_id"]).first()
    try:
        if "parent_id" in values:
            _move_back(company, values["parent_id"], outcome.row.changes["parent_link"][0], by=by)
        if "manager_id" in values:
            change_managers(managers={company: Member.objects.get(pk=values["manager_id"])}, by=by)
        if details:
            change_companies(values={company: details}, by=by)
    except DomainError as error:
        return Outcome(outcome.row, Undo.STAYS, [*outcome.reasons, problem("", error.message)])
    return outcome


def _move_back(company: Company, parent_id: int | None, link: str, *, by: Member) -> None:
    if parent_id is None:
        company.leave_parent(by=by)
    else:
        company.place_under(parent=Company.objects.get(pk=parent_id), link=link, by=by)
