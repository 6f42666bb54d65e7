"""PostgreSQL and Valkey for one run: the embedded ones, unless the environment names others."""

import os
import shutil
from pathlib import Path

from config.run.errors import CannotRun
from config.run.places import Places
from config.run.postgres import Postgres
from config.run.processes import Child
from config.run.valkey import Valkey

DATABASE_VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL")


class Services:
    """Started in order, stopped in the reverse order, and only what the environment does not bring itself."""

    def __init__(self, data: Path, *, throw_away: bool = False) -> None:
        given = [name for name in DATABASE_VARIABLES if os.environ.get(name)]
        if len(given) == 1:
            raise CannotRun(f"{' and '.join(DATABASE_VARIABLES)} belong together; only {given[0]} is set.")
        self.data = data.resolve()
        self.embedded: list[Postgres | Valkey] = []
        self.urls = {"HANDOVER_DATA_DIR": str(self.data)}
        self.urls |= {name: os.environ[name] for name in (*given, "REDIS_URL") if os.environ.get(name)}
        if given and "REDIS_URL" in self.urls:
            return
        places = Places.prepare(data)
        if throw_away:
            places.wipe()
            shutil.rmtree(places.data / "valkey", ignore_errors=True)
        log = places.data / "services.log"
        if not given:
            self._add(Postgres(places, throw_away=throw_away, log=log))
        if "REDIS_URL" not in self.urls:
            self._add(Valkey(places, throw_away=throw_away, log=log))

    def _add(self, service: Postgres | Valkey) -> None:
        self.embedded.append(service)
        self.urls |= service.urls

    @property
    def children(self) -> list[Child]:
        return [service.child for service in self.embedded]

    def start(self) -> None:
        for service in self.embedded:
            service.start()

    def stop(self) -> None:
        for service in reversed(self.embedded):
            service.stop()
