"""Records that programs read one by one, edit against a version, and work on by the verbs of the pages."""

from collections.abc import Callable
from typing import Any

from rest_framework.decorators import action
from rest_framework.response import Response

from core.rest.resource import Resource
from core.rest.versions import seen_version


class Records(Resource):
    """A kind of record with a version and with `update_details(values=, seen=, by=)`."""

    def retrieve(self, request, pk: int) -> Response:
        """The record as it stands now."""
        return self.answer(self.one(pk))

    def partial_update(self, request, pk: int) -> Response:
        """Edit the details. Needs `If-Match` with the ETag that you have seen: nobody's edit is overwritten unseen."""
        record = self.one(pk)
        seen = seen_version(request, record)
        record.update_details(values=self.given(partial=True), seen=seen, by=self.member)
        return self.done(pk)

    def do(self, pk: int, act: Callable[..., object]) -> Response:
        """Call a verb with the record, `by` and what the body says; answer the record as it stands then."""
        act(self.one(pk), by=self.member, **self.given())
        return self.done(pk)


def verb(name: str, words: str) -> Any:
    """The record's method of this name, by POST at an address of this name. `words` describe it."""

    def act(self: Records, request, pk: int) -> Response:
        return self.do(pk, lambda record, **said: getattr(record, name)(**said))

    act.__name__, act.__doc__ = name, words
    return action(detail=True, methods=["post"], url_path=name.replace("_", "-"))(act)
