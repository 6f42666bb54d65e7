"""What is decided about people, roles and settings is on record, in words, for admins to read."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.event_words import EVENT_WORDS

KEYS = sorted(
    {
        key
        for path in (Path(settings.BASE_DIR) / "tenants").rglob("*.py")
        for key in re.findall(r"publish\(\s*\"(tenants\.[a-z_]+)\"", path.read_text())
    }
)


@pytest.mark.parametrize("key", [*KEYS, "companies.member_territories_changed", "companies.team_term_changed"])
def test_each_decision_has_words(key):
    assert str(EVENT_WORDS[key])


def test_the_decisions_are_found():
    assert {"tenants.member_roles_changed", "tenants.scopes_changed", "tenants.settings_changed"} <= set(KEYS)
