"""Where a run keeps its data and its sockets, and the one lock that makes it the only run there."""

import fcntl
import hashlib
import json
import os
import shutil
import socket
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from config.run.errors import CannotRun
from config.run.processes import Account

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SOCKET = 100
"""Bytes of a socket's path; the system allows 107."""
ACCOUNT = "handover-postgres"
OUTSIDE = Path("/var/lib/handover")


def is_root() -> bool:
    return os.geteuid() == 0


def unprivileged_account(data: Path) -> Account:
    """Whom PostgreSQL runs as: it refuses to be root. Root gets a system account that owns nothing else.

    A database that some other account owns keeps that owner. Raises CannotRun if it belongs to somebody else and
    we are not root, or if the account cannot be made.
    """
    owner = data.stat() if (data / "PG_VERSION").exists() else None
    if not is_root():
        if owner is not None and owner.st_uid != os.geteuid():
            raise CannotRun(f"The data in {data} belong to another user (uid {owner.st_uid}): run as that user.")
        return Account()
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return _system_account()


def _system_account() -> Account:
    known = _lookup(ACCOUNT)
    if known is None:
        useradd = shutil.which("useradd") or "/usr/sbin/useradd"
        command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        try:
            subprocess.run([*command, "--shell", "/usr/sbin/nologin", ACCOUNT], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            reason = getattr(error, "stderr", b"").decode(errors="replace").strip() or str(error)
            raise CannotRun(
                f"PostgreSQL does not run as root, and the system account {ACCOUNT} could not be made ({reason}). "
                "Run as an ordinary user, or set DATABASE_URL and DATABASE_OWNER_URL."
            ) from error
        known = _lookup(ACCOUNT)
    assert known is not None
    return known


def _lookup(name: str) -> Account | None:
    for line in Path("/etc/passwd").read_text(errors="replace").splitlines():
        fields = line.split(":")
        if fields[0] == name:
            return Account(int(fields[2]), int(fields[3]))
    return None


def reaches(account: Account, path: Path, *, how: str) -> bool:
    """Whether the account can use a path; `how` is a letter of test(1): w, x …"""
    command = ["/usr/bin/env", "test", f"-{how}", str(path)]
    return subprocess.run(command, check=False, cwd="/", **account.options()).returncode == 0


@dataclass
class Places:
    """The folders of one run. `sockets` is short and private; `postgres` belongs to PostgreSQL's account."""

    data: Path
    postgres: Path
    sockets: Path
    account: Account

    @classmethod
    def prepare(cls, data: Path) -> "Places":
        """Make the folders. Never changes the mode of a folder above `data`. Raises CannotRun."""
        data = data.resolve()
        try:
            data.mkdir(parents=True, exist_ok=True)
            if is_root():
                data.chmod(0o711)
        except OSError as error:
            raise CannotRun(f"The folder {data} cannot be written: {error.strerror}.") from error
        inside, outside = data / "postgres", OUTSIDE / _mark(data)
        postgres = outside / "postgres" if (outside / "postgres" / "PG_VERSION").exists() else inside
        account = unprivileged_account(postgres)
        if account.uid is not None and not reaches(account, data, how="x"):
            postgres = outside / "postgres"
            outside.mkdir(parents=True, exist_ok=True)
            print(f"The database's account cannot reach {data}: its files are kept in {postgres}.", flush=True)
        _own(postgres, account)
        return cls(data, postgres, _sockets(data, account), account)

    def wipe(self) -> None:
        """Begin with an empty database: what tests left behind goes."""
        shutil.rmtree(self.postgres)
        _own(self.postgres, self.account)


def _own(folder: Path, account: Account) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    if account.uid is not None and folder.stat().st_uid == 0:
        os.chown(folder, account.uid, account.gid or -1)


def _mark(data: Path) -> str:
    return hashlib.sha256(str(data).encode()).hexdigest()[:12]


def _sockets(data: Path, account: Account) -> Path:
    """A private folder for sockets: below the data, or, where that path is too long or out of reach, a short one.

    `run` in the data folder then is a link to it, so that whoever knows the data finds the sockets.
    """
    inside = data / "run"
    fits = len(os.fsencode(inside / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET and " " not in str(inside)
    if fits and (account.uid is None or reaches(account, data, how="x")):
        if inside.is_symlink():
            inside.unlink()
        _own(inside, account)
        return inside
    short = _short_folder(data)
    _own(short, account)
    _check_private(short, account)
    if inside.is_symlink() or inside.is_file():
        inside.unlink()
    elif inside.exists():
        shutil.rmtree(inside)
    inside.symlink_to(short)
    return short


def _short_folder(data: Path) -> Path:
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    base = Path(runtime) if runtime and not is_root() and os.access(runtime, os.W_OK) else Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > 40:
        base = Path("/tmp")  # noqa: S108 - the folder below is private, and checked to be
    return base / f"handover-{os.geteuid()}-{_mark(data)}"


def _check_private(folder: Path, account: Account) -> None:
    found = folder.lstat()
    ours = {os.geteuid(), account.uid}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in ours or stat.S_IMODE(found.st_mode) != 0o700:
        raise CannotRun(f"{folder} is not a private folder of ours: remove it and try again.")


class Lock:
    """Held for the life of a run; freed by the system, however that life ends."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self.path = data / "run.lock"
        self.file = self.path.open("a+")
        self.interrupted = False

    def take(self, *, url: str) -> None:
        """Become the only run on this data, or raise CannotRun and say who is."""
        self.file.seek(0)
        before = self.file.read()
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = json.loads(before) if before else {}
            where = f" at {holder['url']}" if holder.get("url") else ""
            raise CannotRun(f"Handover is already running{where} (pid {holder.get('pid', 'unknown')}).") from None
        self.interrupted = bool(before)
        self._write(json.dumps({"pid": os.getpid(), "url": url}))

    def release(self) -> None:
        """Say that the run ended well."""
        self._write("")
        self.file.close()

    def _write(self, text: str) -> None:
        self.file.seek(0)
        self.file.truncate()
        self.file.write(text)
        self.file.flush()


def port_is_free(host: str, port: int) -> bool:
    """Whether the web server could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
