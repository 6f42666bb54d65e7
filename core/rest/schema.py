"""The OpenAPI description, read off the resources: docstrings, inputs, outputs, queries, and every kind of refusal."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from core.rest.idempotency import HEADER
from core.rest.problems import MEDIA_TYPE
from core.rest.serializers import Question, StrictInput

ALWAYS = {
    400: "The address asks for what is not possible, or the body could not be read.",
    401: "No token, or one that opens nothing here.",
    403: "The roles of the member, or the token, do not include this.",
    404: "There is nothing here, or nothing that the member may see.",
    405: "This address has no such method.",
    406: "Answers are JSON.",
    429: "Too many requests; `Retry-After` says how many seconds to wait.",
}
WRITING = {
    409: "There is something alike already; `duplicates` names it.",
    412: "The record has changed since the version that `If-Match` names.",
    413: "The body is too large.",
    415: "The body is of another type than this address takes.",
    422: "A rule of the domain, or a value, is against it; `errors` names the fields.",
}
PATCHING = {428: "`If-Match` is missing."}


class FieldError(serializers.Serializer):
    """What is wrong with one field."""

    field = serializers.CharField(allow_blank=True, help_text="The field as a dotted path; empty for the whole.")
    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="For people, in the language that `Accept-Language` asks for.")


class Alike(serializers.Serializer):
    """A record that is there already."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class ProblemDocument(serializers.Serializer):
    """A refusal (RFC 9457)."""

    type = serializers.CharField(help_text="A name of the code as a URN.")
    title = serializers.CharField(help_text="The words of the status.")
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="Stable, for programs.")
    detail = serializers.CharField(
        allow_blank=True, help_text="For people, in the language that `Accept-Language` asks for."
    )
    errors = FieldError(many=True, required=False)
    version = serializers.IntegerField(required=False, help_text="The current version (412 and 428).")
    duplicates = Alike(many=True, required=False, help_text="What is alike already (409).")


class Schema(AutoSchema):
    """Reads what `core.rest.resource.Resource` declares."""

    def get_operation_id(self) -> str:
        return f"{self.view.basename}_{self.view.action}".replace("-", "_")

    def get_summary(self) -> str:
        """The first sentence of the action's docstring; the rest is the description."""
        return self.get_description().split("\n")[0].split(". ")[0].rstrip(".")

    def get_description(self) -> str:
        """The action's docstring, and what it takes."""
        said = super().get_description()
        needed = self.view.needs.get(self.view.action)
        return f"{said}\n\nThe member's roles must include `{needed.value}`." if needed else said

    def get_override_parameters(self) -> list[Any]:
        found: list[Any] = []
        if query := self.view.queries.get(self.view.action):
            found.append(query)
        if self.method == "POST":
            text = "Any text of up to 100 characters: the same request sent again with it within a day is done once."
            found.append(_header(HEADER, text))
        if self.view.has_versions and self.method in ("POST", "PATCH", "DELETE") and "{" in self.path:
            text = "The `ETag` of the version that this is based on."
            found.append(_header("If-Match", text, required=self.method == "PATCH"))
        return found

    def _resolve_path_parameters(self, variables):
        words = "The id of the record."
        return [{"description": words, **each} for each in super()._resolve_path_parameters(variables)]

    def get_request_serializer(self) -> Any:
        return self.view.inputs.get(self.view.action)

    def get_response_serializers(self) -> dict[Any, Any]:
        statuses = {
            **ALWAYS,
            **(WRITING if self.method != "GET" else {}),
            **(PATCHING if self.method == "PATCH" else {}),
        }
        refusals = {
            (status, MEDIA_TYPE): OpenApiResponse(ProblemDocument, description=words)
            for status, words in statuses.items()
        }
        return {**self._successes(), **refusals}

    def _successes(self) -> dict[Any, Any]:
        action = self.view.action
        output = self.view.outputs.get(action, self.view.output)
        query = self.view.queries.get(action)
        if query is not None and not issubclass(query, Question):
            return {200: OpenApiResponse(self._page_of(output), description="A page of the list.")}
        nothing = {204: OpenApiResponse(None, description="Done; there is nothing to show.")}
        if self.method == "DELETE" or output is None:
            return nothing
        if action in self.view.makes:
            return {201: OpenApiResponse(output, description="Made; `Location` says where it is.")}
        shown = {200: OpenApiResponse(output, description="The record, as it stands now.")}
        return {**shown, **nothing} if self.method == "POST" else shown

    def _page_of(self, output: type[serializers.BaseSerializer]) -> dict[str, Any]:
        shown = self.resolve_serializer(output, "response").ref
        following = {
            "type": "string",
            "format": "uri",
            "nullable": True,
            "description": "The next page, if there is one.",
        }
        return {
            "type": "object", "required": ["results", "next"],
            "properties": {"results": {"type": "array", "items": shown}, "next": following},
        }  # fmt: skip

    def _is_list_view(self, serializer=None) -> bool:
        return False  # a page is an object

    def _postprocess_serializer_schema(self, schema, serializer, direction):
        schema = super()._postprocess_serializer_schema(schema, serializer, direction)
        if direction == "request" and isinstance(serializer, StrictInput):
            schema["additionalProperties"] = False
        return schema


def _header(name: str, description: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=description)
