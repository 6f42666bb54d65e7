"""Verbs over many locations at once: every rule of the verbs on one, asked set-wise, and one event for each record."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _

from companies.many import publish_changes
from companies.models import Company, CompanyMerge, Location, SearchTerm
from companies.models.address import ADDRESS
from companies.models.location import MOST
from companies.models.search import index_companies, replace_terms
from companies.permissions import check_may
from core.changes import check_names, differences
from core.errors import DomainError
from core.events import publish_each
from core.sortkeys import sort_key, words
from tenants.roles import Capability

BATCH = 500


@transaction.atomic
def create_locations(*, drafts: Sequence[tuple[Company, Mapping[str, Any]]], by) -> list[Location]:
    """Enter a further location for each pair of company and details, as `add_location` would one by one."""
    check_may(by, Capability.EDIT_COMPANIES)
    companies = _locked_companies({company.pk for company, _values in drafts})
    CompanyMerge.objects.check_none_is_alias(companies.values())
    _check_room(Counter(company.pk for company, _values in drafts))
    locations = []
    for company, values in drafts:
        check_names(values, Location.DETAILS)
        if not values.get("name", "").strip():
            raise DomainError("name_missing", _("A location needs a name."), field="name")
        details = {"country": companies[company.pk].country, **values}
        location = Location(tenant_id=company.tenant_id, company=companies[company.pk], **details)
        location.check_details(values)
        location.sort_name = sort_key(location.title)[:120]
        locations.append(location)
    Location.objects.bulk_create(locations, batch_size=BATCH)
    index_locations_of(companies)
    publish_each("companies.location_created", locations, by=by)
    return locations


@transaction.atomic
def change_locations(*, values: Mapping[Location, Mapping[str, Any]], by) -> None:
    """Write details of many locations, as `update_details` would one by one; companies follow their primary ones."""
    check_may(by, Capability.EDIT_COMPANIES)
    companies = _locked_companies({location.company_id for location in values})
    stored = _locked(values)
    changes = {location: differences(stored[location.pk], dict(each)) for location, each in values.items()}
    changes = {location: each for location, each in changes.items() if each}
    for location, each in changes.items():
        check_names(each, Location.DETAILS)
        stored[location.pk].check_details({name: values[location][name] for name in each})
        for name in each:
            setattr(location, name, values[location][name])
        location.sort_name = sort_key(location.title)[:120]
        location.version = stored[location.pk].version + 1
    if changes:
        fields = {"version", "sort_name", *(name for each in changes.values() for name in each)}
        Location.objects.bulk_update(changes, sorted(fields), batch_size=BATCH)
    publish_each("companies.location_changed", changes, by=by, changes=changes)
    _tell_companies(companies, by)


@transaction.atomic
def make_primary(*, locations: Sequence[Location], by) -> None:
    """Each of these companies is at home there from now on, as `Location.make_primary` says; one of a company at most.

    Raises DomainError `location_inactive`.
    """
    check_may(by, Capability.EDIT_COMPANIES)
    companies = _locked_companies({location.company_id for location in locations})
    before = {each.company_id: each for each in Location.objects.primary().filter(company__in=companies)}
    new = [each for each in locations if before[each.company_id] != each]
    if any(not each.is_active for each in new):
        raise DomainError("location_inactive", _("A location that is no longer used cannot be primary."))
    Location.objects.filter(pk__in=[each.pk for each in new]).update(is_primary=True, version=F("version") + 1)
    for each in new:
        each.is_primary, each.version = True, each.version + 1
    changes = {each: {"primary_location": [str(before[each.company_id]), str(each)]} for each in new}
    publish_each("companies.primary_location_changed", new, by=by, changes=changes)
    _tell_companies(companies, by)


@transaction.atomic
def remove_locations(*, locations: Sequence[Location], by) -> None:
    """Take back locations that an import entered and on which nothing was built. Nothing else is ever deleted.

    Raises Django's ProtectedError when something refers to one of them after all.
    """
    check_may(by, Capability.EDIT_COMPANIES)
    Location.objects.filter(pk__in=[location.pk for location in locations], is_primary=False).delete()
    publish_each("companies.location_removed", locations, by=by)
    index_locations_of({location.company_id: location.company for location in locations})


def index_locations_of(companies: Mapping[int, Company]) -> None:
    """Write down the words that find each of these companies by its further locations."""
    found: dict[int, set[str]] = defaultdict(set)
    further = Location.objects.active().filter(company__in=companies, is_primary=False)
    for company_id, name, city in further.values_list("company_id", "name", "city").iterator(chunk_size=2000):
        found[company_id].update(words(f"{name} {city}"))
    terms = {company: found[pk] for pk, company in companies.items()}
    replace_terms(terms, source=SearchTerm.LOCATIONS)


def _tell_companies(companies: Mapping[int, Company], by) -> None:
    """Say what the change of locations changed at their companies, which the database has written already."""
    now = Company.objects.select_related("manager").in_bulk(list(companies))
    changes = {now[pk]: differences(before, {name: getattr(now[pk], name) for name in ADDRESS})
               for pk, before in companies.items()}  # fmt: skip
    changes = {company: each for company, each in changes.items() if each}
    index_companies(list(changes), are_new=False)
    index_locations_of(now)
    publish_changes(changes, by)


def _check_room(new: Mapping[int, int]) -> None:
    """A company has a limited number of locations. Raises DomainError `too_many_locations`."""
    present = Location.objects.filter(company__in=new).order_by().values_list("company").annotate(number=Count("pk"))
    if any(number + new[company_id] > MOST for company_id, number in present):
        raise DomainError("too_many_locations", _("A company has %(most)d locations at most.") % {"most": MOST})


def _locked_companies(ids: Collection[int]) -> dict[int, Company]:
    """Always before their locations, and in the order of their ids: two with the same ones do not block each other."""
    rows = Company.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    return {each.pk: each for each in rows}


def _locked(locations: Collection[Location]) -> dict[int, Location]:
    rows = Location.objects.select_for_update(of=("self",), no_key=True)
    return {each.pk: each for each in rows.filter(pk__in=[each.pk for each in locations]).order_by("pk")}
