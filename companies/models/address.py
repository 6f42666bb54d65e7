"""A postal address, of a company and of each of its locations."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from core.sortkeys import sort_key

ADDRESS = ("street", "address_addition", "postal_code", "city", "state", "country")


class HasAddress(models.Model):
    """The fields of an address, and how it is written on an envelope."""

    street = models.CharField(_("street and number"), max_length=150, blank=True)
    address_addition = models.CharField(_("address addition"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    state = models.CharField(_("state or province"), max_length=40, blank=True)
    country = CountryField(_("country"), default="DE")

    class Meta:
        abstract = True

    @property
    def address_lines(self) -> list[str]:
        """The postal address as it is written on an envelope, without what is missing."""
        place = f"{self.postal_code} {self.city}".strip()
        lines = (self.street, self.address_addition, place, self.state, str(self.country.name))
        return [line for line in lines if line]

    def is_at(self, address: Mapping[str, Any]) -> bool:
        """Whether an address says nothing else than this one, however it is written: its street, and all it gives."""
        mine = {name: _plain(getattr(self, name)) for name in ADDRESS}
        given = {name: _plain(address[name]) for name in ADDRESS}
        return given["street"] == mine["street"] and all(given[name] in ("", mine[name]) for name in ADDRESS)


def _plain(part: Any) -> str:
    return sort_key(" ".join(str(part).split()))
