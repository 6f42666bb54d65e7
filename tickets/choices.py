"""The words of tickets: statuses, ways in, and which rule chose the service level."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class ServiceLevelSource(models.TextChoices):
    """Which rule decided about the service level, most specific first."""

    TICKET = "ticket", _("chosen on the ticket")
    DEVICE = "device", _("of the device")
    CONTRACT_SERVICE = "contract_service", _("of the service that covers the device")
    CONTRACT = "contract", _("of the contract")
    ISSUE = "issue", _("of the customer for this issue type")
    COMPANY = "company", _("of the customer")
    TENANT = "tenant", _("our default")
    NONE = "none", _("none applies")
