"""Handover as a person runs it: the supervisor as a process, with data and a port of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "TEST_DATABASE", "HANDOVER_QUEUE_PREFIX", "DATABASE_POOL")


def without_services() -> dict[str, str]:
    """The environment, without the services that the tests themselves use."""
    return {name: value for name, value in os.environ.items() if name not in OURS}


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_with(text: str) -> list[str]:
    """The command lines of all processes that name the text in command line or environment."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                environment = (folder / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if line and (text in line or text in environment):
                found.append(f"{folder.name} {line}")
    return found


class Stack:
    """One `python -m config.run up`."""

    def __init__(self, data: Path, *, port: int | None = None, **environment: str) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        base = without_services() | {
            "HANDOVER_ENV": "development",
            "HANDOVER_DEMO": "0",
            "HANDOVER_DATA_DIR": str(data),
        }
        self.environment = {**base, "PORT": str(self.port), "WORKER_PROCESSES": "1", **environment}
        self.output: list[str] = []
        self.process: subprocess.Popen | None = None

    def start(self) -> "Stack":
        """Start it; does not wait."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.run", "up"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._drain, daemon=True).start()
        return self

    def _drain(self) -> None:
        assert self.process and self.process.stdout
        for line in self.process.stdout:
            self.output.append(line)

    @property
    def text(self) -> str:
        return "".join(self.output)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page; status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def await_ready(self, *, patience: float = 90) -> "Stack":
        """Wait until it says that it is ready."""
        self.await_text("Handover is ready", patience=patience)
        return self

    def await_text(self, text: str, *, patience: float = 30) -> None:
        deadline = time.monotonic() + patience
        while text not in self.text:
            assert self.process and self.process.poll() is None, f"It ended:\n{self.text}"
            assert time.monotonic() < deadline, f"No “{text}”:\n{self.text}"
            time.sleep(0.05)

    def await_end(self, *, patience: float = 30) -> int:
        """Its exit code."""
        assert self.process
        code = self.process.wait(patience)
        time.sleep(0.1)
        return code

    def interrupt(self) -> int:
        """Ctrl-C; returns the exit code."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.await_end()

    def kill(self) -> None:
        """The kill -9 of the supervisor alone."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """Whatever the test did: nothing stays."""
        if self.process and self.process.poll() is None:
            self.interrupt()
