"""Databases of the benchmark's own beside the one that it was pointed to, and who looks at them."""

from urllib.parse import quote

from django.conf import settings
from django.db import connection

from config.settings import database

APPLICATION = database(settings.DATABASE_URL)["USER"]
OWNER = database(settings.DATABASE_OWNER_URL)["USER"]
HOME = database(settings.DATABASE_OWNER_URL)["NAME"]


def become(role: str, name: str) -> None:
    """Use another role, or another database, from the next statement on."""
    connection.close()
    connection.settings_dict["USER"], connection.settings_dict["NAME"] = role, name
    options = connection.settings_dict.setdefault("OPTIONS", {})
    options.pop("options", None)
    if role == OWNER:
        options["options"] = "-c row_security=off"


def create(name: str, *, like: str = "") -> None:
    """A new database, empty or a copy; an older one of this name goes."""
    become(OWNER, HOME)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like}"' if like else " TEMPLATE template0"))


def drop(name: str) -> None:
    """Leave nothing behind. Nobody is forced out: the vacuum that follows an import belongs to the superuser."""
    become(OWNER, HOME)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')


def url() -> str:
    """The database looked at now, for another process."""
    now = connection.settings_dict
    host = quote(str(now["HOST"]), safe="/")
    if host.startswith("/"):
        return f"postgres://{now['USER']}@/{now['NAME']}?host={host}"
    secret = f":{quote(now['PASSWORD'])}" if now["PASSWORD"] else ""
    port = f":{now['PORT']}" if now["PORT"] else ""
    return f"postgres://{now['USER']}{secret}@{host}{port}/{now['NAME']}"
