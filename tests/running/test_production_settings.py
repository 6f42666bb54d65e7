"""Production refuses to start with what is fine on a desk."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from config.settings import database
from tests.support.stack import ROOT
from tests.support.worker import database_url

SOUND = {
    "HANDOVER_ENV": "production",
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "handover.example",
    "BASE_URL": "https://handover.example",
    "PATH": "/usr/bin:/bin",
}


def _start(**changed: str) -> subprocess.CompletedProcess:
    code = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; import django; django.setup()"
    environment = {name: value for name, value in {**SOUND, **changed}.items() if value}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_sound_settings_start():
    assert _start().returncode == 0


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "development-only-secret-development-only-secret"}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"HANDOVER_DEMO": "1"}, "HANDOVER_DEMO"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"BASE_URL": "http://handover.example"}, "BASE_URL"),
        ({"HANDOVER_ENV": "staging"}, "HANDOVER_ENV"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_production_refuses(changed, reason):
    done = _start(**changed)

    assert done.returncode == 1
    assert "ImproperlyConfigured" in done.stderr
    assert reason in done.stderr.splitlines()[-1]


def test_every_variable_is_documented():
    source = (ROOT / "config" / "settings.py").read_text()
    guide = (ROOT / "docs" / "howto" / "configure.md").read_text()
    names = set(re.findall(r"env\.\w+\(\s*[\"'](\w+)", source)) - {"TEST_DATABASE"}

    assert {name for name in names if f"`{name}`" not in guide} == set()


def test_without_an_environment_the_settings_are_those_of_production():
    done = _start(HANDOVER_ENV="", SECRET_KEY="")

    assert "Production needs a SECRET_KEY" in done.stderr


def test_the_web_server_refuses_to_start_as_the_owner(django_db_setup):
    code = "import config.wsgi"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=_as_owner(), capture_output=True, text=True)

    assert done.returncode == 1
    assert "Handover does not start" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("program", ["worker", "beat"])
def test_worker_and_beat_refuse_to_start_as_the_owner(django_db_setup, program, tmp_path):
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", program]
    options = {"worker": ["--pool", "solo"], "beat": ["--pidfile", "", "--schedule", str(tmp_path / "schedule")]}
    done = subprocess.run(
        [*command, *options[program]], cwd=ROOT, env=_as_owner(), capture_output=True, text=True, timeout=30
    )

    assert done.returncode == 1
    assert "Handover does not start" in done.stderr


def _as_owner() -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": database_url(user=database(settings.DATABASE_OWNER_URL)["USER"])}
