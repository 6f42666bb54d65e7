"""A postal address, of a company and of each of its locations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

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
