"""`manage.py extract_messages`: what the sources say, into the catalogues; no gettext tools needed."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.messages import extract, faults, merge


class Command(BaseCommand):
    """Brings locale/*/LC_MESSAGES/django.po up to date, or says with --check what is wrong with it."""

    help = "Bring the message catalogues up to date with the sources; --check only compares."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail if anything is missing")

    def handle(self, *args, **options):
        messages = extract(settings.BASE_DIR)
        wrong: list[str] = []
        for language, _name in settings.LANGUAGES:
            if language == settings.LANGUAGE_CODE:
                continue
            path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
            if options["check"]:
                wrong += [f"{language}: {fault}" for fault in faults(path, messages)]
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                catalogue = merge(path, messages, language=language)
                catalogue.save(str(path))
                missing = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
                self.stdout.write(f"{language}: {len(messages)} messages, {missing} to translate.")
        if wrong:
            raise CommandError(
                "\n".join(wrong[:50]) + f"\n{len(wrong)} faults. `make messages` brings them up to date."
            )
