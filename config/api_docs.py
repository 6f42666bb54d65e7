"""What the API can do, as a page for people: read off the same description that programs get."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.api import described
from core.rest.problems import MEDIA_TYPE


@dataclass(frozen=True)
class Value:
    """A parameter, or a field of a body."""

    name: str
    kind: str
    is_required: bool
    words: str


@dataclass(frozen=True)
class Operation:
    """A method at an address."""

    key: str
    method: str
    path: str
    summary: str
    description: str
    values: list[Value] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every operation, by kind of record."""
    base = request.build_absolute_uri(reverse("api:root", args=[request.tenant.slug]))
    return render(request, "api/docs.html", {"kinds": kinds(described()), "base": base})


def kinds(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """The operations of the document by their tag."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    return found


def _operation(document: dict[str, Any], path: str, method: str, said: dict[str, Any]) -> Operation:
    parameters = [
        Value(each["name"], _kind(each["schema"]), each.get("required", False), _plain(each.get("description", "")))
        for each in said.get("parameters", [])
    ]
    answers = [
        (status, _plain(answer["description"]))
        for status, answer in said["responses"].items()
        if MEDIA_TYPE not in answer.get("content", {}) or status in ("409", "412", "428")
    ]
    body = _fields(document, said.get("requestBody", {}))
    return Operation(
        said["operationId"],
        method.upper(),
        path,
        _plain(said["summary"]),
        _plain(said["description"]),
        parameters + body,
        answers,
    )


def _fields(document: dict[str, Any], body: dict[str, Any]) -> list[Value]:
    """The fields of the first kind of body that is taken."""
    for content in body.get("content", {}).values():
        schema = _resolved(document, content["schema"])
        required = schema.get("required", [])
        return [
            Value(name, _kind(each), name in required, _plain(_resolved(document, each).get("description", "")))
            for name, each in schema.get("properties", {}).items()
        ]
    return []


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "").removeprefix("#/components/schemas/")
    return document["components"]["schemas"][reference] if reference else schema


def _plain(words: str) -> str:
    """Without the marks that only tools show as what they are."""
    return words.replace("`", "")


def _kind(schema: dict[str, Any]) -> str:
    """The type in a word, or the values that it may have."""
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value is not None)
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1].removesuffix("Enum").lower()
    return schema.get("format") or schema.get("type", "")
