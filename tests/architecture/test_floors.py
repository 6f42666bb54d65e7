"""The floors of the house: what points upwards and no import shows."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

FLOORS = (
    ("core",), ("tenants",), ("events",), ("imports",), ("companies",), ("contacts", "sla"),
    ("notifications", "billing"), ("contracts",), ("devices",), ("tickets",), ("onboarding",), ("portal",), ("config",),
)  # fmt: skip
FLOOR = {package: number for number, packages in enumerate(FLOORS) for package in packages}
ROOT = Path(settings.BASE_DIR)
FROM_EVERYWHERE = {
    "entrance", "landing", "preferences", "components", "mailbox", "mail", "mail_reports", "api_docs",
}  # fmt: skip
"""URLs of `config/` that carry no package's name; they are the frame of every page."""
NOT_OURS = re.compile(r"^account_")

URL_TAG = re.compile(r"""{%\s*url\s+["']([^"']+)["']""")
FRAME = (
    "layouts",
    "components",
    "api",
    "entrance",
    "errors",
    "account",
    "allauth",
    "django",
    "demo",
    "emails",
    "mailbox",
    "platform",
)
"""Folders of templates that belong to the frame, not to a package."""


def test_the_list_of_floors_is_that_of_the_import_contract():
    text = (ROOT / "pyproject.toml").read_text()
    layers = re.search(r"layers = \[(.*?)\]", text, re.S).group(1)
    listed = [tuple(re.split(r"\s*\|\s*", line)) for line in re.findall(r'"([^"]+)"', layers)]
    assert [set(packages) for packages in reversed(listed)] == [set(packages) for packages in FLOORS]


def test_every_package_of_ours_stands_on_a_floor():
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
    assert {name for name in ours if ".venv" not in apps.get_app_config(name.split(".")[-1]).path} == set(FLOOR)


def _links():
    for model in apps.get_models(include_auto_created=True):
        here = model._meta.app_label
        for field in model._meta.local_fields:
            target = field.remote_field.model._meta.app_label if field.remote_field else None
            if here in FLOOR and target in FLOOR:
                yield pytest.param(here, target, id=f"{model._meta.label}.{field.name}")


@pytest.mark.parametrize(("here", "target"), list(_links()))
def test_a_foreign_key_never_points_to_a_higher_floor(here, target):
    assert here == target or FLOOR[target] < FLOOR[here]


def _templates():
    folders = [ROOT / "templates", *(ROOT / package / "templates" for package in FLOOR)]
    for folder in folders:
        for path in sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.txt")):
            package = path.relative_to(folder).parts[0]
            if package in FLOOR:
                yield pytest.param(package, path, id=str(path.relative_to(folder)))


@pytest.mark.parametrize(("package", "path"), list(_templates()))
def test_a_template_links_only_to_its_own_floor_and_below(package, path):
    """What lies above comes as a fragment by address, or from an explicit list in `config/`."""
    upward = []
    for name in URL_TAG.findall(path.read_text()):
        target = name.split(":")[0] if ":" in name else None
        if target is None:
            assert name in FROM_EVERYWHERE or NOT_OURS.match(name), name
        elif target in FLOOR and target != package and FLOOR[target] >= FLOOR[package]:
            upward.append(name)
    assert upward == []


def test_every_folder_of_templates_belongs_to_a_package_or_to_the_frame():
    folders = {path.name for path in (ROOT / "templates").iterdir() if path.is_dir()}
    assert folders - set(FLOOR) - set(FRAME) == set()
