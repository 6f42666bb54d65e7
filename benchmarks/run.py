"""One run: the pattern, a database of each size, the tables."""

import gc
from argparse import Namespace
from importlib import import_module

from django.conf import settings

from benchmarks import clock, databases, delivery, events, fill, importing, report, saving, template
from benchmarks.measure import Measure, Timing
from benchmarks.pages import PAGES, one_of_each
from core.rowsecurity import acting_for
from tenants.models import Member, Tenant

PATTERN = "bench_pattern"


def run(arguments: Namespace) -> int:
    """Returns how many rows do not hold their bar."""
    sizes = [each for each in (arguments.compare, arguments.size) if each != "none"]
    sizes = list(dict.fromkeys(sizes))
    names = [PATTERN, *(f"bench_{size}" for size in sizes)]
    try:
        _weave(sizes, arguments.events)
        measured = {size: _pages(size, arguments) for size in sizes}
        smaller = measured[sizes[0]] if len(sizes) > 1 else []
        over = report.pages(measured[arguments.size], smaller, (arguments.size, f"x {sizes[0]}"))
        return over + report.figures(_figures(arguments.size, arguments.only))
    finally:
        for name in names:
            databases.drop(name)


def _weave(sizes: list[str], number: int) -> None:
    print("Making the pattern …", flush=True)
    databases.create(PATTERN)
    databases.become(databases.OWNER, PATTERN)
    fill.migrate()
    databases.become(databases.APPLICATION, PATTERN)
    template.build()
    for size in sizes:
        print(f"Filling the size {size} …", flush=True)
        databases.create(f"bench_{size}", like=PATTERN)
        databases.become(databases.OWNER, f"bench_{size}")
        fill.multiply(fill.SIZES[size])
        if number and size == sizes[-1]:
            _pile_up(size, number)
        fill.settle()


def _pile_up(size: str, number: int) -> None:
    print(f"Piling up {number:,} events …", flush=True)
    databases.become(databases.APPLICATION, f"bench_{size}")
    records = _records()
    with acting_for(records.tenant.pk):
        often = Member.objects.get(user=records.people["jana"])
    databases.become(databases.OWNER, f"bench_{size}")
    events.pile_up(number, tenant=records.tenant.pk, busy=records.busy, often=often.pk, rare=records.person.pk)


def _pages(size: str, arguments: Namespace) -> list[Timing]:
    databases.become(databases.APPLICATION, f"bench_{size}")
    measure = Measure(_records(), arguments.rounds)
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()  # as the web server does, in config/wsgi.py
    print(f"Looking at the pages of the size {size} …", flush=True)
    rows = [measure.page(page) for page in PAGES if page.name.startswith(arguments.only)]
    if not arguments.only:
        rows += saving.rows(measure, max(arguments.rounds // 4, 2))
    measure.bare.close()
    return rows


def _records():
    tenant = Tenant.objects.get(slug=template.SLUG)
    with acting_for(tenant.pk):
        return one_of_each(tenant)


def _figures(size: str, only: str) -> list[dict]:
    records = _records()
    return [row for name, rows in FIGURES.items() if name.startswith(only) for row in rows(records, size)]


def _deadlines(_records, _size: str) -> list[dict]:
    return [{**row, "value": f"{row['per_second']}/s", "bar": f"at least {row['bar']}"} for row in clock.rows()]


FIGURES = {"deadlines": _deadlines, "import": importing.rows, "messages": delivery.rows}
"""What is measured besides pages, by the beginning of its name."""
