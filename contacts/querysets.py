"""The vocabulary of sets of contacts."""

from django.apps import apps
from django.db import models

from companies.models import Company
from core.sortkeys import words
from tenants.models import Member


class ContactQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Contacts of the companies this member may see."""
        return self.filter(company__in=Company.objects.visible_to(member))

    def active(self):
        return self.filter(is_active=True)

    def for_company(self, company: Company):
        return self.filter(company=company)

    def primary(self):
        return self.filter(is_primary=True)

    def primary_of(self, company: Company):
        """The company's primary contact, or None. At most one, held by the database."""
        return self.filter(company=company, is_primary=True).first()

    def reachable(self):
        """Active, with an address to which mail did not come back."""
        return self.filter(is_active=True, bounced_at=None).exclude(email="")

    def search(self, text: str):
        """Contacts that all words of the text find, each as the beginning of a word of their name or address."""
        found = self
        asked = words(text)
        if not asked:
            return self.none() if text.strip() else self
        terms = apps.get_model("contacts", "ContactTerm").objects
        for word in asked[:8]:
            end = word[:-1] + chr(ord(word[-1]) + 1)
            found = found.filter(pk__in=terms.filter(term__gte=word, term__lt=end).values("contact"))
        return found

    def in_name_order(self):
        return self.order_by("sort_name", "id")
