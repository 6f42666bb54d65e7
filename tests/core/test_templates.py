"""The rules of templates: they compile, say their context, stay short, and the content policy can be strict."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
MAIL = ("layouts/email.html", "emails/", "account/email/")

INLINE = {
    "style attribute": re.compile(r"\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "htmx handler": re.compile(r"\b(hx-on|data-hx-on)\b", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "foreign address": re.compile(r"(src|href)=[\"']?(https?:)?//", re.I),
}


def source(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(MAIL)])
def test_a_template_has_nothing_that_the_content_policy_would_have_to_allow(name):
    assert [what for what, pattern in INLINE.items() if pattern.search(source(name))] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_template_says_its_context_first_and_stays_short(name):
    lines = source(name).splitlines()
    assert lines[0].startswith(("{#", "{% comment"))
    assert len(lines) <= 120


@pytest.mark.parametrize("name", PAGES)
def test_a_template_escapes(name):
    assert not re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq", source(name))
