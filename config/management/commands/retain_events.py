"""`manage.py retain_events`: the months of events and field history that are kept. Runs as the owner."""

from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from core.partitions import drop_before, months_before, partitioned_tables, parts_of
from tenants.database import close_after_migration

LEAST = 3
"""Months that are kept whatever is asked: a slip of the finger must not take last week away."""


def months(text: str) -> int:
    """A number of months, not below the least. Raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < LEAST:
        raise ArgumentTypeError(f"At least {LEAST} months are kept.")
    return int(text)


class Command(BaseCommand):
    """Makes the months to come, and drops whole months that are older than asked."""

    help = "Make the coming months of events and field history; with --older-than, drop what is older, by whole months."

    def add_arguments(self, parser):
        parser.add_argument("--older-than", type=months, metavar="MONTHS", help="drop months that ended before that")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be dropped")

    def handle(self, *args, **options):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
            if not options["dry_run"]:
                close_after_migration(sender=None)
            if options["older_than"]:
                self.drop(months_before(date.today(), options["older_than"]), dry_run=options["dry_run"])

    def drop(self, month: date, *, dry_run: bool) -> None:
        """Say which parts go, and let them go."""
        for table in partitioned_tables():
            if dry_run:
                gone = [name for name, start in parts_of(table).items() if start < month]
            else:
                gone = drop_before(table, month)
            for name in gone:
                self.stdout.write(f"{'Would drop' if dry_run else 'Dropped'} {name}.")
        self.stdout.write(f"Events and field history are kept from {month:%Y-%m} on.")
