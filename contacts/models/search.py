"""The words that find a contact: ranges of words use an index under row security, other searches do not."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import models

from companies.models.search import LONGEST, SearchTerm, index_company, replace_terms
from contacts.names import EMAILS
from core.rowsecurity import TenantForeignKey
from core.sortkeys import words
from tenants.models import TenantOwned


class ContactTerm(TenantOwned):
    """One word of a contact's name or e-mail addresses."""

    keeps_no_history = "worked out from the contact"

    term = models.CharField(max_length=LONGEST)
    contact = TenantForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="terms")

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "term", "contact"], name="contacts_term_once")]
        indexes = [models.Index(fields=["tenant", "contact"], name="contacts_term_by_contact")]

    def __str__(self):
        return self.term


def index_contact(contact) -> None:
    """Write down the words that find this contact; its addresses also find its company."""
    wanted = set(words_of(contact))
    ContactTerm.objects.filter(contact=contact).exclude(term__in=wanted).delete()
    ContactTerm.objects.bulk_create(
        [ContactTerm(tenant_id=contact.tenant_id, contact=contact, term=term) for term in sorted(wanted)],
        ignore_conflicts=True,
    )
    of_colleagues = type(contact).objects.filter(company=contact.company_id).values_list(*EMAILS)
    found = {term for emails in of_colleagues for email in filter(None, emails) for term in (email, *words(email))}
    index_company(contact.company, source=SearchTerm.CONTACTS, terms=found)


def index_contacts(contacts: Sequence, *, are_new: bool = True, of_companies: Collection = ()) -> None:
    """The same for many. New ones only add words; else those of their companies, and of these, are written anew."""
    if not are_new:
        ContactTerm.objects.filter(contact__in=contacts).delete()
    terms = [
        ContactTerm(tenant_id=contact.tenant_id, contact=contact, term=term)
        for contact in contacts
        for term in words_of(contact)
    ]
    ContactTerm.objects.bulk_create(terms, batch_size=2000, ignore_conflicts=True)
    companies = {*of_companies, *(() if are_new else (contact.company for contact in contacts))}
    if companies:
        by_id = {company.pk: company for company in companies}
        known = ContactTerm._meta.get_field("contact").related_model._default_manager
        rows = known.filter(company__in=companies).values_list("company_id", *EMAILS)
        found = _words_of_addresses(companies, ((by_id[company_id], emails) for company_id, *emails in rows))
        replace_terms(found, source=SearchTerm.CONTACTS)
    else:
        found = _words_of_addresses((), ((contact.company, contact.emails) for contact in contacts))
        replace_terms(found, source=SearchTerm.CONTACTS, are_new=True)


def words_of(contact) -> list[str]:
    """The words that find a contact, as they are kept."""
    found = words(" ".join((contact.first_name, contact.last_name, *contact.emails, contact.external_id)))
    return sorted({term[:LONGEST] for term in found})


def _words_of_addresses(companies: Iterable, addresses: Iterable[tuple[Any, Iterable[str]]]) -> dict[Any, set[str]]:
    """For each of these companies, and each that has an address, the words that its addresses are found by."""
    found: dict[Any, set[str]] = {company: set() for company in companies}
    for company, emails in addresses:
        for email in filter(None, emails):
            found.setdefault(company, set()).update((email, *words(email)))
    return found
