"""Nothing serves while a wall is down."""

import time

from django.db import OperationalError, connection

from tenants.database import serving_problems

PATIENCE = 30.0
"""Seconds that a starting process waits for the database."""


def check_walls(*, patience: float = PATIENCE) -> None:
    """Refuse to start as a role that the walls do not bind, or while FORCE is off.

    Raises SystemExit with the reasons, and OperationalError when the database does not answer within `patience`
    seconds.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            problems = serving_problems()
        except OperationalError:
            connection.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            break
    connection.close()
    if problems:
        raise SystemExit("Handover does not start. " + " ".join(problems))
