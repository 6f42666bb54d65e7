"""The vocabulary of sets of contacts."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models

from companies.access import of_companies_seen
from companies.models import Company
from companies.names import MOST_ALIKE
from contacts.names import EMAILS, name_key
from core.searching import search_by_terms
from tenants.models import Member


class ContactQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Contacts of the companies this member may see."""
        return of_companies_seen(self, member)

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

    def similar_to(
        self, *, company: Company, first_name: str = "", last_name: str = "", email: str = "", email_2: str = "",
        email_3: str = "",
    ):  # fmt: skip
        """Likely the same person: one of the e-mail addresses anywhere, the name at this company.

        Asked of what a member sees, it answers as if nothing else existed. Equality of stored keys, each by its index.
        """
        everybody = self.model._default_manager
        found = []
        if last_name.strip():
            key = name_key(first_name, last_name)
            found.append(everybody.filter(company=company, sort_name=key).values("pk"))
        if given := [each.strip().lower() for each in (email, email_2, email_3) if each.strip()]:
            found += [everybody.filter(**{f"{name}__in": given}).values("pk") for name in EMAILS]
        return self.filter(pk__in=found[0].union(*found[1:])) if found else self.none()

    def likely_to_be(self, values: Mapping[str, Any], *, company: Company):
        """The first few who are likely whom these details are about, to be asked about before another is entered."""
        known = {name: values.get(name, "") for name in ("first_name", "last_name", *EMAILS)}
        return self.similar_to(company=company, **known).in_name_order()[:MOST_ALIKE]

    def search(self, text: str):
        """Contacts that all words of the text find, each as the beginning of a word of their name or address."""
        return search_by_terms(self, apps.get_model("contacts", "ContactTerm").objects.all(), "contact", text)

    def in_name_order(self):
        return self.order_by("sort_name", "id")
