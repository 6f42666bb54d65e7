"""Workflow rules and the messages they make, and mail on its way. A rule's recipient is always the primary contact."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from contacts.models import Contact
from core.errors import DomainError
from core.events import publish
from core.rowsecurity import TenantForeignKey
from notifications.querysets import DeliveryQuerySet, MessageQuerySet
from notifications.queue import nudge_after_commit
from tenants.models import Invitation, Language, TenantOwned, User
from tenants.roles import Capability


class WorkflowRule(TenantOwned):
    """Turns an event into a message to the primary contact. There is no field for any other recipient.

    Subject and body carry `$variables` (notifications/wording.py lists them).
    """

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
        indexes = [models.Index(fields=["tenant", "event_key"], name="notifications_rule_by_event")]

    def __str__(self):
        return self.name_en

    def name_in(self, language: str) -> str:
        return self.name_de if language == Language.GERMAN else self.name_en


class DeliveryState(models.TextChoices):
    HELD = "held", _("held")
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    OUTDATED = "outdated", _("outdated")


class Failure(models.TextChoices):
    """Why a mail is not even tried."""

    UNREACHABLE = "unreachable", _("The contact cannot be reached by mail any more.")


class Delivery(models.Model):
    """One mail on its way, written in the transaction of what caused it; delivered at least once.

    A worker claims it until `claimed_until`; when the worker dies, the claim expires and another takes over. `error`
    is a `Failure`, or what the last attempt was answered.
    """

    recipient = models.CharField(_("recipient"), max_length=254, blank=True)
    language = models.CharField(max_length=5, choices=Language, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        abstract = True


class AccountMail(Delivery):
    """Mail about an identity, which belongs to no tenant: the reset of a password. A plain table, never listed.

    The text is emptied once it is sent, because the link in it opens an account.
    """

    class Meta:
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="notifications_account_due")]

    def __str__(self):
        return self.subject


class MessageKind(models.TextChoices):
    WORKFLOW = "workflow", _("Workflow notification")
    ACCOUNT = "account", _("Account mail")
    TICKET = "ticket", _("Ticket correspondence")


class HeldReason(models.TextChoices):
    NO_PRIMARY = "no_primary", _("no primary contact")
    NO_ADDRESS = "no_address", _("the primary contact has no e-mail address")
    BOUNCED = "bounced", _("mail to the primary contact came back")
    OPTED_OUT = "opted_out", _("the primary contact does not receive notifications")


class Message(Delivery, TenantOwned):
    """A mail of a tenant.

    A workflow notification has a rule and an event, and its recipient is resolved when it is sent. An invitation
    goes to the user invited, ticket correspondence to the contact who opened the ticket. `context` keeps what the
    text needs, `about` what it is about (`onboarding.step:17`), so that it can be seen to be outdated.
    """

    keeps_no_history = "the log of messages itself; each says what became of it"

    kind = models.CharField(max_length=10, choices=MessageKind)
    rule = TenantForeignKey(WorkflowRule, null=True, related_name="messages")
    event_id = models.BigIntegerField(null=True)
    about = models.CharField(max_length=80, blank=True)
    company = TenantForeignKey(Company, null=True, related_name="messages")
    contact = TenantForeignKey(Contact, null=True, related_name="messages")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    invitation = TenantForeignKey(Invitation, null=True, on_delete=models.CASCADE, related_name="+")
    context = models.JSONField(default=dict)
    held_reason = models.CharField(max_length=20, choices=HeldReason, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "rule", "event_id"], name="notifications_message_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=MessageKind.WORKFLOW)
                | models.Q(rule__isnull=False, event_id__isnull=False, company__isnull=False, user__isnull=True),
                name="notifications_workflow_is_for_company",
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "state", "next_attempt_at"], name="notifications_due"),
            models.Index(fields=["tenant", "company", "-created_at"], name="notifications_by_company"),
            models.Index(fields=["tenant", "created_at", "id"], name="notifications_by_age"),
        ]

    def __str__(self):
        return self.subject or str(self.pk)

    @property
    def heading(self) -> str:
        """What the message is called: its subject once it is written, until then its rule's name."""
        if self.subject:
            return self.subject
        return self.rule.name_in(get_language()[:2]) if self.rule else str(self.get_kind_display())

    @property
    def has_failed(self) -> bool:
        return self.state == DeliveryState.FAILED

    @property
    def error_in_words(self) -> str:
        """Why it was not delivered; what a mail server answered stays as it came."""
        return str(Failure(self.error).label) if self.error in Failure else self.error

    @property
    def state_tone(self) -> str:
        return {"held": "caution", "failed": "critical", "sent": "positive"}.get(self.state, "neutral")

    @property
    def state_icon(self) -> str:
        return {"held": "pause", "failed": "exclamation-triangle", "sent": "check", "outdated": "minus"}.get(
            self.state, "clock"
        )

    @property
    def mail_id(self) -> str:
        """The same for every attempt, so that a mail that arrives twice is recognised."""
        return f"<{self.tenant_id}.{self.pk}@handover>"

    @transaction.atomic
    def send_again(self, *, by) -> None:
        """Queue a failed message once more. Raises NotAllowed, or DomainError when it has not failed."""
        by.check_may(Capability.VIEW_MESSAGES)
        if not Message.objects.select_for_update(of=("self",), no_key=True).get(pk=self.pk).has_failed:
            raise DomainError("message_not_failed", _("Only a failed message can be sent again."))
        self.state, self.attempts, self.error = DeliveryState.QUEUED, 0, ""
        self.next_attempt_at = timezone.now()
        self.save(update_fields=["state", "attempts", "error", "next_attempt_at"])
        nudge_after_commit(self.tenant_id)
        publish("notifications.message_requeued", subject=self, company=self.company, by=by)
