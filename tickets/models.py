"""Tickets: what customers ask for, with the service level that applies and why."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company
from contacts.models import Contact
from contracts.models import Contract
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey
from devices.models import Device
from sla.models import IssueType, Priority, ServiceLevel
from tenants.models import Member, TenantOwned


class Status(models.TextChoices):
    """New, Waiting for customer and Complete are the trade's anchors; any other counts as a first response."""

    NEW = "new", pgettext_lazy("ticket", "New")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING_CUSTOMER = "waiting_customer", _("Waiting for customer")
    COMPLETE = "complete", pgettext_lazy("ticket", "Complete")


class Source(models.TextChoices):
    PORTAL = "portal", _("Customer portal")
    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    STAFF = "staff", _("Staff")


class RequestType(TenantOwned):
    """What a customer picks in the portal; it sets the defaults of the ticket."""

    name = models.CharField(_("name"), max_length=80)
    name_de = models.CharField(_("name in German"), max_length=80, blank=True)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.MEDIUM)
    issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("issue type"))
    sub_issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("sub-issue type"))
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="tickets_requesttype_once")]

    def __str__(self):
        return self.name


class DayCounter(TenantOwned):
    """The last ticket number of a tenant's local day; locked while one is taken."""

    on = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "on"], name="tickets_daycounter_once")]

    def __str__(self):
        return f"{self.on}: {self.last}"


class ServiceLevelSource(models.TextChoices):
    """Which rule decided about the service level, most specific first."""

    TICKET = "ticket", _("chosen on the ticket")
    DEVICE = "device", _("of the device")
    CONTRACT_SERVICE = "contract_service", _("of the service that covers the device")
    CONTRACT = "contract", _("of the contract")
    ISSUE = "issue", _("of the customer for this issue type")
    COMPANY = "company", _("of the customer")
    TENANT = "tenant", _("default of the house")
    NONE = "none", _("none applies")


class Ticket(Versioned, TenantOwned):
    """A request of a customer, numbered by the tenant's local day: T20261123.0001."""

    number = models.CharField(_("number"), max_length=30)
    company = TenantForeignKey(Company, related_name="tickets")
    contact = TenantForeignKey(Contact, null=True, blank=True, related_name="tickets", verbose_name=_("contact"))
    device = TenantForeignKey(Device, null=True, blank=True, related_name="tickets", verbose_name=_("device"))
    contract = TenantForeignKey(Contract, null=True, blank=True, related_name="tickets", verbose_name=_("contract"))
    request_type = TenantForeignKey(RequestType, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    description = models.TextField(_("description"), max_length=8000, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.MEDIUM)
    issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("issue type"))
    sub_issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("sub-issue type"))
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.STAFF)
    assignee = TenantForeignKey(Member, null=True, blank=True, related_name="+", verbose_name=_("assigned to"))
    service_level = TenantForeignKey(ServiceLevel, null=True, related_name="+")
    service_level_source = models.CharField(
        max_length=20, choices=ServiceLevelSource, default=ServiceLevelSource.NONE
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = TenantForeignKey(Member, null=True, related_name="+")
    response_due_at = models.DateTimeField(null=True)
    resolution_due_at = models.DateTimeField(null=True)
    responded_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolution = models.TextField(_("resolution"), max_length=8000, blank=True)
    last_activity_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "number"], name="tickets_ticket_number_once")]
        indexes = [
            models.Index(fields=["tenant", "company", "-created_at"], name="tickets_by_company"),
            models.Index(fields=["tenant", "contact", "-created_at"], name="tickets_by_contact"),
            models.Index(fields=["tenant", "status", "resolution_due_at"], name="tickets_by_due"),
            models.Index(fields=["tenant", "-created_at", "id"], name="tickets_by_age"),
        ]

    def __str__(self):
        return self.number


class Pause(TenantOwned):
    """A stretch in which the clock stood still because the ticket waited for the customer."""

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


class Note(TenantOwned):
    """What was said on a ticket. An internal note never reaches the customer by any way."""

    ticket = TenantForeignKey(Ticket, on_delete=models.CASCADE, related_name="notes")
    member = TenantForeignKey(Member, null=True, related_name="+")
    contact = TenantForeignKey(Contact, null=True, related_name="+")
    body = models.TextField(_("note"), max_length=8000)
    is_public = models.BooleanField(_("visible to the customer"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

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
