"""The vocabulary of sets of contacts."""

from django.db import models

from companies.models import Company
from tenants.models import Member


class ContactQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Contacts of the companies this member may see."""
        return self.filter(company__in=Company.objects.visible_to(member))

    def active(self):
        return self.filter(is_active=True)

    def primary(self):
        return self.filter(is_primary=True)

    def in_name_order(self):
        return self.order_by("sort_name", "id")
