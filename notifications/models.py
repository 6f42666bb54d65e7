"""Workflow rules and the messages they make. Recipient is always and only the primary contact."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from contacts.models import Contact
from core.rowsecurity import TenantForeignKey
from tenants.models import Invitation, Language, TenantOwned, User


class WorkflowRule(TenantOwned):
    """Turns an event into a message to the primary contact. There is no field for any other recipient."""

    key = models.CharField(max_length=60)
    event_key = models.CharField(max_length=80)
    name_en = models.CharField(max_length=100)
    name_de = models.CharField(max_length=100)
    subject_en = models.CharField(max_length=200)
    subject_de = models.CharField(max_length=200)
    body_en = models.TextField()
    body_de = models.TextField()
    is_active = models.BooleanField(_("active"), default=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "key"], name="notifications_rule_once")]

    def __str__(self):
        return self.name_en


class MessageKind(models.TextChoices):
    WORKFLOW = "workflow", _("Workflow notification")
    ACCOUNT = "account", _("Account mail")
    TICKET = "ticket", _("Ticket correspondence")


class MessageState(models.TextChoices):
    HELD = "held", _("held")
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    OUTDATED = "outdated", _("outdated")


class HeldReason(models.TextChoices):
    NO_PRIMARY = "no_primary", _("no primary contact")
    NO_ADDRESS = "no_address", _("the primary contact has no e-mail address")
    BOUNCED = "bounced", _("mail to the primary contact came back")
    OPTED_OUT = "opted_out", _("the primary contact does not receive notifications")


class Message(TenantOwned):
    """One mail on its way, written down in the transaction of what caused it.

    A workflow notification has a rule and an event, its recipient is resolved when it is sent. Account mail goes
    to a user (invitation), ticket correspondence to the contact who opened the ticket.
    """

    kind = models.CharField(max_length=10, choices=MessageKind)
    rule = TenantForeignKey(WorkflowRule, null=True, related_name="messages")
    event_id = models.BigIntegerField(null=True)
    company = TenantForeignKey(Company, null=True, related_name="messages")
    contact = TenantForeignKey(Contact, null=True, related_name="messages")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    invitation = TenantForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    template = models.CharField(max_length=60, blank=True)
    context = models.JSONField(default=dict)
    language = models.CharField(max_length=5, choices=Language, blank=True)
    recipient = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    held_reason = models.CharField(max_length=20, choices=HeldReason, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "rule", "event_id"], name="notifications_message_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "next_attempt_at"], name="notifications_due"),
            models.Index(fields=["tenant", "company", "-created_at"], name="notifications_by_company"),
        ]

    def __str__(self):
        return self.subject or self.template
