"""The vocabulary of sets of companies."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from companies.access import MINE, companies_seen, narrowed
from companies.hierarchy import (
    MAX_DEPTH,
    Depth,
    Height,
    ancestor_distances,
    depth_of,
    descendant_distances,
    height_of,
)
from companies.names import MOST_ALIKE, name_key, tax_key
from companies.reach import domain_of, domain_of_email
from core.counting import NumberOf
from core.querying import is_one_of, is_there
from core.searching import search_by_terms
from tenants.models import Member


class CompanyQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """The companies this member may see; the rules stand in `companies/access.py`. No role, no company."""
        return narrowed(self, companies_seen(member))

    def with_sight_of(self, member: Member):
        """Each with `is_seen`: whether the member may see it."""
        visible = self.model._default_manager.visible_to(member).filter(pk=models.OuterRef("pk"))
        return self.annotate(is_seen=is_there(visible))

    def mine(self, member: Member):
        """Companies whose account manager or account-team member this is."""
        return narrowed(self, companies_seen(member, MINE))

    def active(self):
        return self.filter(is_active=True)

    def customers(self):
        return self.filter(type="customer", is_own=False)

    def others(self):
        """Everybody but the MSP itself."""
        return self.filter(is_own=False)

    def own(self):
        return self.filter(is_own=True)

    def branch_of(self, top: int):
        """The company of this id and everything below it, on every level; their ids are looked up at once."""
        return self.filter(is_one_of("pk", [top, *descendant_distances(top)]))

    def search(self, text: str):
        """Companies that all words of the text find, each as the beginning of a word of theirs."""
        return search_by_terms(self, apps.get_model("companies", "SearchTerm").objects.all(), "company", text)

    def depths(self) -> dict[int, int]:
        """The level on which each of them stands in its family, by their ids; the topmost is 1. One query."""
        return dict(self.annotate(depth=Depth("pk")).values_list("pk", "depth"))

    def possible_parents_of(self, company):
        """Active companies under which the company may stand: no circle, not too deep, the same currency."""
        levels_left = MAX_DEPTH - height_of(company.pk)
        if levels_left < 1 or company.is_own:
            return self.none()
        fitting = self.active().filter(currency=company.currency).exclude(pk=company.pk)
        fitting = fitting.exclude(pk__in=descendant_distances(company.pk))
        return fitting.alias(depth=Depth("pk")).filter(Q(parent=None) | Q(depth__lte=levels_left))

    def possible_children_of(self, company):
        """Active companies without a parent that may stand under the company, which must be active itself."""
        levels_left = MAX_DEPTH - depth_of(company.pk)
        if levels_left < 1 or not company.is_active:
            return self.none()
        fitting = self.active().others().filter(parent=None, currency=company.currency).exclude(pk=company.pk)
        fitting = fitting.exclude(pk__in=ancestor_distances(company.pk))
        return fitting.alias(height=Height("pk")).filter(height__lte=levels_left)

    def similar_to(self, name: str = "", *, website: str = "", tax_id: str = "", email: str = ""):
        """Likely the same company: by name without its legal form, web domain, tax id, or an e-mail address.

        Asked of what a member sees (`visible_to(member).similar_to(…)`), it answers as if nothing else existed.
        Equality and ranges of stored keys only, each by its index.
        """
        found = [*self._alike_by_name(name), *self._alike_by_domain(website, email)]
        found += _companies_of_terms(BILLING=tax_key(tax_id), CONTACTS=email.strip().lower())
        return self.filter(pk__in=found[0].union(*found[1:])) if found else self.none()

    def likely_to_be(self, values: Mapping[str, Any]):
        """The first few that are likely what these details are about, to be asked about before another is entered."""
        known = {name: values.get(name, "") for name in ("name", "website", "tax_id")}
        return self.similar_to(**known).in_name_order()[:MOST_ALIKE]

    def _alike_by_name(self, name: str) -> list:
        key = name_key(name)
        if not key:
            return []
        parts = key.split(" ")
        shorter = [" ".join(parts[:count]) for count in range(1, len(parts) + 1)]
        companies = self.model._default_manager
        longer = companies.filter(name_key__gt=f"{key} ", name_key__lt=f"{key}!")
        same = companies.filter(name_key__in=[each for each in shorter if len(each) >= FEWEST_LETTERS or each == key])
        return [same.values("pk"), longer.values("pk")]

    def _alike_by_domain(self, website: str, email: str) -> list:
        domains = {domain_of(website), domain_of_email(email)} - {""}
        return [self.model._default_manager.filter(web_domain__in=domains).values("pk")] if domains else []

    def with_relatives(self):
        """Companies that have others above or below them."""
        children = self.model._default_manager.filter(parent=models.OuterRef("pk"))
        return self.filter(models.Q(parent__isnull=False) | models.Exists(children))

    def with_head(self):
        """With what the head of a company's page shows of the record itself."""
        return self.select_related("manager", "parent", "classification", "territory", "segment", "competitor")

    def in_name_order(self):
        return self.order_by("sort_name", "id")

    def in_order_of(self, ids: Iterable[int]):
        """Exactly these companies, in the order of the ids."""
        listed = list(ids)
        if not listed:
            return self.none()
        place = Case(*(When(pk=pk, then=Value(number)) for number, pk in enumerate(listed)))
        return self.filter(pk__in=listed).order_by(place)


class TeamPlaceQuerySet(models.QuerySet):
    """Places on account teams."""

    def standing(self):
        """Those that count today: the until-date is the last day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate()))

    def ended(self):
        """Those whose last day has passed, and that nobody has taken away yet."""
        return self.filter(until_on__lt=timezone.localdate())

    def in_name_order(self):
        return self.select_related("member").order_by("member__sort_name", "member_id")


MOST_COUNTED = 1_000
"""Companies of one entry of a list, a territory say: beyond that it is in use, and that is all one asks."""


class GroupingQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def in_order(self):
        return self.order_by("position", "sort_name", "id")

    def with_use(self):
        """Each with the number of companies that have it, which is counted to one above `MOST_COUNTED`."""
        link = self.model._meta.get_field("companies").field.name
        companies = apps.get_model("companies", "Company")._default_manager
        having = companies.filter(**{link: models.OuterRef("pk")})
        return self.annotate(use=NumberOf(having, cap=MOST_COUNTED + 1))

    def choosable_for(self, current_id: int | None):
        """The active ones, and the one that the company has already."""
        return self.filter(models.Q(is_active=True) | models.Q(pk=current_id)).in_order()


class LocationQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def for_company(self, company):
        return self.filter(company=company)

    def primary(self):
        return self.filter(is_primary=True)

    def choosable_for(self, current_id: int | None):
        """The active ones, and the one that is chosen already."""
        return self.filter(models.Q(is_active=True) | models.Q(pk=current_id)).in_order()

    def in_order(self):
        """The primary one first, what is no longer used last."""
        return self.order_by("-is_primary", "-is_active", "sort_name", "id")


FEWEST_LETTERS = 4
"""A shorter name is no hint when another one merely begins with it."""


def _companies_of_terms(**terms: str) -> list:
    """The companies that one of these words finds, by the name of its source."""
    known = apps.get_model("companies", "SearchTerm")
    longest = known._meta.get_field("term").max_length
    return [
        known.objects.filter(source=getattr(known, source), term=term[:longest]).values(pk=models.F("company"))
        for source, term in terms.items()
        if term
    ]
