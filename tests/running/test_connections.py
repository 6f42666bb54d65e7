"""No source may change a database session beyond its transaction: a pool would hand it on to the next request."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".venv", ".data", ".git", "node_modules"}
SOURCES = sorted(
    path
    for path in ROOT.rglob("*.py")
    if not NOT_OURS & set(path.relative_to(ROOT).parts) and path != Path(__file__).resolve()
)
LASTING_SETTING = re.compile(r"set_config\([^)]*,\s*(false|f|0)\s*\)", re.IGNORECASE)
PLAIN_SET = re.compile(
    r"""execute\(\s*[rf]{0,2}["']+\s*(SET\s+(?!LOCAL\b|CONSTRAINTS\b|TRANSACTION\b)|RESET\b)""", re.IGNORECASE
)
STREAMED = re.compile(r"\bStreamingHttpResponse\b")


@pytest.mark.parametrize("pattern", [LASTING_SETTING, PLAIN_SET], ids=["set_config(…, false)", "SET"])
def test_no_setting_outlives_its_transaction(pattern):
    found = [str(path.relative_to(ROOT)) for path in SOURCES if pattern.search(path.read_text())]

    assert found == []


def test_one_place_streams_and_enters_the_tenant_for_each_part():
    """A streamed answer is read after the tenant is gone: elsewhere it would be an empty file with status 200."""
    found = {str(path.relative_to(ROOT)) for path in SOURCES if STREAMED.search(path.read_text())}

    assert found == {"core/grids/export.py", "core/streaming.py"}


@pytest.mark.parametrize(
    ("pattern", "text", "hit"),
    [
        (LASTING_SETTING, "SELECT set_config('handover.tenant', '7', false)", True),
        (LASTING_SETTING, "SELECT set_config('handover.tenant', '7', true)", False),
        (PLAIN_SET, 'cursor.execute("SET handover.tenant = 7")', True),
        (PLAIN_SET, 'cursor.execute("RESET ALL")', True),
        (PLAIN_SET, 'cursor.execute("SET LOCAL ROLE nobody")', False),
        (PLAIN_SET, 'cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")', False),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern, text, hit):
    assert bool(pattern.search(text)) is hit
