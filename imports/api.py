"""Imports for programs: a file, what each of its lines would do, and what became of it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from core.ids import LARGEST_ID
from core.rest.fields import Choice, Flag, Line, Moment, Named
from core.rest.problems import Problem
from core.rest.resource import Resource
from core.rest.serializers import Output, Query, StrictInput, order_field
from imports import runs
from imports.adapters import adapter_of, seen_by
from imports.models import ImportRow, ImportRun, RowAction, RunState

KINDS = ("companies", "locations", "contacts", "devices")
"""What files are about. A file of devices is about one customer, one of locations may be."""


class ImportOutput(Output):
    """An import. While `is_at_work` is true it goes on by itself: ask again until it is not."""

    is_at_work = serializers.BooleanField()
    percent = serializers.IntegerField(help_text="How far the present work is.")
    problem = serializers.CharField(allow_blank=True, help_text="Why the work could not go on.")
    company = serializers.IntegerField(
        source="company_id", allow_null=True, help_text="The id of the company that the file is about, if it is one."
    )
    created_by = Named()
    created_at = Moment()
    applied_at = Moment(allow_null=True)
    undone_at = Moment(allow_null=True)

    class Meta:
        model = ImportRun
        fields = [
            "id", "kind", "company", "file_name", "state", "is_at_work", "percent", "total", "done", "problem",
            "is_whole", "is_stopped", "created_by", "created_at", "applied_at", "undone_at",
        ]  # fmt: skip
        read_only_fields = fields


class ImportWithCounts(ImportOutput):
    """An import with how its columns are read, and what its lines would do, or have done."""

    headers = serializers.ListField(child=serializers.CharField(), help_text="The columns of the file.")
    mapping = serializers.DictField(child=serializers.CharField(), help_text="Which column fills which field.")
    found_groups = serializers.ListField(
        child=serializers.CharField(), help_text="The customers that the file speaks of, where it names several."
    )
    groups = serializers.ListField(child=serializers.CharField(), help_text="Those of them whose lines are imported.")
    counts = serializers.SerializerMethodField(help_text="How many lines are of each kind.")

    class Meta(ImportOutput.Meta):
        fields = [*ImportOutput.Meta.fields, "headers", "layout", "mapping", "found_groups", "groups", "counts"]
        read_only_fields = fields

    def get_counts(self, run) -> dict[str, int]:
        return runs.counts_of(run)


class Remark(serializers.Serializer):
    """Something about a line."""

    field = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class RowOutput(Output):
    """A line of the file: what it would do, or has done, and to which record."""

    changes = serializers.JSONField(help_text="Each field that differs, with its old and its new value.")
    problems = Remark(many=True, help_text="Why the line is left out.")
    notes = Remark(many=True)

    class Meta:
        model = ImportRow
        fields = ["line", "action", "record_id", "is_done", "changes", "problems", "notes"]
        read_only_fields = fields


class NewImport(StrictInput):
    """A file, as multipart/form-data."""

    kind = Choice(choices=KINDS, help_text="What its lines are.")
    company = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_ID,
        help_text="The id of the company that the file is about: asked for with devices, possible with locations.",
    )  # fmt: skip
    file = serializers.FileField(help_text="CSV or XLSX, as people have it.")


class HowToRead(StrictInput):
    """How the columns of the file are read. What is not sent stays as it is."""

    layout = Line(required=False, allow_blank=True, max_length=40, help_text="The product that wrote it, if known.")
    mapping = serializers.DictField(
        required=False, child=serializers.CharField(max_length=100),
        help_text="Field to column. A field that is not named here is not filled.",
    )  # fmt: skip
    groups = serializers.ListField(
        required=False, child=serializers.CharField(max_length=2000), max_length=200,
        help_text="Of `found_groups` those whose lines to import.",
    )  # fmt: skip


class HowToApply(StrictInput):
    """All lines, or those that are not wrong."""

    is_whole = Flag(required=False, default=False, help_text="Import only if no line is wrong, in one transaction.")


class ImportQuery(Query):
    """Which imports."""

    order = order_field("id")
    kind = serializers.ChoiceField(choices=KINDS, required=False)
    state = serializers.ChoiceField(choices=RunState.choices, required=False)


class RowQuery(Query):
    """Which lines."""

    order = order_field("line")
    action = serializers.ChoiceField(choices=RowAction.choices, required=False)


class Imports(Resource):
    """Imports of the member, for admins of everybody, and those about one customer whom the member sees."""

    output = ImportWithCounts
    inputs = {"create": NewImport, "apply": HowToApply, "remap": HowToRead}
    outputs = {"list": ImportOutput, "rows_of": RowOutput}
    queries = {"list": ImportQuery, "rows_of": RowQuery}
    orders = {"id": ("id",), "line": ("line",)}
    uploads = frozenset({"create"})
    has_versions = False

    def rows(self) -> QuerySet:
        return seen_by(self.member, *KINDS).select_related("created_by")

    def one(self, pk: int, rows: QuerySet | None = None) -> ImportRun:
        """The import, if the member may know of it; who may not import its kind is told."""
        run = super().one(pk, rows)
        self.member.check_may(adapter_of(run.kind).capability)
        return run

    def list(self, request):
        """Your imports, those of everybody if you are an admin, and those about one customer that you see."""
        return self.page(self.narrowed(self.rows(), "kind", "state"))

    def retrieve(self, request, pk: int):
        """One import: how far it is, and what its lines would do or have done."""
        return self.answer(self.one(pk))

    def create(self, request):
        """Upload a file for a dry run: nothing is imported yet. A long file is checked by a worker: ask again."""
        if "file" not in request.data and getattr(request._request, "upload_was_too_large", False):
            raise Problem(413, "too_large", _("The request is too large."))
        values = self.given()
        file = values["file"]
        run = runs.check(
            kind=values["kind"], file=file, file_name=file.name, size=file.size, company_id=values.get("company"),
            by=self.member,
        )  # fmt: skip
        return self.created(self.one(run.pk))

    @action(detail=True, methods=["get"], url_path="rows")
    def rows_of(self, request, pk: int):
        """The lines of the file, each with what it does and why not."""
        return self.page(self.narrowed(ImportRow.objects.filter(run=self.one(pk)), "action"))

    @action(detail=True, methods=["post"])
    def remap(self, request, pk: int):
        """Read the columns another way, or say whose lines to import; every line is looked at again.

        The next file with these headers is read the same way.
        """
        values = self.given()
        return self._do(pk, lambda run: self._remap(run, values))

    @action(detail=True, methods=["post"])
    def apply(self, request, pk: int):
        """Import the lines that are not wrong, or with `is_whole` all of them or none."""
        values = self.given()
        return self._do(pk, lambda run: runs.apply(run=run, by=self.member, **values))

    @action(detail=True, methods=["post"])
    def discard(self, request, pk: int):
        """Put the dry run away without importing anything."""
        self.given()
        return self._do(pk, lambda run: runs.discard(run=run, by=self.member))

    @action(detail=True, methods=["post"])
    def stop(self, request, pk: int):
        """Stop what goes on by itself. What was imported stays."""
        self.given()
        return self._do(pk, lambda run: runs.stop(run=run, by=self.member))

    @action(detail=True, methods=["post"], url_path="go-on")
    def go_on(self, request, pk: int):
        """Import the lines that were left when it was stopped."""
        self.given()
        return self._do(pk, lambda run: runs.go_on(run=run, by=self.member))

    @action(detail=True, methods=["post"], url_path="weigh-undo")
    def weigh_undo(self, request, pk: int):
        """Find out what undoing the import would do; nothing is undone yet."""
        self.given()
        return self._do(pk, lambda run: runs.weigh_undo(run=run, by=self.member))

    @action(detail=True, methods=["post"])
    def undo(self, request, pk: int):
        """Take the import back, as far as nothing was built on it. It was weighed before."""
        self.given()
        return self._do(pk, lambda run: runs.undo(run=run, by=self.member))

    @action(detail=True, methods=["post"])
    def keep(self, request, pk: int):
        """Undo nothing after all."""
        self.given()
        return self._do(pk, lambda run: runs.keep(run=run, by=self.member))

    def _remap(self, run: ImportRun, values: dict[str, Any]) -> None:
        runs.check_known("groups", values.get("groups", ()), run.found_groups)
        now = {name: values.get(name, getattr(run, name)) for name in ("layout", "mapping", "groups")}
        runs.remap(run=run, by=self.member, **now)

    def _do(self, pk: int, verb: Callable[[ImportRun], object]) -> Response:
        verb(self.one(pk))
        return self.done(pk)
