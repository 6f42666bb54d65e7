"""After collecting, every file that a style sheet or a module names exists under its hashed name."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import override_settings

REFERENCES = {
    ".css": re.compile(r"""url\(["']?(?!data:|\#)([^"')]+)"""),
    ".js": re.compile(r"""(?:import|from)\s*\(?["'](\.[^"']+)["']"""),
}


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "core.staticfiles.HashedStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_every_reference_is_hashed_and_exists(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    checked = 0
    for name, hashed in names.items():
        if not name.startswith(("css/", "js/")):
            continue
        path = collected / hashed
        for reference in REFERENCES.get(path.suffix, re.compile(r"(?!)")).findall(path.read_text()):
            target = (path.parent / reference).resolve()
            assert target.exists(), f"{name} names {reference}"
            assert target.relative_to(collected.resolve()).as_posix() in names.values(), (
                f"{name}: {reference} has no hash"
            )
            checked += 1
    assert checked > 30


def test_every_style_sheet_and_module_is_used():
    for folder, entry in (("css", "app.css"), ("js", "app.js")):
        root = Path(finders.find(f"{folder}/{entry}")).parent
        used = {entry} | {
            (path.parent / reference).resolve().relative_to(root.resolve()).as_posix()
            for path in root.rglob(f"*.{folder}")
            for reference in REFERENCES[f".{folder}"].findall(path.read_text())
            if reference.endswith(f".{folder}")
        }
        assert {path.relative_to(root).as_posix() for path in root.rglob(f"*.{folder}")} == used
