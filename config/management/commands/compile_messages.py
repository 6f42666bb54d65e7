"""`manage.py compile_messages`: message catalogues without gettext's tools on the machine."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Compiles each catalogue that is newer than its compiled form."""

    help = "Compile locale/*/LC_MESSAGES/*.po where they changed."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        for folder in map(Path, settings.LOCALE_PATHS):
            for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                if compile_catalogue(source):
                    self.stdout.write(f"Compiled {source.relative_to(folder)}.")


def compile_catalogue(source: Path) -> bool:
    """Write the .mo beside a .po, in one step; returns whether there was anything to do."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    temporary = target.with_suffix(".mo.new")
    polib.pofile(str(source)).save_as_mofile(str(temporary))
    temporary.replace(target)
    return True
