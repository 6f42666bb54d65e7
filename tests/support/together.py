"""Two people at the same moment: each act in a thread with a connection and a transaction of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from core.rowsecurity import acting_for


def together(tenant_id: int, *acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same moment, each for the tenant; what each returned, or the exception that it raised."""
    gate = threading.Barrier(len(acts))
    outcomes: list[Any] = [None] * len(acts)

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=10)
            with acting_for(tenant_id):
                outcomes[number] = act()
        except Exception as error:  # noqa: BLE001
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes
