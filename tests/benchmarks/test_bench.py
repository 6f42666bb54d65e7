"""`make bench` must keep running, and must keep naming every page of the journey."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.delivery import NUMBER
from benchmarks.fill import SIZES
from benchmarks.importing import LENGTHS
from benchmarks.measure import Timing
from benchmarks.pages import PAGES
from benchmarks.report import faults

ROOT = Path(__file__).resolve().parents[2]
JOURNEY = {
    "onboarding:my_work", "onboarding:list", "onboarding:start", "onboarding:plan", "onboarding:step",
    "companies:list", "companies:detail", "companies:edit", "companies:new", "companies:team", "companies:hierarchy",
    "contacts:list", "contacts:detail", "contacts:edit", "billing:review_queue", "billing:settings",
    "contracts:list", "contracts:detail", "devices:list", "devices:coverage", "devices:import",
    "companies:import", "contacts:import",
    "tickets:list", "tickets:detail", "tickets:new", "tickets:new_for", "notifications:list", "notifications:detail",
    "tenants:settings", "tenants:people", "tenants:roles",
    "portal:home", "portal:ticket_list", "portal:ticket", "portal:ticket_new",
}  # fmt: skip


def test_every_page_of_the_journey_has_a_row():
    assert {page.name for page in PAGES} >= JOURNEY


def test_every_size_says_how_much_is_delivered_and_imported():
    assert NUMBER.keys() == LENGTHS.keys() == SIZES.keys()


def test_a_row_over_its_bars_says_which():
    slow = Timing("a list", queries=13, p50=90, p95=100, floor=10, bar=12)
    assert faults(slow, Timing("a list", queries=12, p50=9, p95=10)) == ["QUERIES", "FLOOR", "GROWS", "MORE-QUERIES"]
    assert faults(Timing("a list", queries=12, p50=30, p95=40, floor=10, bar=12), None) == []


@pytest.mark.processes
def test_the_bench_runs_at_its_smallest_size(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--size", "tiny", "--compare", "none", "--rounds", "1"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "HANDOVER_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert all(page.label in run.stdout for page in PAGES)
    assert "answers" not in run.stdout, run.stdout
