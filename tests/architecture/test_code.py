"""Rules of the code that a reader should not have to check by eye."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from core.events import subscriptions
from tests.architecture.test_floors import FLOOR

ROOT = Path(settings.BASE_DIR)
SOURCES = sorted(path for package in FLOOR for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LARGEST_MODULE = 400
"""About 300 is the aim; beyond this a module is two."""
LARGEST_TEMPLATE = 130


def _ids(paths):
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


SET_SETTINGS = ("core/rowsecurity.py", "core/authorship.py", "core/history.py")
"""The tenant, who acts, and the trigger that keeps a history row behind the wall of its tenant."""


@pytest.mark.parametrize("path", _ids(SOURCES))
def test_the_tenant_is_set_for_a_transaction_only(path):
    """A setting of the session would leak through the pool to whoever borrows the connection next."""
    text = path.read_text()
    assert not re.search(r"set_config\([^)]*,\s*false\)", text)
    assert not re.search(r"\bSET\s+(?!LOCAL\b)(SESSION\s+)?handover\.", text)
    if path.relative_to(ROOT).as_posix() not in SET_SETTINGS:
        assert "set_config(" not in text, "only core/rowsecurity.py sets the tenant"


@pytest.mark.parametrize("path", _ids(SOURCES))
def test_nothing_is_imported_inside_a_function(path):
    if path.is_relative_to(ROOT / "config" / "run"):
        pytest.skip("the launcher runs before anything is installed")
    tree = ast.parse(path.read_text())
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            inside = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            assert not inside, f"{function.name} imports in line {inside[0].lineno}"


@pytest.mark.parametrize("path", _ids(SOURCES))
def test_a_module_fits_in_the_head(path):
    assert len(path.read_text().splitlines()) <= LARGEST_MODULE


@pytest.mark.parametrize("path", _ids(TEMPLATES))
def test_a_template_fits_in_the_head_and_says_what_it_needs(path):
    lines = path.read_text().splitlines()
    assert len(lines) <= LARGEST_TEMPLATE
    assert lines[0].startswith("{#"), "the first line names the context and the blocks"


@pytest.mark.parametrize("path", _ids(TEMPLATES))
def test_a_template_has_no_inline_script_style_or_handler(path):
    """The content policy refuses them in the browser; here the author learns it earlier."""
    if "email" in path.name or "emails" in path.parts:
        pytest.skip("mail has no content policy")
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert "<style" not in text
    assert not re.search(r"\s(style|on[a-z]+)\s*=\s*[\"']", text)
    assert not re.search(r"\s(hx-on|hx-vals)[^=]*=\s*[\"']js:", text)


@pytest.mark.parametrize("path", _ids(TEMPLATES))
def test_a_template_marks_nothing_as_safe(path):
    assert not re.search(r"\|\s*safe\b|{%\s*autoescape\s+off", path.read_text())


@pytest.mark.parametrize("path", _ids(TEMPLATES))
def test_a_template_asks_what_a_state_is_and_compares_no_texts(path):
    assert not re.search(r"\b(state|status)\s*(==|!=)\s*\"", path.read_text())


def test_subscriptions_are_made_in_handlers_only():
    """`store` of the event log apart, which is no reaction."""
    modules = {name.rsplit(".", 1)[0] for names in subscriptions().values() for name in names}
    assert {module for module in modules if not module.split(".")[-1].startswith("handlers")} == set()


def test_nothing_subscribes_to_a_higher_floor():
    """Workflow rules apart: what they listen to is a key that a tenant chose, as with webhooks."""
    upward = []
    for pattern, names in subscriptions().items():
        source = pattern.split(".")[0]
        for name in names:
            package = name.split(".")[0]
            if package != "notifications" and source in FLOOR and FLOOR[source] > FLOOR[package]:
                upward.append((pattern, name))
    assert upward == []


def _published() -> dict[str, Path]:
    found, said = {}, r"(?:publish(?:_each)?|occurrence_of)\(\s*[\"']([a-z_]+\.[a-z_]+)[\"']"
    for path in SOURCES:
        for key in re.findall(said, path.read_text()):
            found[key] = path
    return found


def test_an_event_bears_the_name_of_the_package_that_publishes_it():
    wrong = {key: path for key, path in _published().items() if key.split(".")[0] != path.relative_to(ROOT).parts[0]}
    assert wrong == {}


def test_whatever_is_listened_for_is_said_by_somebody():
    """A key that its own package never names, whole or without the package, is a reaction that never comes."""
    said = defaultdict(set)
    for path in SOURCES:
        if not path.name.startswith("handlers"):
            named = re.findall(r"[\"'](?:[a-z_]+\.)?([a-z_]+)[\"']", path.read_text())
            said[path.relative_to(ROOT).parts[0]].update(named)
    keys = [key.split(".") for key in subscriptions() if "*" not in key]
    assert [(package, name) for package, name in keys if name not in said[package]] == []
