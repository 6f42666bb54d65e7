"""`exec`: one command with services of its own, in the foreground."""

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from config.run.places import Lock
from config.run.processes import die_with_parent
from config.run.services import Services


def execute(command: Sequence[str], *, data: Path) -> int:
    """Run a command with empty services on throw-away data; returns its exit code.

    The command stays in the terminal's foreground, so Ctrl-C reaches it without us; SIGTERM is handed on.
    """
    lock = Lock(data)
    lock.take(url="")
    services = Services(data, throw_away=True)
    try:
        services.start()
        (data / "static").mkdir(exist_ok=True)
        environment = {"HANDOVER_ENV": "test", **os.environ, **services.urls}
        child = subprocess.Popen(command, env=environment, preexec_fn=die_with_parent(signal.SIGTERM))  # noqa: PLW1509
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        code = child.wait()
    finally:
        services.stop()
    lock.release()
    return code if code >= 0 else 128 - code
