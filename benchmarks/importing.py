"""Imports files of two lengths: neither the time for a row nor the memory may grow with them."""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator

from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, Min

from companies.models import Company
from core.rowsecurity import acting_for
from imports import runs
from imports.phases import perform
from imports.working import Work
from tenants.models import Member

LENGTHS = {"tiny": (20, 100), "small": (1_000, 5_000), "large": (1_000, 50_000)}
BAR = 1.5
MEMORY_BAR = 1.3
"""How much larger the process may have been for the long file than for the short one."""


def rows(records, size: str) -> list[dict]:
    """For each kind of record: milliseconds a row, dry run and import together, and the most memory it took."""
    few, many = LENGTHS[size]
    found = []
    for kind, lines in KINDS.items():
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
    """Milliseconds a row, and the most memory that the process has had until then, in megabytes."""
    with tempfile.NamedTemporaryFile() as file, acting_for(records.tenant.pk):
        for line in lines(number):
            file.write(f"{line}\n".encode())
        size = file.tell()
        by = Member.objects.with_scopes().get(user=records.people["rita"])
        began = time.perf_counter()
        company_id = records.live.pk if kind == "devices" else None
        run = runs.check(
            kind=kind, file=File(file), file_name=f"{kind}.csv", size=size, company_id=company_id, by=by
        )  # fmt: skip
        perform(Work(run, by=by))
        run = runs.apply(run=run, by=by)
        perform(Work(run, by=by))
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took * 1000 / number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


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
