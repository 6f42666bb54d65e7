"""Child processes: each in a session of its own, each line of output with its name, none left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
COLOURS = {"postgres": 34, "valkey": 35, "web": 32, "worker": 33, "beat": 36}
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(sent: signal.Signals) -> Callable[[], None]:
    """What a child does before it becomes its program: ask the kernel for a signal when the supervisor dies.

    Linux only; elsewhere a supervisor that is killed leaves its children, and the next start ends them. Children
    must be started from the main thread, because to the kernel the parent is the thread.
    """
    parent = os.getpid()

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(sent))
        if os.getppid() != parent:
            os._exit(1)

    return ask


@dataclass(frozen=True)
class Account:
    """The system account that a child runs as; None in both means that of the supervisor."""

    uid: int | None = None
    gid: int | None = None

    def options(self) -> dict:
        """What `subprocess` wants to hear."""
        return {} if self.uid is None else {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass
class Child:
    """One program that runs until told to stop."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 20.0
    account: Account = field(default_factory=Account)
    directory: Path | None = None
    log: Path | None = None
    process: subprocess.Popen | None = None
    printer: threading.Thread | None = None

    def start(self) -> None:
        """Start the program; its output goes to the terminal under its name, or to `log`."""
        out: IO | int = self.log.open("ab") if self.log else subprocess.PIPE
        self.process = subprocess.Popen(
            [str(part) for part in self.command],
            env=dict(self.environment),
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(self.stop_signal),  # noqa: PLW1509 - no thread of ours holds a lock here
            **self.account.options(),
        )
        if self.process.stdout is not None:
            self.printer = threading.Thread(target=self._print, args=[self.process.stdout], daemon=True)
            self.printer.start()

    def _print(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            say(self.name, line.decode(errors="replace").rstrip("\n"))

    @property
    def pid(self) -> int:
        """Its process id; 0 before the start."""
        return 0 if self.process is None else self.process.pid

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def code(self) -> int | None:
        return None if self.process is None else self.process.poll()

    def ask_to_stop(self) -> None:
        """Send the stop signal to the program itself, not to its children: a worker lets its pool finish."""
        if self.process is not None and self.running:
            self.process.send_signal(self.stop_signal)

    def await_stop(self, hurry: Callable[[], bool] = lambda: False) -> None:
        """Wait for the end, at most `patience` seconds or until `hurry()`; then end the whole session."""
        deadline = time.monotonic() + self.patience
        while self.running and time.monotonic() < deadline and not hurry():
            time.sleep(0.02)
        if self.process is not None:
            _end_session(self.process.pid)
            self.process.wait()
            self.finish()

    def finish(self) -> None:
        """After the end: wait until its last lines are on the terminal."""
        if self.printer is not None:
            self.printer.join(2)

    def last_lines(self, count: int = 15) -> str:
        """What a program said last, from its log."""
        text = self.log.read_text(errors="replace") if self.log else ""
        return "\n".join([*text.splitlines()[-count:], f"(exit {self.code})"])

    def stop(self) -> None:
        """Ask, wait, and insist."""
        self.ask_to_stop()
        self.await_stop()


def _end_session(leader: int) -> None:
    """Nothing of a child may stay, not even what it started itself."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


_lock = threading.Lock()


def say(name: str, line: str) -> None:
    """One line on the terminal, under the name of who says it."""
    colour = COLOURS.get(name)
    label = f"{name:>9} |"
    if colour and sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        label = f"\033[{colour}m{label}\033[0m"
    with _lock:
        try:
            print(label, line, flush=True)
        except (BrokenPipeError, OSError):
            pass


def command_line(pid: int) -> str:
    """The command line of a process, or nothing if there is no such process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def end_orphan(pid: int, *, marks: Sequence[str], sent: signal.Signals, patience: float = 15.0) -> None:
    """End a process that an earlier run left behind, if its command line shows that it is that one."""
    deadline = time.monotonic() + patience
    while all(mark in (line := command_line(pid)) for mark in marks) and line:
        try:
            os.kill(pid, sent)
        except ProcessLookupError:
            return
        if time.monotonic() > deadline:
            sent = signal.SIGKILL
        time.sleep(0.1)
