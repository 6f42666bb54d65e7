"""The base of a resource: what it is asked, what it is given, what it answers. Rules stand in the verbs."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.rest.idempotency import fingerprint, kept, key_of, stored
from core.rest.paging import page_of
from core.rest.problems import SAFE, Problem, flat, not_found
from core.rest.serializers import Nothing
from core.rest.versions import check_match, put_tag


class Resource(ViewSet):
    """A kind of record below `/<tenant>/api/v1/`.

    `output` is how a record is answered; `inputs` names the body of each action that takes one, `outputs` each answer
    that is another, `queries` what each list may be asked, `makes` the actions that make a record, `needs` what the
    roles must include for an action; all of it for the schema too (`core.rest.schema`). `orders` are the keys by which
    lists go; `uploads` are actions whose body is a form with a file; `has_versions` says whether `If-Match` means
    anything here. The caller is `self.member`, who sees `rows`.
    """

    output: ClassVar[type[serializers.BaseSerializer]]
    inputs: ClassVar[Mapping[str, type[serializers.BaseSerializer]]] = {}
    outputs: ClassVar[Mapping[str, type[serializers.BaseSerializer] | None]] = {}
    queries: ClassVar[Mapping[str, type[serializers.BaseSerializer]]] = {}
    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {"id": ("id",)}
    needs: ClassVar[Mapping[str, Any]] = {}
    makes: ClassVar[frozenset[str]] = frozenset({"create"})
    has_versions: ClassVar[bool] = True
    uploads: ClassVar[frozenset[str]] = frozenset()
    lookup_value_converter = "int"
    metadata_class = None
    asked: dict[str, Any]
    post: Callable[..., Response]

    @property
    def member(self):
        return self.request.member

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def get_parsers(self) -> list[BaseParser]:
        """JSON, or a form where a file is sent."""
        action = getattr(self, "action", None) or self.action_map.get((self.request.method or "").lower())
        return [MultiPartParser()] if action in self.uploads else super().get_parsers()

    def initial(self, request, *args, **kwargs) -> None:
        """Before any action: what the roles must include, what the address may ask for, and a repeated request once."""
        super().initial(request, *args, **kwargs)
        if self.action in self.needs:
            self.member.check_may(self.needs[self.action])
        self.asked = self._read_query()
        if request.method == "POST" and hasattr(self, "post"):
            self.post = partial(self._once, self.post)

    def one(self, pk: int, rows: QuerySet | None = None) -> Any:
        """The record, if the caller sees it; a version that the request names must be its own."""
        found = (self.rows() if rows is None else rows).filter(pk=pk).first()
        if found is None:
            raise not_found()
        if self.request.method not in SAFE:
            check_match(self.request, found)
        return found

    def given(self, **options: Any) -> dict[str, Any]:
        """The body as the action's input has it. Raises the library's ValidationError."""
        serializer = self.inputs.get(self.action, Nothing)
        read = serializer(data=self.request.data, context={"member": self.member}, **options)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def narrowed(self, rows: QuerySet, *names: str) -> QuerySet:
        """The rows whose fields of these names are as the address asks for."""
        return rows.filter(**{name: self.asked[name] for name in names if name in self.asked})

    def answer(self, record: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
        """One record, with its version."""
        response = Response(self._shown(record), status, headers=headers)
        put_tag(response, record)
        return response

    def created(self, record: Any) -> Response:
        """A new record, and where it is."""
        address = reverse(f"api:{self.basename}-detail", args=[self.request.tenant.slug, record.pk])
        return self.answer(record, status=201, headers={"Location": self.request.build_absolute_uri(address)})

    def done(self, pk: int) -> Response:
        """The record as it stands after a verb; no content for whoever no longer sees it."""
        found = self.rows().filter(pk=pk).first()
        return Response(status=204) if found is None else self.answer(found)

    def page(self, rows: QuerySet) -> Response:
        """A page of the list, with the address of the next one."""
        order = self.asked["order"]
        found, cursor = page_of(
            rows, order=order, fields=self.orders[order.removeprefix("-")], limit=self.asked["limit"],
            cursor=self.asked.get("cursor", ""),
        )  # fmt: skip
        return Response({"results": self._shown(found, many=True), "next": self._address_of(cursor)})

    def _shown(self, records: Any, **options: Any) -> Any:
        serializer = self.outputs.get(self.action) or self.output
        return serializer(records, context={"member": self.member}, **options).data

    def _address_of(self, cursor: str | None) -> str | None:
        if cursor is None:
            return None
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")

    def _read_query(self) -> dict[str, Any]:
        """What the address asks for. Raises Problem 400 for what is not declared, doubled or impossible."""
        serializer = self.queries.get(self.action, serializers.Serializer)(
            data=self.request.query_params.dict(), context={"member": self.member, "is_address": True}
        )
        wrong = [
            {"field": name, "code": "unknown_parameter", "detail": _("This cannot be asked here.")}
            for name in self.request.query_params if name not in serializer.fields
        ] + [
            {"field": name, "code": "doubled_parameter", "detail": _("This is asked twice.")}
            for name, values in self.request.query_params.lists() if len(values) > 1
        ]  # fmt: skip
        if not wrong and not serializer.is_valid():
            wrong = flat(serializer.errors)
        if wrong:
            raise Problem(400, "invalid_query", _("The address asks for what is not possible."), errors=wrong)
        return dict(serializer.validated_data)

    def _once(self, act: Callable[..., Response], request, *args, **kwargs) -> Response:
        key = key_of(request)
        if key is None:
            return act(request, *args, **kwargs)
        if not isinstance(request.data, Mapping):
            raise Problem(422, "invalid", _("The body is one object."))
        answer, is_repeated = request.auth.once(
            key=key, fingerprint=fingerprint(request), act=lambda: kept(act(request, *args, **kwargs))
        )
        return stored(answer, is_repeated=is_repeated)
