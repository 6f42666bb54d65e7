"""A program that asks the API: a client that sends its token, and JSON."""

import json
from typing import Any

from core.rowsecurity import acting_for
from tenants.models import ApiToken, Member
from tests.support.client import Client


class Program(Client):
    """Asks below `/<tenant>/api/v1/` as a member, by a token of theirs; without a member as nobody."""

    def __init__(self, member: Member | None = None, *, tenant: str = "", secret: str = "", **minting: Any) -> None:
        super().__init__()
        if member is not None:
            tenant = tenant or member.tenant.slug
            values = {"name": "Program", **minting}
            with acting_for(member.tenant_id):
                self.token, secret = ApiToken.mint(member=member, by=member, **values)
        self.base = f"/{tenant}/api/v1/"
        self.secret = secret

    def ask(self, method: str, path: str, body: Any = None, **headers: str):
        """One request; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            named.setdefault("authorization", f"Bearer {self.secret}")
        content = body if isinstance(body, str | bytes) else "" if body is None else json.dumps(body)
        return self.generic(
            method, path if path.startswith("/") else self.base + path, content, headers=named,
            content_type=named.pop("content-type", "application/json"),
        )  # fmt: skip

    def read(self, path: str, **headers: str):
        return self.ask("GET", path, **headers)

    def send(self, path: str, body: Any = None, **headers: str):
        return self.ask("POST", path, body, **headers)

    def edit(self, path: str, body: Any, **headers: str):
        """A PATCH of the version that stands."""
        headers.setdefault("if_match", self.read(path).headers.get("ETag", ""))
        return self.ask("PATCH", path, body, **headers)


def names(response) -> list[str]:
    """The names in a page of a list."""
    return [row.get("name") or row["last_name"] for row in response.json()["results"]]


def problem(response) -> tuple[int, str]:
    """Status and code of a refusal, which must be a problem document."""
    document = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert document["status"] == response.status_code
    assert document["type"].endswith(f":{document['code']}")
    return response.status_code, document["code"]
