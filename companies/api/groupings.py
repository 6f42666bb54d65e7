"""The words by which a tenant sorts its companies."""

from typing import ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from companies.models import Classification, Competitor, Grouping, MarketSegment, Territory
from core.rest.fields import AskedFlag
from core.rest.resource import Resource
from core.rest.serializers import Query, order_field


class GroupingOutput(serializers.Serializer):
    """A word by which the tenant sorts its companies."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    is_active = serializers.BooleanField(help_text="No further company gets one that is not.")


class GroupingQuery(Query):
    """Which words."""

    order = order_field("name", "id")
    is_active = AskedFlag(required=False)


class Groupings(Resource):
    """A list of words by which the tenant sorts its companies. Admins keep it in the settings."""

    output = GroupingOutput
    queries = {"list": GroupingQuery}
    orders = {"name": ("sort_name", "id"), "id": ("id",)}
    model: ClassVar[type[Grouping]]

    def rows(self) -> QuerySet:
        return self.model.objects.all()

    def list(self, request):
        """The words, by name."""
        return self.page(
            self.rows().filter(**{name: self.asked[name] for name in ("is_active",) if name in self.asked})
        )


class Classifications(Groupings):
    """Classifications of companies, such as Gold or Residential."""

    model = Classification


class Territories(Groupings):
    """Territories: companies by region or trade, and the members who see them."""

    model = Territory


class MarketSegments(Groupings):
    """Market segments, for reports."""

    model = MarketSegment


class Competitors(Groupings):
    """Competitors: other providers whom the tenant meets at companies."""

    model = Competitor
