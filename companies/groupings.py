"""The lists that admins keep to sort companies by: how each is called and edited."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from companies.models import Classification, Competitor, Grouping, MarketSegment, Territory
from core.forms import EditForm


class ClassificationForm(EditForm):
    class Meta:
        model = Classification
        fields = Classification.DETAILS


class TerritoryForm(EditForm):
    class Meta:
        model = Territory
        fields = Territory.DETAILS


class MarketSegmentForm(EditForm):
    class Meta:
        model = MarketSegment
        fields = MarketSegment.DETAILS


class CompetitorForm(EditForm):
    class Meta:
        model = Competitor
        fields = Competitor.DETAILS


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One of the lists, in words."""

    slug: str
    model: type[Grouping]
    form: type[EditForm]
    label: Promise
    new_label: Promise
    edit_label: Promise
    why: Promise


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            slug="classifications", model=Classification, form=ClassificationForm, label=_("Classifications"),
            new_label=_("New classification"), edit_label=_("Edit classification"),
            why=_("What kind of customer it is to you. Its icon and name appear wherever the customer does."),
        ),
        Kind(
            slug="territories", model=Territory, form=TerritoryForm, label=_("Territories"),
            new_label=_("New territory"), edit_label=_("Edit territory"),
            why=_("Where your customers are, or which trade they are in. Several territories may form a region."),
        ),
        Kind(
            slug="segments", model=MarketSegment, form=MarketSegmentForm, label=_("Market segments"),
            new_label=_("New market segment"), edit_label=_("Edit market segment"),
            why=_("A group for reports, such as business, non-profit or private."),
        ),
        Kind(
            slug="competitors", model=Competitor, form=CompetitorForm, label=_("Competitors"),
            new_label=_("New competitor"), edit_label=_("Edit competitor"),
            why=_("Other providers whom you meet at your customers and prospects."),
        ),
    )
}  # fmt: skip
