"""Imports files of two lengths as a worker does, each batch in a transaction of its own, and takes them back again.

Neither the time for a row nor the memory may grow with the length.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import File
from django.db.models import Count, Min, Q

from companies.models import Company
from core.rowsecurity import acting_for
from imports import runs
from imports.background import work_off
from imports.models import ImportRun, RowAction, RunState, Undo
from tenants.models import Member

LENGTHS = {"tiny": (20, 100), "small": (1_000, 5_000), "one": (1_000, 50_000), "large": (1_000, 50_000)}
BAR = 1.5
MEMORY_BAR = 1.3
"""How much larger the process may have been for the long file than for the short one."""
PEAK_RESET = Path("/proc/self/clear_refs")
"""Where Linux forgets the most memory that this process has had. Elsewhere what ran before counts too."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of file. `whose`: of the records looked at, the customer it is about; empty: about many."""

    name: str
    kind: str
    lines: Callable[[int], Iterator[str]]
    whose: str = ""


@dataclass(slots=True)
class Figure:
    """Milliseconds a row, and the most memory that the process had meanwhile, in megabytes."""

    milliseconds: float = 0
    megabytes: int = 0


def rows(records, size: str) -> list[dict]:
    """For each sort of file: milliseconds a row, dry run and import together, and the most memory; undoing it too."""
    few, many = LENGTHS[size]
    found = []
    for sort in SORTS:
        _each(records, sort, few // 2)  # so that the short file does not pay for what is done once
        short, long = _each(records, sort, few), _each(records, sort, many)
        for what, one, other in zip(("import", "undoing an import"), short, long, strict=True):
            ratio, growth = other.milliseconds / one.milliseconds, other.megabytes / one.megabytes
            found += [
                {
                    "name": f"{what} of {sort.name}: a row of {few} and of {many}",
                    "value": f"{one.milliseconds:.2f} ms, {other.milliseconds:.2f} ms",
                    "ratio": ratio, "bar": f"at most {BAR}", "holds": ratio <= BAR,
                },
                {
                    "name": f"{what} of {sort.name}: memory from {few} to {many} rows",
                    "value": f"{one.megabytes} MB, {other.megabytes} MB",
                    "ratio": growth, "bar": f"at most {MEMORY_BAR}", "holds": growth <= MEMORY_BAR,
                },
            ]  # fmt: skip
    return found


def _each(records, sort: Sort, number: int) -> tuple[Figure, Figure]:
    """The figures of importing such a file and of taking it back."""
    tenant = records.tenant.pk
    with tempfile.NamedTemporaryFile() as file:
        with acting_for(tenant):
            for line in sort.lines(number):
                file.write(f"{line}\n".encode())
            by = Member.objects.with_scopes().get(user=records.people["rita"])
        with _measured(number) as importing:
            with acting_for(tenant):
                run = runs.check(
                    kind=sort.kind, file=File(file), file_name=f"{sort.kind}.csv", size=file.tell(), by=by,
                    company_id=getattr(records, sort.whose).pk if sort.whose else None,
                )  # fmt: skip
            _work_off(run, RunState.CHECKED)
            with acting_for(tenant):
                runs.apply(run=run, by=by)
            _work_off(run, RunState.APPLIED)
    with _measured(number) as undoing:
        with acting_for(tenant):
            runs.weigh_undo(run=run, by=by)
        _work_off(run, RunState.WEIGHED)
        with acting_for(tenant):
            runs.undo(run=run, by=by)
        _work_off(run, RunState.UNDONE)
    return importing, undoing


@contextmanager
def _measured(number: int) -> Iterator[Figure]:
    if PEAK_RESET.exists():
        PEAK_RESET.write_text("5")
    figure, began = Figure(), time.perf_counter()
    yield figure
    figure.milliseconds = (time.perf_counter() - began) * 1000 / number
    figure.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _work_off(run: ImportRun, state: RunState) -> None:
    """Do what a worker would; an import that did not come to its end is no figure."""
    while work_off(tenant_id=run.tenant_id, run_id=run.pk):
        pass
    with acting_for(run.tenant_id):
        run.refresh_from_db()
        if run.state != state or run.rows.filter(Q(action=RowAction.WRONG) | Q(undo=Undo.STAYS)).exists():
            raise RuntimeError(f"The import of {run.kind} is {run.state}. {run.problem}")


def _devices(number: int) -> Iterator[str]:
    yield "Name,Type,Serial Number,MAC Address"
    for n in range(number):
        address = f"02:00:{number % 97:02x}:{n >> 16:02x}:{n >> 8 & 255:02x}:{n & 255:02x}"
        yield f"PC-{number}-{n},workstation,SN{number}X{n},{address}"


def _companies(number: int) -> Iterator[str]:
    yield "Nummer;Firma;Straße;PLZ;Ort;Telefon;Typ;Mutter"
    for n in range(number):
        parent = f"{number}-{n - n % 50}" if n % 50 else ""
        place = f"Weg {n};{n % 90_000 + 10_000};Ort {n % 500}"
        yield f"{number}-{n};Bäckerei {number} {n} GmbH;{place};0351 {n}000;Kunde;{parent}"


def _contacts(number: int) -> Iterator[str]:
    """Fifty people at each of the customers that there are."""
    yield "Firma;Vorname;Nachname;E-Mail;Funktion"
    names = _names()
    for n in range(number):
        yield f"{names[n // 50 % len(names)]};Vor{n % 300};Nach{n};n{n}@lang{number}.example;Leitung"


def _names() -> list[str]:
    """Customers that are called like no other."""
    named = Company.objects.others().order_by().values("sort_name").annotate(number=Count("pk"), name=Min("name"))
    return list(named.filter(number=1).order_by("sort_name").values_list("name", flat=True)[:1000])


SORTS = (
    Sort("devices", "devices", _devices, "live"),
    Sort("devices of a customer being onboarded", "devices", _devices, "prospect"),
    Sort("companies", "companies", _companies),
    Sort("contacts", "contacts", _contacts),
)
