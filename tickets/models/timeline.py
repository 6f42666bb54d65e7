"""What happened on a ticket: what was said, and when the clock stood still."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned
from tickets.models.ticket import Ticket


class Pause(TenantOwned):
    """A stretch in which the clock stood still: the ticket waited for the customer, or was complete."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="pauses")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "ticket"], condition=models.Q(ends_at__isnull=True), name="tickets_pause_one_open"
            )
        ]

    def __str__(self):
        return f"{self.ticket_id} {self.starts_at}"


class NoteQuerySet(models.QuerySet):
    def public(self):
        """What the customer may read."""
        return self.filter(is_public=True)

    def in_order(self):
        return self.order_by("created_at", "id")


class Note(TenantOwned):
    """What was said on a ticket. An internal note never reaches the customer by any way."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="notes")
    member = TenantForeignKey(Member, null=True, related_name="+")
    contact = TenantForeignKey(Contact, null=True, related_name="+")
    body = models.TextField(_("note"), max_length=8000)
    is_public = models.BooleanField(_("visible to the customer"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = NoteQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=True) ^ models.Q(contact__isnull=True), name="tickets_note_one_author"
            ),
            models.CheckConstraint(
                condition=models.Q(contact__isnull=True) | models.Q(is_public=True), name="tickets_note_contact_public"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "ticket", "created_at"], name="tickets_notes_in_order")]

    def __str__(self):
        return f"{self.ticket_id} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def author(self) -> Member | Contact:
        return self.member or self.contact
