"""Extraction, merging and checking of message catalogues."""

from pathlib import Path

import polib
import pytest

from config.management.commands.compile_messages import compile_catalogue
from config.messages import extract, faults, merge

PYTHON = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

def words(count):
    _("Company")
    ngettext("%(count)d device", "%(count)d devices", count)
    return pgettext_lazy("role", "Admin")
"""
TEMPLATE = """{% load i18n %}
<p>
      {% translate "Next step" %}
   {% blocktranslate trimmed count n=n %}
     {{ n }} step is open
   {% plural %}
     {{ n }} steps are open
   {% endblocktranslate %}
  <a title="{% translate 'Customer' context 'title' %}">{{ _("Close") }}</a>
</p>
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "companies").mkdir()
    (tmp_path / "companies" / "words.py").write_text(PYTHON)
    (tmp_path / "templates" / "companies").mkdir(parents=True)
    (tmp_path / "templates" / "companies" / "page.html").write_text(TEMPLATE)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_words.py").write_text('_("Not ours")')
    return tmp_path


@pytest.fixture
def catalogue(sources: Path) -> Path:
    """Complete in German."""
    path = sources / "django.po"
    entries = merge(path, extract(sources), language="de")
    for entry in entries:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        else:
            entry.msgstr = f"{entry.msgid} auf Deutsch"
    entries.save(str(path))
    return path


def test_messages_are_found_in_python_and_in_templates(sources):
    found = {(message.context, message.id, message.plural) for message in extract(sources).values()}

    assert found == {
        (None, "Company", ""),
        (None, "%(count)d device", "%(count)d devices"),
        ("role", "Admin", ""),
        (None, "Next step", ""),
        (None, "%(n)s step is open", "%(n)s steps are open"),
        ("title", "Customer", ""),
        (None, "Close", ""),
    }


def test_a_complete_catalogue_has_no_faults(sources, catalogue):
    assert faults(catalogue, extract(sources)) == []


def test_merging_keeps_translations_and_drops_what_is_gone(sources, catalogue):
    (sources / "companies" / "words.py").write_text('_("Company")\n_("Contact")\n')

    merged = {entry.msgid: entry.msgstr for entry in merge(catalogue, extract(sources), language="de")}

    assert merged["Company"] == "Company auf Deutsch"
    assert merged["Contact"] == ""
    assert "Admin" not in merged


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda entry: setattr(entry, "msgstr", ""), "not translated"),
        (lambda entry: entry.flags.append("fuzzy"), "fuzzy"),
        (lambda entry: setattr(entry, "msgstr", "Firma %(name)s"), "other placeholders"),
        (lambda entry: setattr(entry, "msgid", "Compny"), "not in the catalogue"),
    ],
)
def test_a_fault_is_named_with_its_message_and_place(sources, catalogue, change, fault):
    entries = polib.pofile(str(catalogue))
    change(entries.find("Company"))
    entries.save(str(catalogue))

    found = faults(catalogue, extract(sources))

    assert any(line.startswith(fault) and "“Company” (companies/words.py:5)" in line for line in found), found


def test_a_catalogue_is_compiled_once(catalogue):
    assert compile_catalogue(catalogue) is True
    assert compile_catalogue(catalogue) is False
    assert polib.mofile(str(catalogue.with_suffix(".mo"))).find("Company").msgstr == "Company auf Deutsch"
