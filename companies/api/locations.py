"""Locations of companies."""

from django.db.models import QuerySet
from rest_framework import serializers

from companies import operations
from companies.models import Company, Location
from core.rest.fields import AskedFlag, CountryCode, Ref
from core.rest.records import Records, verb
from core.rest.serializers import Details, Query, RecordOutput, order_field
from tenants.roles import Capability


class LocationOutput(RecordOutput):
    """A place of a company."""

    company = serializers.IntegerField(source="company_id", help_text="The id of the company.")
    title = serializers.CharField(help_text="Its name, or its address when it has none.")
    country = serializers.CharField(help_text="ISO 3166-1, two letters.")

    class Meta:
        model = Location
        fields = ["id", "company", "title", *Location.DETAILS, "is_active", "is_primary", "created_at", "version"]
        read_only_fields = fields


class LocationDetails(Details):
    """The fields of a location. Those that are not sent stay as they are.

    The company's address follows that of its primary location.
    """

    country = CountryCode(required=False, help_text="ISO 3166-1, two letters.")

    class Meta:
        model = Location
        fields = [*Location.DETAILS]


class NewLocation(LocationDetails):
    """A further location."""

    company = Ref(Company.objects.visible_to, help_text="The id of the company.")

    class Meta(LocationDetails.Meta):
        fields = [*Location.DETAILS, "company"]


class LocationQuery(Query):
    """Which locations."""

    order = order_field("id")
    company = Ref(Company.objects.visible_to, required=False, help_text="The id of the company.")
    is_active = AskedFlag(required=False)
    is_primary = AskedFlag(required=False, help_text="A company has exactly one primary location.")


class Locations(Records):
    """The places of the companies that the member may see."""

    output = LocationOutput
    inputs = {"create": NewLocation, "partial_update": LocationDetails}
    queries = {"list": LocationQuery}
    needs = dict.fromkeys(
        ("create", "partial_update", "make_primary", "deactivate", "activate"), Capability.EDIT_COMPANIES
    )

    def rows(self) -> QuerySet:
        return Location.objects.filter(company__in=Company.objects.visible_to(self.member))

    def list(self, request):
        """The locations of the companies that you may see."""
        return self.page(self.narrowed(self.rows(), "company", "is_active", "is_primary"))

    def create(self, request):
        """Enter a further location of a company."""
        values = self.given()
        company = values.pop("company")
        location = operations.add_location(company=company, by=self.member, **values)
        return self.created(self.one(location.pk))

    make_primary = verb("make_primary", "The company is at home here from now on: its address is this one.")
    deactivate = verb(
        "deactivate", "Nobody is there any more. The primary location stays: make another one primary first."
    )
    activate = verb("activate", "The location is used again.")
