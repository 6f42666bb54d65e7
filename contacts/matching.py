"""Which contact a line of a file means. Asked for a batch at once; no writing. What one may not see is not there."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, QuerySet

from companies.models import Company
from contacts.models import Contact, ContactMerge, PortalAccess
from contacts.names import name_key
from imports.matches import Match, match_of


class Contacts:
    """The contacts that some lines may mean: by their number elsewhere, by address, and within a company by name."""

    def __init__(self, rows: QuerySet, lines: Collection[dict[str, str]]) -> None:
        emails = {line["email"] for line in lines if line.get("email")}
        names = {name_key(line.get("first_name", ""), line.get("last_name", "")) for line in lines}
        numbers = {line["external_id"] for line in lines if line.get("external_id")}
        wanted = Q(email__in=emails) | Q(sort_name__in=names) | Q(external_id__in=numbers)
        found = list(rows.filter(wanted).select_related("company", "location").order_by("pk"))
        self._by_number: dict[str, list[Contact]] = defaultdict(list)
        self._by_email: dict[str, list[Contact]] = defaultdict(list)
        self._by_name: dict[str, list[Contact]] = defaultdict(list)
        for contact in found:
            self._by_name[contact.sort_name].append(contact)
            if contact.external_id:
                self._by_number[contact.external_id].append(contact)
            if contact.email:
                self._by_email[contact.email].append(contact)
        self.aliases = ContactMerge.objects.why_not_to_work_with(found)
        self.company_ids = {contact.company_id for contact in found}
        ids = [contact.pk for contact in found]
        enabled = PortalAccess.objects.filter(contact__in=ids, is_enabled=True)
        self.with_portal = set(enabled.values_list("contact_id", flat=True)) if ids else set()

    def match(self, values: dict[str, str], company: Company | None) -> Match[Contact]:
        """The first key that finds somebody decides. A name does not outweigh two different addresses.

        An alias is found only where nobody else is.
        """
        number, email = values.get("external_id", ""), values.get("email", "")
        if found := self._of(self._by_number.get(number, []), company):
            return match_of(found, "external_id")
        if found := self._of(self._by_email.get(email, []), company):
            return match_of(found, "email")
        if company is None:
            return Match()
        named = self._of(
            self._by_name.get(name_key(values.get("first_name", ""), values.get("last_name", "")), []), company
        )
        found = [each for each in named if not email or not each.email]
        return match_of(found, "last_name") if found else Match()

    def _of(self, contacts: list[Contact], company: Company | None) -> list[Contact]:
        there = [each for each in contacts if company is None or each.company_id == company.pk]
        return [each for each in there if each.pk not in self.aliases] or there
