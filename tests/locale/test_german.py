"""The German catalogue: complete, with the placeholders of its sources, in the words of the trade."""

import re
from pathlib import Path

import polib
import pytest
import rest_framework
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext, override, pgettext

from config import borrowed_words
from config.event_words import step_title
from events.models import Event

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "de" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
GLOSSARY = {
    "Company": "Firma",
    "Account manager": "Zuständiger Mitarbeiter",
    "Account team": "Zuständiges Team",
    "Associations": "Zugehörigkeiten",
    "Parent company": "Mutterfirma",
    "Subsidiary": "Tochterfirma",
    "Branch": "Zweigstelle",
    "Primary contact": "Primärer Kontakt",
    "Personal information": "Persönliche Informationen",
    "Customer portal": "Kundenportal",
    "Access right": "Zugriffsrecht",
    "Invoice settings": "Rechnungseinstellungen",
    "tax region": "Steuerregion",
    "VAT id": "USt-IdNr.",
    "attention": "Zu Händen",
    "Service contract": "Servicevertrag",
    "Block hours": "Stundenkontingent",
    "Standard rates": "Standardsätze",
    "Issue type": "Ticketkategorie",
    "Sub-issue type": "Ticketunterkategorie",
    "Sales hand-over": "Übergabe aus dem Vertrieb",
    "Go-live": "Start des Betriebs",
    "Save & close": "Speichern & schließen",
    "Save & continue": "Speichern & weiter",
}
"""The terms of docs/glossary.md as they stand on pages."""
INFORMAL = re.compile(
    r"\b(du|dich|dir|dein\w*|euch|euer\w*|gib|habe Geduld|stelle sicher|benutze|wähle|versuche es)\b", re.IGNORECASE
)
REST_FRAMEWORK = Path(rest_framework.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.mo"


def _pairs() -> list[tuple[str, str]]:
    """Each source text with its German, singular and plural as pairs of their own."""
    pairs: list[tuple[str, str]] = []
    for entry in polib.pofile(str(CATALOGUE)):
        if entry.msgid_plural:
            pairs += [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
        else:
            pairs.append((entry.msgid, entry.msgstr))
    return pairs


def test_every_message_of_the_sources_is_in_the_catalogue():
    call_command("extract_messages", "--check")


def test_nothing_is_untranslated_or_fuzzy():
    catalogue = polib.pofile(str(CATALOGUE))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_every_entry_has_the_placeholders_of_its_source():
    assert [
        (source, german)
        for source, german in _pairs()
        if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(german))
    ] == []


def test_german_has_no_straight_quotes():
    assert [german for _source, german in _pairs() if '"' in german or "'" in german] == []


def test_german_quotes_open_below_and_close_above():
    odd = [german for _source, german in _pairs() if "”" in german or german.count("„") != german.count("“")]
    assert odd == []


def test_people_are_addressed_formally():
    assert [german for _source, german in _pairs() if INFORMAL.search(german)] == []


def test_installed_packages_address_people_formally_too():
    """Of the REST framework everything but what it says of slugs, which we have none of; of allauth what we name."""
    theirs = [entry.msgid for entry in polib.mofile(str(REST_FRAMEWORK)) if "slug" not in entry.msgid]
    with override("de"):
        said = {source: gettext(source) for source in (*theirs, *borrowed_words.ALLAUTH)}
    assert {source: german for source, german in said.items() if INFORMAL.search(german)} == {}


def test_sentences_stay_sentences_and_labels_stay_labels():
    """A full stop, a colon or a question mark at the end is part of how a text is used."""
    ends = re.compile(r"[:?]$")
    assert [
        (source, german)
        for source, german in _pairs()
        if ends.findall(source) != ends.findall(german) or (source.endswith(".") and german[-1] not in ".!")
        if source not in {"Mr.", "Ms."}
    ] == []


@pytest.mark.parametrize(("english", "german"), GLOSSARY.items())
def test_pages_use_the_words_of_the_glossary(english, german):
    call_command("compile_messages")
    with override("de"):
        assert gettext(english) == german


def test_short_words_are_told_apart_by_their_context():
    with override("de"):
        assert (pgettext("review", "signed"), gettext("sent")) == ("unterschrieben", "gesendet")


def test_a_step_in_the_activity_is_named_in_the_readers_language():
    event = Event(subject_type="onboarding.step", subject_label="Parent and subsidiaries", data={"kind": "hierarchy"})
    with override("de"):
        assert step_title(event) == "Mutter- und Tochterfirmen"
    event.subject_label = "Werkstatt besuchen"
    assert step_title(event) == "Werkstatt besuchen", "a title of its own"
