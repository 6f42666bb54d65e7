"""What is told of who looks after a company, alike for one company and for many. Each is asked for once it is so."""

from collections.abc import Collection
from typing import Any

from core.events import Occurrence, occurrence_of
from tenants.models import Member


def manager_changed(company: Any, *, before: Member, by) -> Occurrence:
    """The company has another account manager."""
    return occurrence_of(
        "companies.manager_changed", subject=company, company=company, by=by,
        changes={"manager": [str(before), str(company.manager)]},
        data={"manager_before": before.pk, "manager": company.manager_id},
    )  # fmt: skip


def team_changed(company: Any, *, added: Collection[Member], removed: Collection[Member], by) -> Occurrence:
    """Somebody came onto the account team or left it, or it was decided otherwise who looks after the company."""
    return occurrence_of(
        "companies.team_changed", subject=company, company=company, by=by,
        changes={"team": [sorted(map(str, removed)), sorted(map(str, added))]},
        data={
            "added": [member.pk for member in added], "removed": [member.pk for member in removed],
            "decision": str(company.team_decision),
        },
    )  # fmt: skip
