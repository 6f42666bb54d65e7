"""`make run` as a person meets it, with real processes. The tests share one data folder, in this order."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.run.places import OUTSIDE
from config.run.supervisor import shows_demo
from tests.support.stack import ROOT, Stack, processes_with, without_services

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("supervisor")]


@pytest.fixture(scope="module")
def running(data: Path) -> Iterator[Callable[[], Stack]]:
    """The run on these data: started by the first test that needs it, and again by the first after it ended."""
    runs: list[Stack] = []

    def ready() -> Stack:
        if not runs or runs[-1].process.poll() is not None:
            runs.append(Stack(data).start().await_ready())
        return runs[-1]

    yield ready
    for run in runs:
        run.end()


@pytest.fixture
def stack(running) -> Stack:
    return running()


def _await_nothing_left(data: Path, *, patience: float = 15) -> None:
    deadline = time.monotonic() + patience
    while left := processes_with(str(data)):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def test_a_taken_port_is_said_to_be_taken(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        run = Stack(data, port=other.getsockname()[1]).start()

        code = run.await_end()

    assert code == 1
    assert f"Port {run.port} on 127.0.0.1 is taken" in run.text
    assert "Traceback" not in run.text


@pytest.mark.parametrize(("said", "is_on"), [("1", True), ("True", True), ("on", True), ("0", False), ("", False)])
def test_the_demo_is_on_in_the_words_that_the_settings_take(said, is_on):
    assert shows_demo({"HANDOVER_DEMO": said}) == is_on


def test_it_starts_and_answers(stack):
    assert stack.get("/readyz") == (200, "ready\n")
    assert stack.get("/healthz") == (200, "ok\n")


def test_a_second_run_says_where_the_first_one_is(data, stack):
    second = Stack(data).start()

    code = second.await_end()

    assert code == 1
    assert f"already running at {stack.url} (pid {stack.process.pid})" in second.text
    assert stack.get("/readyz")[0] == 200


def test_the_sockets_are_behind_a_private_folder(data, stack):
    assert (data / "run").stat().st_mode & 0o777 == 0o700
    assert (data / "postgres").stat().st_mode & 0o777 == 0o700


def test_when_a_part_dies_the_rest_stops_and_the_exit_code_says_so(data, stack):
    os.kill(int((data / "valkey.pid").read_text()), 9)

    code = stack.await_end()

    assert code == 1
    assert "valkey | ended by itself" in stack.text
    _await_nothing_left(data, patience=2)


def test_after_a_kill_of_the_supervisor_the_next_run_starts_on_the_same_port_and_data(data, stack):
    stack.kill()

    again = Stack(data, port=stack.port).start()
    try:
        again.await_ready()
        assert again.get("/readyz")[0] == 200
    finally:
        code = again.interrupt()

    assert code == 0, again.text
    assert "Traceback" not in again.text
    _await_nothing_left(data, patience=2)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder that another account cannot reach")
def test_data_below_a_closed_folder_are_kept_elsewhere_and_the_folder_stays_closed(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    data = closed / "a name with spaces, too long for a socket" / ("x" * 60)
    command = [sys.executable, "-m", "config.run", "exec", "--data", str(data), "--"]
    asks = "import os, psycopg; print(*psycopg.connect(os.environ['DATABASE_URL']).execute('SELECT 1 + 1').fetchone())"
    before = set(OUTSIDE.glob("*"))

    done = subprocess.run(
        [*command, sys.executable, "-c", asks], cwd=ROOT, env=without_services(), capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "are kept in" in done.stdout
    assert done.stdout.endswith("2\n")
    assert closed.stat().st_mode & 0o777 == 0o700
    for folder in {(data / "run").resolve(), *(set(OUTSIDE.glob("*")) - before)}:
        shutil.rmtree(folder)


def test_the_exit_code_of_a_command_is_handed_on(data):
    command = [sys.executable, "-m", "config.run", "exec", "--data", str(data / "exec"), "--"]

    done = subprocess.run([*command, "sh", "-c", "exit 7"], cwd=ROOT, env=without_services(), check=False)

    assert done.returncode == 7


def test_one_database_address_without_the_other_is_refused(data):
    command = [sys.executable, "-m", "config.run", "exec", "--data", str(data / "exec"), "--", "true"]
    environment = {**without_services(), "DATABASE_URL": "postgres://handover_app@db/handover"}

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "DATABASE_URL and DATABASE_OWNER_URL belong together" in done.stderr
