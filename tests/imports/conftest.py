"""Imports that a worker does, driven from the test: each call of `work_off` is one task of one worker."""

import io
from collections.abc import Callable

import pytest

from core.rowsecurity import acting_for
from devices.importing import KIND
from imports import lines, phases, runs
from imports.background import work_off
from imports.models import ImportRun


@pytest.fixture
def small_batches(monkeypatch):
    """Ten lines a batch, and nothing is short enough to be done at once."""
    monkeypatch.setattr(lines, "BATCH", 10)
    monkeypatch.setattr(phases, "BATCH", 10)
    monkeypatch.setattr(runs, "SHORT", 0)


@pytest.fixture
def uploaded(small_batches, settings, tmp_path) -> Callable[..., ImportRun]:
    """A file that was received and waits for a worker."""
    settings.MEDIA_ROOT = tmp_path

    def upload(company, content: str, *, by, kind=KIND, name="devices.csv") -> ImportRun:
        data = content.encode()
        with acting_for(by.tenant_id):
            return runs.check(
                kind=kind, file=io.BytesIO(data), file_name=name, size=len(data),
                company_id=company and company.pk, by=by,
            )  # fmt: skip

    return upload


@pytest.fixture
def worked() -> Callable[[ImportRun], ImportRun]:
    """A worker does all that is left; the run as it stands then."""

    def work(run: ImportRun) -> ImportRun:
        while work_off(tenant_id=run.tenant_id, run_id=run.pk):
            pass
        return fresh(run)

    return work


def fresh(run: ImportRun) -> ImportRun:
    """The run as it stands now."""
    with acting_for(run.tenant_id):
        return ImportRun.objects.get(pk=run.pk)
