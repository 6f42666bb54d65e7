"""Which company a line of a file means, and whom and what else it names. Asked for a batch at once; no writing.

Whatever the member may not see is not there: a line about it reads like one about a company that does not exist.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from companies.models import Company, CompanyMerge, Location, SearchTerm
from companies.models.record import GROUPINGS
from companies.names import name_key, tax_key
from core.sortkeys import sort_key
from imports.matches import Match, match_of
from imports.values import Reading
from tenants.models import Member

SEVERAL = _("Several companies could be meant.")
NOBODY = _("There is no company “%(text)s” that you may see.")


def short_key(name: str) -> str:
    """A name as `Company.sort_name` keeps it."""
    return sort_key(name)[:120]


class Companies:
    """The companies that some lines may mean, found by number, by tax id, by name and city, or by name alone."""

    def __init__(self, rows: QuerySet, lines: Collection[dict[str, str]], *, also: Iterable[str] = ()) -> None:
        """`rows`: what may be found, locked or not. `also`: numbers or names of parents and other relations."""
        named = set(also)
        numbers = {line["number"] for line in lines if line.get("number")} | named
        names = {short_key(text) for text in named | {line["name"] for line in lines if line.get("name")}}
        taxes = {tax_key(line["tax_id"]) for line in lines if line.get("tax_id")} - {""}
        self._by_tax = self._companies_of(taxes)
        wanted = Q(number__in=numbers) | Q(sort_name__in=names) | Q(pk__in=self._ids_of(self._by_tax))
        found = rows.filter(wanted).select_related("manager", "parent").order_by("pk")
        self._by_id = {company.pk: company for company in found}
        self._by_number: dict[str, list[Company]] = defaultdict(list)
        self._by_name: dict[str, list[Company]] = defaultdict(list)
        for company in self._by_id.values():
            self._by_name[company.sort_name].append(company)
            if company.number:
                self._by_number[company.number].append(company)
        self.aliases = CompanyMerge.objects.why_not_to_work_with(self._by_id.values())
        self._remaining = self._what_remains(rows)

    def match(self, values: dict[str, str]) -> Match[Company]:
        """The first key that finds something decides. Neither tax id nor name outweighs two different numbers.

        An alias is found only where nothing else is.
        """
        number = values.get("number", "")
        if number and (found := self._by_number.get(number)):
            return match_of(self._without_aliases(found), "number")
        by_tax = [
            self._by_id[pk] for pk in self._by_tax.get(tax_key(values.get("tax_id", "")), ()) if pk in self._by_id
        ]
        if found := [each for each in by_tax if not number or each.number in ("", number)]:
            return match_of(self._without_aliases(found), "tax_id")
        city = sort_key(values.get("city", ""))
        named = self._by_name.get(short_key(values.get("name", "")), [])
        found = [each for each in named if not number or each.number in ("", number)]
        if city:
            found = [each for each in found if not each.city or sort_key(each.city) == city]
        return match_of(self._without_aliases(found), "name") if found else Match()

    def other_with_tax_id(self, text: str, company: Company | None) -> Company | None:
        """Another company that has this tax id, if one is seen."""
        found = (self._by_id.get(pk) for pk in self._by_tax.get(tax_key(text), ()))
        return next((each for each in found if each is not None and each != company), None)

    def named(self, text: str) -> Match[Company]:
        """The company that is called by its number or its name; of an alias the company that it was merged into."""
        named = self._by_number.get(text) or self._by_name.get(short_key(text)) or []
        meant = (self._remaining.get(each.pk, each) for each in named)
        found = [each for each in dict.fromkeys(meant) if each is not None]
        return match_of(found, "number" if text in self._by_number else "name") if found else Match()

    def whose(self, reading: Reading) -> Company | None:
        """The customer that a line says it is about, by number or by name; what finds nobody is a problem."""
        for key in ("company_number", "company"):
            if text := reading.said.get(key):
                match = self.named(text)
                if match.is_ambiguous:
                    reading.refuse(key, SEVERAL)
                elif match.record is None:
                    reading.refuse(key, NOBODY % {"text": text[:60]})
                return match.record
        return None

    @property
    def ids(self) -> list[int]:
        return list(self._by_id)

    @property
    def parent_ids(self) -> set[int]:
        """The companies right above these."""
        return {company.parent_id for company in self._by_id.values() if company.parent_id}

    def _without_aliases(self, found: list[Company]) -> list[Company]:
        return [each for each in found if each.pk not in self.aliases] or found

    def _what_remains(self, rows: QuerySet) -> dict[int, Company | None]:
        """For each alias the company that remains, and None where that is none of `rows`."""
        leads = CompanyMerge.objects.what_remains_of(self.aliases)
        there = {each.pk: each for each in rows.filter(pk__in=leads.values()).select_related("manager", "parent")}
        self._by_id |= there
        return {alias: there.get(pk) for alias, pk in leads.items()}

    @staticmethod
    def _companies_of(taxes: Collection[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        if taxes:
            terms = SearchTerm.objects.filter(source=SearchTerm.BILLING, term__in=taxes)
            for term, company_id in terms.values_list("term", "company_id"):
                found[term].append(company_id)
        return found

    @staticmethod
    def _ids_of(by_tax: dict[str, list[int]]) -> set[int]:
        return {pk for ids in by_tax.values() for pk in ids}


class People:
    """The active members, by name and by e-mail address."""

    def __init__(self) -> None:
        self._known: dict[str, list[Member]] = defaultdict(list)
        for member in Member.objects.active().select_related("user"):
            for key in {sort_key(member.name), sort_key(member.user.email)}:
                self._known[key].append(member)

    def named(self, text: str) -> list[Member]:
        """Who is meant: nobody, one, or several of the same name. “Ott, Sabine” is Sabine Ott."""
        first, comma, last = text.partition(",")
        turned = f"{last.strip()} {first.strip()}" if comma else text
        return self._known.get(sort_key(text)) or self._known.get(sort_key(turned)) or []


class Groupings:
    """The active entries of the lists that the tenant sorts its companies by, by name."""

    def __init__(self, lines: Collection[dict[str, str]]) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        for name in GROUPINGS:
            if any(line.get(name) for line in lines):
                model = Company._meta.get_field(name).related_model
                self._known[name] = {each.sort_name: each for each in model.objects.active()}

    def named(self, name: str, text: str) -> Any:
        return self._known.get(name, {}).get(sort_key(text)[:60])


class Similar:
    """New companies that may be known already: the same name without its legal form, elsewhere or under a number."""

    def __init__(self, visible: QuerySet, lines: Collection[dict[str, str]]) -> None:
        keys = {name_key(line["name"]) for line in lines if line.get("name")} - {""}
        self._names = dict(visible.filter(name_key__in=keys).values_list("name_key", "name")) if keys else {}

    def name_of(self, name: str) -> str:
        return self._names.get(name_key(name), "")


class Locations:
    """The locations that some lines may mean, found within a company by name, by address, or as the primary one."""

    def __init__(self, rows: QuerySet, readings: Collection[Reading]) -> None:
        """`rows`: what may be found, locked or not."""
        said = [reading.values for reading in readings]
        names = {place_key(values) for values in said} | {short_key(values.get("name", "")) for values in said}
        streets = {values["street"] for values in said if values.get("street")}
        wanted = Q(sort_name__in=names - {""}) | Q(street__in=streets) | Q(is_primary=True)
        self._of: dict[int, list[Location]] = defaultdict(list)
        for location in rows.filter(wanted).order_by("pk"):
            self._of[location.company_id].append(location)

    def primary_of(self, company: Company) -> Location | None:
        return next((each for each in self._of[company.pk] if each.is_primary), None)

    def match(self, reading: Reading, company: Company, *, is_primary: bool) -> Match[Location]:
        """The first that finds something decides. Two names at one address are two locations.

        A line about the primary location means the present one as long as that has neither name nor street.
        """
        name, place = short_key(reading.values.get("name", "")), place_key(reading.values)
        known = self._of[company.pk]
        if name and (found := [each for each in known if short_key(each.name) == name]):
            return match_of(found, "name")
        there = [each for each in known if place and place_key(each.__dict__) == place and not (name and each.name)]
        if there:
            return match_of(there, "street")
        present = self.primary_of(company)
        if is_primary and present is not None and not present.name and not present.street:
            return Match(present, "is_primary")
        return Match()


class NamedLocations:
    """The locations that some lines name, each within its company, as pages call them."""

    def __init__(self, names: Iterable[str], company_ids: Collection[int]) -> None:
        keys = {short_key(name) for name in names} - {""}
        wanted = Q(sort_name__in=keys) | Q(name="")
        self._known: dict[tuple[int, str], list[Location]] = defaultdict(list)
        for location in Location.objects.filter(wanted, company__in=company_ids) if keys else ():
            self._known[location.company_id, short_key(location.title)].append(location)

    def named(self, text: str, company_id: int) -> Match[Location]:
        """One that is no longer used is meant only where no other is called so."""
        found = self._known[company_id, short_key(text)]
        return match_of([each for each in found if each.is_active] or found, "location")


def place_key(values: Mapping[str, Any]) -> str:
    """An address as `Location.sort_name` keeps it where there is no name; empty without a street."""
    street, city = values.get("street", ""), values.get("city", "")
    return short_key(", ".join(part for part in (street, city) if part)) if street else ""


def visible_companies(member: Member, *, is_locked: bool) -> QuerySet:
    """What a line may be about: a company that this member sees, and never the MSP itself."""
    rows = Company.objects.visible_to(member).others()
    return rows.select_for_update(of=("self",), no_key=True) if is_locked else rows
