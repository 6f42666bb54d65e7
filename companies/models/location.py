"""Where a company is: one primary location always, more if wanted. The company's address is the primary one's.

That there is a primary location from a company's first moment on, never two, and that both addresses are one, is held
by the triggers of migration `0005_locations`, also for bulk writes (docs/decisions, *One address, held twice*).
"""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models.address import ADDRESS, HasAddress
from companies.models.phones import PHONES, HasPhones
from companies.models.search import SearchTerm, index_company
from companies.permissions import check_may
from companies.querysets import LocationQuerySet
from companies.reach import check_phones
from core.changes import check_names, differences
from core.conflicts import Versioned
from core.errors import DomainError, ask_all
from core.events import publish
from core.postalcodes import check_postal_code
from core.rowsecurity import TenantForeignKey
from core.sortkeys import sort_key, words
from tenants.models import TenantOwned
from tenants.roles import Capability

MOST = 5000
"""Locations of one company. The trade's limit."""


class Location(Versioned, HasAddress, HasPhones, TenantOwned):
    """A place of a company. It is no billing party: the company handles all billing."""

    DETAILS = ("name", "description", *ADDRESS, *PHONES, "round_trip_km")

    company = TenantForeignKey("companies.Company", on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(gettext_lazy("name of the location"), max_length=100, blank=True)
    sort_name = models.CharField(max_length=120, editable=False)
    description = models.TextField(
        gettext_lazy("description"), max_length=500, blank=True,
        help_text=gettext_lazy("How to get in, where to park, whom to ask for."),
    )  # fmt: skip
    round_trip_km = models.PositiveSmallIntegerField(
        gettext_lazy("round trip in km"), null=True, blank=True,
        help_text=gettext_lazy("From your office to the location and back."),
    )  # fmt: skip
    is_active = models.BooleanField(gettext_lazy("active"), default=True)
    is_primary = models.BooleanField(gettext_lazy("primary location"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LocationQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company"], condition=models.Q(is_primary=True), name="companies_one_primary_location"
            ),
            models.CheckConstraint(
                condition=models.Q(is_primary=False) | models.Q(is_active=True),
                name="companies_primary_location_is_active",
            ),
            models.UniqueConstraint(fields=["tenant", "company", "id"], name="companies_location_of_company"),
        ]
        indexes = [
            models.Index(fields=["tenant", "company", "sort_name"], name="companies_location_by_name"),
            models.Index(fields=["tenant", "sort_name"], name="companies_location_everywhere"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.title)[:120]
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """Its name; the first location of a company has none, and is called after its address."""
        return (
            self.name or ", ".join(part for part in (self.street, self.city) if part) or _("Location without address")
        )

    @transaction.atomic
    def update_details(self, *, values: dict[str, Any], seen: int, by) -> None:
        """Write what was edited, if nobody saved since version `seen`. The company follows its primary location.

        Raises EditConflict, and what `check_details` refuses.
        """
        check_may(by, Capability.EDIT_COMPANIES)
        check_names(values, self.DETAILS)
        company = self.lock_company()
        current = self.locked()
        changes = differences(current, values)
        current.check_details({name: values[name] for name in changes})
        for name, value in values.items():
            setattr(self, name, value)
        self.sort_name = sort_key(self.title)[:120]
        self.save_edit([*values, "sort_name"], seen=seen)
        if changes:
            publish("companies.location_changed", subject=self, company=company, by=by, changes=changes)
            self._tell_company(company, by=by)

    def check_details(self, changed: Mapping[str, Any]) -> None:
        """Phones have digits, and the postal code has the form of its country."""
        ask_all(lambda: check_phones(changed, names=PHONES), lambda: check_postal_code(self, changed))

    @transaction.atomic
    def make_primary(self, *, by) -> None:
        """The company is at home here from now on: its address is this one. Raises DomainError when inactive."""
        check_may(by, Capability.EDIT_COMPANIES)
        company = self.lock_company()
        current = self.locked()
        if current.is_primary:
            return
        if not current.is_active:
            raise DomainError("location_inactive", gettext_lazy("A location that is no longer used cannot be primary."))
        before = company.locations.primary().get()
        type(self).objects.filter(pk=self.pk).update(is_primary=True, version=models.F("version") + 1)
        self.is_primary, self.version = True, self.version + 1
        publish(
            "companies.primary_location_changed", subject=self, company=company, by=by,
            changes={"primary_location": [str(before), str(self)]},
        )  # fmt: skip
        self._tell_company(company, by=by)

    @transaction.atomic
    def deactivate(self, *, by) -> None:
        """Nobody is there any more. The primary location stays: another one is made primary first."""
        check_may(by, Capability.EDIT_COMPANIES)
        company = self.lock_company()
        current = self.locked()
        if current.is_primary:
            raise DomainError(
                "primary_location_stays",
                gettext_lazy("A company always has its primary location. Make another one primary first."),
            )
        if current.is_active:
            self._switch(False, "companies.location_deactivated", company, by=by)

    @transaction.atomic
    def activate(self, *, by) -> None:
        """The location is used again."""
        check_may(by, Capability.EDIT_COMPANIES)
        company = self.lock_company()
        if not self.locked().is_active:
            self._switch(True, "companies.location_activated", company, by=by)

    def check_is_used_at(self, company_id: int) -> None:
        """What is at a place is at one of its own company's that is still used. Raises DomainError at `location`."""
        if self.company_id != company_id:
            message = gettext_lazy("This location belongs to another company.")
            raise DomainError("location_of_other_company", message, field="location")
        if not self.is_active:
            raise DomainError("location_inactive", gettext_lazy("This location is no longer used."), field="location")

    def locked(self) -> Self:
        """This location as it is stored now, locked until the end of the transaction."""
        return type(self).objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk)

    def lock_company(self):
        """The company, locked: always before the location, so that two people cannot wait for each other."""
        companies = self._meta.get_field("company").related_model._default_manager
        return companies.select_for_update(of=("self",), no_key=True).get(pk=self.company_id)

    def _switch(self, is_active: bool, key: str, company, *, by) -> None:
        type(self).objects.filter(pk=self.pk).update(is_active=is_active)
        self.is_active = is_active
        publish(key, subject=self, company=company, by=by)
        index_locations(company)

    def _tell_company(self, company, *, by) -> None:
        """Say what the change of a location changed at its company, which the database has written already."""
        now = type(company)._default_manager.get(pk=company.pk)
        changes = differences(company, {name: getattr(now, name) for name in ADDRESS})
        if changes:
            now.index()
            publish("companies.company_changed", subject=now, company=now, by=by, changes=changes)
        index_locations(now)


def index_locations(company) -> None:
    """Write down the words that find the company by its further locations."""
    further = company.locations.active().filter(is_primary=False).values_list("name", "city")[:MOST]
    found = {word for name, city in further for word in words(f"{name} {city}")}
    index_company(company, source=SearchTerm.LOCATIONS, terms=found)
