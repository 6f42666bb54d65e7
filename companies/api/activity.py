"""What happened, for programs: the same entries, the same words and the same limits as on the pages."""

from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import get_error_detail
from rest_framework.response import Response

from companies.activity import Activity, Entry
from companies.api.company import Companies
from companies.extensions import shown
from companies.narrowing import KEYS, NarrowingForm
from core.authorship import ActorKind, Door
from core.rest.fields import Moment, Named
from core.rest.paging import invalid_cursor
from core.rest.resource import Resource
from core.rest.serializers import Query
from events.models import Event, Operation
from events.reading import Key, of_company, of_tenant
from tenants.roles import Capability


class ActivityQuery(Query):
    """Which entries. What the pages only point out is refused."""

    is_of_tenant = False

    actor = serializers.RegexField(
        f"^({ActorKind.MEMBER}-[0-9]{{1,18}}|{ActorKind.CONTACT}|{ActorKind.SYSTEM})$", required=False,
        help_text="Who did it: `member-` with the id of a member, `contact` (of any customer) or `system`.",
    )  # fmt: skip
    door = serializers.ChoiceField(choices=Door.choices, required=False, help_text="Which way it came in.")
    since = serializers.DateField(required=False, help_text="The first day, in the tenant's time zone.")
    until = serializers.DateField(required=False, help_text="The last day, in the tenant's time zone.")
    field = serializers.CharField(
        required=False, max_length=60,
        help_text="A field that changed: its name, or part of its label in the language of `Accept-Language`.",
    )  # fmt: skip

    def get_fields(self) -> dict[str, serializers.Field]:
        """With the kinds, which `config/` lists."""
        area = serializers.ChoiceField(
            choices=shown.areas, required=False, help_text="The kind of activity: the part of Handover it is about."
        )
        return {**super().get_fields(), "area": area}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """By the form of the pages, so that both ask for the same. Raises the library's ValidationError."""
        asked = {key: str(attrs[key]) for key in KEYS if key in attrs}
        form = NarrowingForm(asked, is_of_tenant=self.is_of_tenant)
        if not form.is_valid():
            wrong = form.errors.as_data().items()
            raise serializers.ValidationError(
                {name: get_error_detail(ValidationError(errors)) for name, errors in wrong}
            )
        return {**attrs, "narrowed": form.narrowed}


class TenantActivityQuery(ActivityQuery):
    """Which entries of the whole tenant: of the last thirty days unless a period is asked for.

    It lasts at most a year.
    """

    is_of_tenant = True


class Author(serializers.Serializer):
    """Who did it, by the name of that day."""

    kind = serializers.ChoiceField(choices=ActorKind.choices, source="record.actor_kind")
    id = serializers.IntegerField(source="record.actor_id", allow_null=True, help_text="Of the member or contact.")
    name = serializers.CharField(source="who")


class Subject(serializers.Serializer):
    """The record that it happened to."""

    type = serializers.CharField(source="record.subject_type", help_text="Such as `contacts.contact`.")
    id = serializers.IntegerField(source="record.subject_id")
    label = serializers.CharField(source="subject", allow_blank=True, help_text="In words; empty for the company.")


class ChangeOutput(serializers.Serializer):
    """A field that changed, or what became of a further record."""

    field = serializers.CharField(allow_blank=True, help_text="Its name; empty when a record was entered or deleted.")
    label = serializers.CharField(help_text="What it is called.")
    before = serializers.CharField(allow_null=True, allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class ActivityOutput(serializers.Serializer):
    """An event with what it changed, or a change that no event tells of. Words are those of `Accept-Language`."""

    id = serializers.SerializerMethodField(help_text="The same whenever the entry is read.")
    at = Moment()
    event = serializers.SerializerMethodField(help_text="The key of the event; null where no event tells.")
    operation = serializers.SerializerMethodField(help_text="What became of the record, where no event tells.")
    what = serializers.CharField(help_text="What happened, in words.")
    subject = Subject(source="*")
    company = serializers.SerializerMethodField(help_text="The company, if it is about one that you may see.")
    actor = Author(source="*")
    door = serializers.ChoiceField(choices=Door.choices, source="record.door", help_text="Which way it came in.")
    changes = ChangeOutput(many=True)
    has_more = serializers.BooleanField(help_text="More has changed than the entry lists.")

    def get_id(self, entry: Entry) -> str:
        key = Key.of(entry.record)
        return f"{key.kind}{key.id}"

    def get_event(self, entry: Entry) -> str | None:
        return entry.record.key if isinstance(entry.record, Event) else None

    @extend_schema_field(serializers.ChoiceField(choices=Operation.choices, allow_null=True))
    def get_operation(self, entry: Entry) -> str | None:
        return None if isinstance(entry.record, Event) else entry.record.operation

    @extend_schema_field(Named(allow_null=True))
    def get_company(self, entry: Entry) -> dict[str, Any] | None:
        return {"id": entry.record.company_id, "name": entry.company} if entry.company else None


class ActivityOf(Resource):
    """Entries of the two logs, newest first."""

    output = ActivityOutput
    queries = {"list": ActivityQuery}

    def told(self, logs) -> Response:
        """A page of what these logs tell, without what the member's roles do not include."""
        asked = self.asked
        place = Key.read(asked["cursor"]) if "cursor" in asked else None
        if place is None and "cursor" in asked:
            raise invalid_cursor()
        activity = Activity.of(logs, member=self.member, narrowed=asked["narrowed"], names_companies=True)
        page = activity.page(place, size=asked["limit"])
        return Response({"results": self._shown(page.entries, many=True), "next": self._address_of(page.older or None)})


class CompanyActivity(ActivityOf):
    """What happened to a company."""

    rows = Companies.rows

    def list(self, request, pk: int):
        """What happened to a company and everything below it, newest first."""
        return self.told(of_company(self.one(pk).pk))


class TenantActivity(ActivityOf):
    """What happened at all."""

    queries = {"list": TenantActivityQuery}
    needs = {"list": Capability.MANAGE_TENANT}

    def list(self, request):
        """What happened to anything of the tenant, people, roles and settings included, newest first."""
        return self.told(of_tenant())
