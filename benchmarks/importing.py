"""Imports device lists of two lengths: the time for a row must not grow with them."""

import io
import time

from django.db import transaction

from core.rowsecurity import acting_for
from devices.importing import KIND
from imports import runs
from imports.phases import perform
from imports.working import Work
from tenants.models import Member

LENGTHS = {"tiny": (20, 100), "small": (1_000, 5_000), "large": (1_000, 50_000)}
BAR = 1.5


def rows(records, size: str) -> list[dict]:
    """Milliseconds a row for the short list and the long one, dry run and import together."""
    few, many = LENGTHS[size]
    short, long = _each(records, few), _each(records, many)
    return [
        {
            "name": f"import: a row of {few} and of {many}",
            "value": f"{short:.2f} ms, {long:.2f} ms",
            "ratio": long / short,
            "bar": f"at most {BAR}",
            "holds": long / short <= BAR,
        }
    ]


def _each(records, number: int) -> float:
    lines = ["Name,Type,Serial Number,MAC Address"]
    for n in range(number):
        address = f"02:00:{number % 97:02x}:{n >> 16:02x}:{n >> 8 & 255:02x}:{n & 255:02x}"
        lines.append(f"PC-{number}-{n},workstation,SN{number}X{n},{address}")
    content = "\n".join(lines).encode()
    with acting_for(records.tenant.pk):
        by = Member.objects.get(user=records.people["rita"])
        began = time.perf_counter()
        run = runs.check(
            kind=KIND, file=io.BytesIO(content), file_name="devices.csv", size=len(content),
            company_id=records.live.pk, by=by,
        )  # fmt: skip
        perform(Work(run, by=by))
        runs.apply(run=run, by=by)
        run.refresh_from_db()
        perform(Work(run, by=by))
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took * 1000 / number
