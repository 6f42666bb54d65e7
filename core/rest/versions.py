"""The edit-conflict check for programs: `ETag` says which version one has seen, `If-Match` that it still stands."""

from django.http import HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from core.conflicts import Versioned
from core.errors import EditConflict
from core.rest.problems import Problem


def tag(record: Versioned) -> str:
    """The record's version as an entity tag."""
    return f'"{record.version}"'


def put_tag(response: HttpResponse, record: object) -> None:
    """Say which version the answer shows, where the record has one."""
    if isinstance(record, Versioned):
        response.headers["ETag"] = tag(record)


def check_match(request, record: object) -> None:
    """If the request names versions, a record that has them must have one of these. Raises EditConflict."""
    named = request.headers.get("If-Match")
    if named is None or not isinstance(record, Versioned):
        return
    tags = parse_etags(named)
    if tags != ["*"] and tag(record) not in tags:
        raise EditConflict(record)


def seen_version(request, record: Versioned) -> int:
    """The version that an edit is based on. Raises Problem 428 without `If-Match`, and EditConflict."""
    if "If-Match" not in request.headers:
        detail = _("Say which version you have seen: send its ETag as If-Match.")
        raise Problem(428, "version_required", detail, headers={"ETag": tag(record)}, version=record.version)
    check_match(request, record)
    return record.version
