"""The list of devices."""

from django.db.models import OuterRef, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.filters import CompanyFilter
from companies.searching import search_by_company
from core.grids import Action, Column, Filter, Grid, SeveralFilter, TextFilter
from core.querying import begins, found_as_a_whole, is_there
from core.sortkeys import sort_key
from core.templatetags.ui import pill
from devices.models import Device, DeviceKind, Review
from tenants.roles import Capability


def _only_uncovered(rows: QuerySet, _value: str) -> QuerySet:
    return found_as_a_whole(rows.need_cover().uncovered_on(timezone.localdate()))


def _by_use(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(is_active=value == "yes")


def _by_review(rows: QuerySet, value: str) -> QuerySet:
    return _only_uncovered(rows, value) if value == "gap" else rows.filter(review=value)


def coverage_look(row: Device) -> tuple[str, str, str]:
    """Whether what the device needs covers it: words, tone, icon."""
    if not row.is_active:
        return gettext("out of use"), "neutral", "archive-box"
    words = str(Review(row.review).label)
    if row.review == Review.UNREVIEWED:
        return words, "caution", "eye-slash"
    if row.review == Review.NO_CONTRACT:
        return words, "neutral", "minus"
    if row.is_covered:
        return words, "positive", "check"
    return gettext("no service covers it"), "critical", "exclamation-triangle"


def draw_coverage(row: Device, look: tuple[str, str, str]) -> SafeString:
    return pill(*look)


class DeviceGrid(Grid):
    """Devices of every customer that the member sees."""

    key = "devices"
    caption = _("Devices")
    search_label = _("Name or serial number")
    default_sort = "name"
    empty_title = _("No devices yet")
    empty_text = _("Devices come in by an import from your monitoring, customer by customer.")
    columns = [
        Column(key="name", label=_("Name"), sort=("sort_name",)),
        Column(key="company", label=_("Customer"), value="company.name"),
        Column(key="kind", label=_("Kind"), choices=DeviceKind.choices),
        Column(key="coverage", label=_("Coverage"), value=coverage_look, draw=draw_coverage, text=lambda look: look[0]),
        Column(key="serial_number", label=_("Serial number"), sort=("serial_number",), small=False),
        Column(key="operating_system", label=_("Operating system"), small=False),
        Column(key="service_level", label=_("Own service level"), shown=False),
        Column(key="manufacturer", label=_("Manufacturer"), shown=False),
        Column(key="model", label=_("Model"), shown=False),
        Column(key="last_user", label=_("Last user"), shown=False),
        Column(key="mac_address", label=_("MAC address"), shown=False),
    ]
    filters = [
        SeveralFilter(key="kind", label=_("Kind"), choices=DeviceKind.choices, apply="kind"),
        Filter(key="review", label=_("Every coverage"), apply=_by_review,
               choices=[*Review.choices, ("gap", _("no service covers it"))]),
        Filter(key="use", label=_("In use or not"), choices=[("yes", _("in use")), ("no", _("out of use"))],
               apply=_by_use),
        TextFilter(key="serial", label=_("Serial number"), apply="serial_number", normal=str.strip),
        CompanyFilter(key="company"),
    ]  # fmt: skip

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        """By the beginning of the name or of the serial number, or by the words of the customer."""
        own = [begins("sort_name", sort_key(text)), begins("serial_number", text)]
        return search_by_company(rows, text, own=own)

    def prepare(self, rows: QuerySet) -> QuerySet:
        covering = Device.objects.filter(pk=OuterRef("pk")).covered_on(timezone.localdate())
        return rows.select_related("company", "service_level").annotate(is_covered=is_there(covering))

    def link(self, row: Device) -> str:
        return self.url("devices:detail", row.pk)

    def menu(self, row: Device) -> list[Action]:
        if not self.may(Capability.EDIT_DEVICES):
            return []
        coverage = self.url("devices:coverage", row.company_id)
        verb = ("deactivate", _("Take out of use")) if row.is_active else ("activate", _("Take into use"))
        return [
            Action(label=_("Edit device"), url=self.url("devices:edit", row.pk)),
            Action(label=_("Coverage of the customer"), url=coverage),
            Action(
                label=verb[1], url=self.url(f"devices:{verb[0]}", row.pk), post=True, critical=row.is_active, line=True
            ),
        ]
