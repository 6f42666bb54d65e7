"""The words that find a contact: ranges of words use an index under row security, other searches do not."""

from django.db import models

from companies.models.search import LONGEST, SearchTerm, index_company
from core.rowsecurity import TenantForeignKey
from core.sortkeys import words
from tenants.models import TenantOwned


class ContactTerm(TenantOwned):
    """One word of a contact's name or e-mail address."""

    keeps_no_history = "worked out from the contact"

    term = models.CharField(max_length=LONGEST)
    contact = TenantForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="terms")

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "term", "contact"], name="contacts_term_once")]
        indexes = [models.Index(fields=["tenant", "contact"], name="contacts_term_by_contact")]

    def __str__(self):
        return self.term


def index_contact(contact) -> None:
    """Write down the words that find this contact; its address also finds its company."""
    text = f"{contact.first_name} {contact.last_name} {contact.email} {contact.external_id}"
    wanted = {term[:LONGEST] for term in words(text)}
    ContactTerm.objects.filter(contact=contact).exclude(term__in=wanted).delete()
    ContactTerm.objects.bulk_create(
        [ContactTerm(tenant_id=contact.tenant_id, contact=contact, term=term) for term in sorted(wanted)],
        ignore_conflicts=True,
    )
    colleagues = type(contact).objects.filter(company=contact.company_id).exclude(email="")
    found = {term for email in colleagues.values_list("email", flat=True) for term in (email, *words(email))}
    index_company(contact.company, source=SearchTerm.CONTACTS, terms=found)
