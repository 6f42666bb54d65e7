"""The production-like stack, as far as it can be checked without an engine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = YAML(typ="safe").load(ROOT / "docker-compose.yml")
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")


def test_the_compose_file_follows_the_published_schema():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]

    done = subprocess.run([*command, "docker-compose.yml"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stack_is_complete():
    assert set(SERVICES) == {"postgres", "valkey", "migrate", "web", "worker", "beat", "proxy", "mail", "backup"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_service_that_stays_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", ["web", "worker", "beat", "backup"])
def test_nothing_serves_before_the_migration_is_done(name):
    assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", OURS)
def test_everything_of_ours_signs_in_as_the_application_role(name):
    assert SERVICES[name]["environment"]["DATABASE_URL"].startswith("postgres://handover_app:")


def test_only_the_migration_knows_the_owner():
    knowing = [name for name in OURS if "DATABASE_OWNER_URL" in SERVICES[name]["environment"]]

    assert knowing == ["migrate"]


@pytest.mark.parametrize("name", OURS)
def test_everything_of_ours_runs_with_production_settings(name):
    environment = SERVICES[name]["environment"]

    assert environment["HANDOVER_ENV"] == "production"
    assert environment["BASE_URL"].startswith("https://")
    assert "DEBUG" not in environment
    assert "HANDOVER_DEMO" not in environment


@pytest.mark.parametrize("name", ["postgres", "valkey", "web", "worker", "proxy", "backup"])
def test_what_must_outlive_a_container_is_in_a_volume(name):
    sources = {volume.split(":")[0] for volume in SERVICES[name]["volumes"]}

    assert sources & set(COMPOSE["volumes"])


def test_neither_database_nor_broker_is_reachable_from_outside():
    assert COMPOSE["networks"]["inside"]["internal"]
    for name in ("postgres", "valkey", "backup"):
        assert SERVICES[name]["networks"] == ["inside"]
        assert "ports" not in SERVICES[name]


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text()

    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "BACKUP_PASSWORD"):
        assert re.search(rf"\${{{name}:\?", text), name
        assert f"${{{name}:-" not in text


def test_the_files_that_the_stack_mounts_exist():
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).exists(), source


def test_every_variable_without_a_default_is_in_the_example():
    text = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / "docker" / "example.env").read_text()

    for name in set(re.findall(r"\$\{(\w+):\?", text)):
        assert f"\n{name}=" in f"\n{example}", name


def test_the_image_does_not_run_as_root():
    assert "\nUSER handover\n" in (ROOT / "Dockerfile").read_text()
