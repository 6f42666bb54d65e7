"""Whether contracts are ready to be billed."""

from datetime import date

import pytest
from django.utils import timezone

from contracts.operations import decide_standard_rates
from contracts.readiness import (
    lines_on,
    open_contracts,
    payers_among,
    recurring_findings,
    standard_rates_decision,
    standard_rates_finding,
    usable_findings,
)
from tests.contracts.conftest import START, buy, make
from tests.support.queries import at_most

TODAY = date(2026, 7, 1)


def managed(company, day):
    contracts = open_contracts([company], day)
    return recurring_findings(company, day, contracts, lines_on(contracts, day))


def break_fix(company, day):
    contracts = open_contracts([company], day)
    without = [standard_rates_finding(company, standard_rates_decision(company))]
    return usable_findings(company, day, contracts) or without


def failing(findings) -> set[str]:
    return {finding.key for finding in findings if not finding.holds}


def test_without_a_contract_nothing_holds(seeded, weinhold):
    assert failing(managed(weinhold, TODAY)) == {"recurring", "units", "default"}
    assert managed(weinhold, TODAY)[0].url == f"/rheintal/contracts/new/{weinhold.pk}/"


def test_a_managed_customer_needs_contract_units_and_default(recurring, weinhold, workstation, petra):
    assert failing(managed(weinhold, TODAY)) == {"units", "default"}

    line = recurring.add_service(service=workstation, units=18, effective_on=START, by=petra)
    recurring.make_default(by=petra)
    findings = managed(weinhold, TODAY)
    assert failing(findings) == set()
    assert findings[1].detail == "Managed workstation × 18"

    recurring.adjust_units(contract_service=line, units=-18, effective_on=TODAY, by=petra)
    assert failing(managed(weinhold, TODAY)) == {"units"}


def test_what_has_ended_no_longer_counts(recurring, weinhold, workstation, petra):
    recurring.add_service(service=workstation, units=1, effective_on=START, by=petra)
    recurring.make_default(by=petra)
    recurring.end(on=TODAY, by=petra)

    assert failing(managed(weinhold, TODAY)) == set()
    assert failing(managed(weinhold, date(2026, 7, 2))) == {"recurring", "units", "default"}


def test_break_fix_needs_the_decision_or_a_contract(seeded, weinhold, petra):
    assert failing(break_fix(weinhold, TODAY)) == {"decision"}

    decide_standard_rates(company=weinhold, by=petra)
    [finding] = break_fix(weinhold, TODAY)
    assert finding.holds
    assert "Petra Kern" in finding.detail


def test_a_contract_supersedes_the_decision(block_hours, weinhold, petra):
    decide_standard_rates(company=weinhold, by=petra)

    [finding] = break_fix(weinhold, timezone.localdate())
    assert (finding.holds, "first purchase" in finding.detail) == (False, True)
    buy(block_hours, petra)
    [finding] = break_fix(weinhold, timezone.localdate())
    assert finding.holds


def test_every_contract_must_be_usable(block_hours, weinhold, petra):
    make(weinhold, petra, type="time_and_materials", name="Projects")

    findings = break_fix(weinhold, timezone.localdate())
    assert {finding.text: finding.holds for finding in findings} == {
        "20 hours is usable": False, "Projects is usable": True
    }  # fmt: skip


def test_payers_named_by_contracts(recurring, weinhold, obertal, petra):
    make(weinhold, petra, name="Paid by others", payer=obertal)

    assert payers_among(open_contracts([weinhold], TODAY)) == [obertal]


@pytest.mark.parametrize("count", [2, 20])
def test_the_number_of_queries_does_not_grow(seeded, weinhold, petra, count):
    for number in range(count):
        make(weinhold, petra, name=f"Contract {number}")
    assert weinhold.tenant
    with at_most(2):
        managed(weinhold, TODAY)
    with at_most(2):
        break_fix(weinhold, TODAY)
