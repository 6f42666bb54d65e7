"""Imports files of two lengths as a worker does, each batch in a transaction of its own, and keeps what they brought.

Neither the time for a row nor the memory may grow with the length.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.core.files.base import File
from django.db.models import Count, Min

from companies.models import Company
from core.rowsecurity import acting_for
from imports import runs
from imports.background import work_off
from imports.models import ImportRun, RowAction, RunState
from tenants.models import Member

LENGTHS = {"tiny": (20, 100), "small": (1_000, 5_000), "large": (1_000, 50_000)}
BAR = 1.5
MEMORY_BAR = 1.3
"""How much larger the process may have been for the long file than for the short one."""
PEAK_RESET = Path("/proc/self/clear_refs")
"""Where Linux forgets the most memory that this process has had. Elsewhere what ran before counts too."""


def rows(records, size: str) -> list[dict]:
    """For each kind of record: milliseconds a row, dry run and import together, and the most memory it took."""
    few, many = LENGTHS[size]
    found = []
    for kind, lines in KINDS.items():
        _each(records, kind, lines, few // 2)  # so that the short file does not pay for what is done once
        short, long = _each(records, kind, lines, few), _each(records, kind, lines, many)
        ratio, growth = long[0] / short[0], long[1] / short[1]
        found += [
            {
                "name": f"import of {kind}: a row of {few} and of {many}",
                "value": f"{short[0]:.2f} ms, {long[0]:.2f} ms",
                "ratio": ratio, "bar": f"at most {BAR}", "holds": ratio <= BAR,
            },
            {
                "name": f"import of {kind}: memory from {few} to {many} rows",
                "value": f"{short[1]} MB, {long[1]} MB",
                "ratio": growth, "bar": f"at most {MEMORY_BAR}", "holds": growth <= MEMORY_BAR,
            },
        ]  # fmt: skip
    return found


def _each(records, kind: str, lines: Callable[[int], Iterator[str]], number: int) -> tuple[float, int]:
    """Milliseconds a row, and the most memory that the process had meanwhile, in megabytes."""
    if PEAK_RESET.exists():
        PEAK_RESET.write_text("5")
    tenant = records.tenant.pk
    with tempfile.NamedTemporaryFile() as file:
        with acting_for(tenant):
            for line in lines(number):
                file.write(f"{line}\n".encode())
            by = Member.objects.with_scopes().get(user=records.people["rita"])
        began = time.perf_counter()
        with acting_for(tenant):
            run = runs.check(
                kind=kind, file=File(file), file_name=f"{kind}.csv", size=file.tell(), by=by,
                company_id=records.live.pk if kind == "devices" else None,
            )  # fmt: skip
        _work_off(run, RunState.CHECKED)
        with acting_for(tenant):
            runs.apply(run=run, by=by)
        _work_off(run, RunState.APPLIED)
        took = time.perf_counter() - began
    return took * 1000 / number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _work_off(run: ImportRun, state: RunState) -> None:
    """Do what a worker would; an import that did not come to its end is no figure."""
    while work_off(tenant_id=run.tenant_id, run_id=run.pk):
        pass
    with acting_for(run.tenant_id):
        run.refresh_from_db()
        if run.state != state or run.rows.filter(action=RowAction.WRONG).exists():
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


KINDS = {"devices": _devices, "companies": _companies, "contacts": _contacts}
