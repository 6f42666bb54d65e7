"""The vocabulary of sets of tickets."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from companies.access import of_companies_seen
from companies.hierarchy import descendant_distances
from companies.models import Company
from contacts.models import PortalAccess, PortalRight
from tenants.models import Member
from tickets.choices import Status


class TicketQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Tickets of the companies this member may see."""
        return of_companies_seen(self, member)

    def visible_to_contact(self, access: PortalAccess):
        """What a contact's access right shows: *Basic* the own tickets, any other right those of the whole company.

        The company includes everything below it in its family (the trade's rule). One's own are those one asked for.
        Whether the access works at all is the portal's question (`contacts.portal_places`).
        """
        own = Q(contact=access.contact_id, company=access.contact.company_id)
        if access.right not in PortalRight.values or access.right == PortalRight.BASIC:
            return self.filter(own)
        below = descendant_distances(access.contact.company_id)
        return self.filter(company__in=[access.contact.company_id, *below])

    def open(self):
        return self.exclude(status=Status.COMPLETE)

    def assigned_to(self, member: Member):
        return self.filter(assignee=member)

    def unassigned(self):
        return self.filter(assignee__isnull=True)

    def due_next(self):
        """Open tickets whose clock runs towards a target."""
        return self.open().filter(next_due_at__isnull=False)

    def overdue(self, *, at: datetime):
        return self.open().filter(next_due_at__lt=at)

    def for_company(self, company: Company):
        return self.filter(company=company)
