"""What a tenant sorts its companies by, in its own words: classifications, territories, segments, competitors."""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.permissions import check_may
from companies.querysets import MOST_COUNTED, GroupingQuerySet
from core.changes import check_names, differences
from core.conflicts import Versioned
from core.counting import up_to
from core.errors import DomainError
from core.events import publish
from core.sortkeys import sort_key
from tenants.models import TenantOwned
from tenants.roles import Capability


class Grouping(Versioned, TenantOwned):
    """One word of a list that admins keep. What is in use is deactivated, never deleted."""

    DETAILS: ClassVar[tuple[str, ...]] = ("name",)

    name = models.CharField(_("name"), max_length=50)
    sort_name = models.CharField(max_length=60, editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects = GroupingQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["tenant", "sort_name"], name="%(app_label)s_%(class)s_name_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def use_in_words(self) -> str:
        """How many companies have it, of a row that was read `with_use()`."""
        return up_to(MOST_COUNTED, self.use)

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.name)[:60]
        super().save(*args, **kwargs)

    @transaction.atomic
    def update_details(self, *, values: dict[str, Any], seen: int, by) -> None:
        """Rename it, for every company that has it. Raises EditConflict; DomainError `name_taken`."""
        check_may(by, Capability.MANAGE_TENANT)
        check_names(values, self.DETAILS)
        changes = differences(self.locked(), values)
        for name, value in values.items():
            setattr(self, name, value)
        self.check_name()
        self.sort_name = sort_key(self.name)[:60]
        self.save_edit([*values, "sort_name"], seen=seen)
        if changes:
            publish("companies.grouping_changed", subject=self, by=by, changes=changes)

    @transaction.atomic
    def deactivate(self, *, by) -> None:
        """No further company gets it; those that have it keep it."""
        self._switch(False, "companies.grouping_deactivated", by=by)

    @transaction.atomic
    def activate(self, *, by) -> None:
        """It can be chosen again."""
        self._switch(True, "companies.grouping_activated", by=by)

    @transaction.atomic
    def remove(self, *, by) -> None:
        """Delete what no company has. Raises DomainError `grouping_in_use`."""
        check_may(by, Capability.MANAGE_TENANT)
        self.locked()
        if self.companies.exists():
            raise DomainError(
                "grouping_in_use",
                _("Companies have “%(name)s”. Deactivate it: then no further one gets it.") % {"name": self},
            )
        publish("companies.grouping_deleted", subject=self, by=by)
        self.delete()

    @transaction.atomic
    def move(self, *, up: bool, by) -> None:
        """One place up or down in the order in which it is offered."""
        check_may(by, Capability.MANAGE_TENANT)
        rows = list(type(self).objects.select_for_update(no_key=True).in_order())
        here = next(place for place, row in enumerate(rows) if row.pk == self.pk)
        there = here - 1 if up else here + 1
        if 0 <= there < len(rows):
            rows[here], rows[there] = rows[there], rows[here]
        for place, row in enumerate(rows):
            row.position = place
        type(self).objects.bulk_update(rows, ["position"])

    def check_name(self) -> None:
        """A name, and none that another one has, however it is written. Raises DomainError."""
        if not self.name.strip():
            raise DomainError("name_missing", _("Enter a name."), field="name")
        others = type(self).objects.filter(sort_name=sort_key(self.name)[:60]).exclude(pk=self.pk)
        if others.exists():
            raise DomainError("name_taken", _("There is one of this name already."), field="name")

    def locked(self) -> Self:
        """As it is stored now, locked until the end of the transaction."""
        return type(self).objects.select_for_update().get(pk=self.pk)

    def _switch(self, is_active: bool, key: str, *, by) -> None:
        check_may(by, Capability.MANAGE_TENANT)
        if self.locked().is_active != is_active:
            self.is_active = is_active
            self.save(update_fields=["is_active"])
            publish(key, subject=self, by=by)


class Icon(models.TextChoices):
    """The icons to choose from; each is a heroicon, and the word always stands beside it."""

    STAR = "star", pgettext_lazy("icon", "Star")
    TROPHY = "trophy", pgettext_lazy("icon", "Trophy")
    HEART = "heart", pgettext_lazy("icon", "Heart")
    SHIELD = "shield-check", pgettext_lazy("icon", "Shield")
    CLOCK = "clock", pgettext_lazy("icon", "Clock")
    BOLT = "bolt", pgettext_lazy("icon", "Lightning")
    HOME = "home", pgettext_lazy("icon", "House")
    FLAG = "flag", pgettext_lazy("icon", "Flag")
    WARNING = "exclamation-triangle", pgettext_lazy("icon", "Warning sign")
    TAG = "tag", pgettext_lazy("icon", "Label")


class Classification(Grouping):
    """What kind of customer it is to the MSP: Gold, Silver, block hours …"""

    DETAILS = ("name", "icon")

    icon = models.CharField(_("icon"), max_length=30, choices=Icon, default=Icon.TAG)

    class Meta(Grouping.Meta):
        verbose_name = _("classification")


class Territory(Grouping):
    """A part of the country, or of the trade, that members look after. Several may form a region."""

    DETAILS = ("name", "region")

    region = models.CharField(
        _("region"), max_length=50, blank=True, help_text=_("Territories with the same region are listed together.")
    )

    class Meta(Grouping.Meta):
        verbose_name = _("territory")


class MarketSegment(Grouping):
    """A group for reports: business, non-profit, private."""

    class Meta(Grouping.Meta):
        verbose_name = _("market segment")


class Competitor(Grouping):
    """Another provider that looks after the company, or would like to."""

    class Meta(Grouping.Meta):
        verbose_name = _("competitor")
