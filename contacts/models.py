"""Contacts: the customers' people, their one primary contact, and who may use the portal."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from companies.models import Company
from contacts.querysets import ContactQuerySet
from core.conflicts import Versioned
from core.rowsecurity import TenantForeignKey, TenantOneToOne
from core.sortkeys import sort_key
from tenants.models import Invitation, Language, TenantOwned, User


class Salutation(models.TextChoices):
    NONE = "", pgettext_lazy("salutation", "none")
    MS = "ms", _("Ms.")
    MR = "mr", _("Mr.")


class PortalRight(models.TextChoices):
    """The access right in the portal. The Taskfire rights only where Taskfire is enabled."""

    BASIC = "basic", _("Basic: own tickets")
    ADVANCED = "advanced", _("Advanced: all tickets of the company")
    MANAGER = "manager", _("Manager: all tickets and people")
    TASKFIRE_RESOURCE = "taskfire_resource", _("Taskfire resource")
    TASKFIRE_ADMIN = "taskfire_admin", _("Taskfire administrator")


TASKFIRE_RIGHTS = frozenset({PortalRight.TASKFIRE_RESOURCE, PortalRight.TASKFIRE_ADMIN})


class Contact(Versioned, TenantOwned):
    """A person at a company. The company of a contact never changes."""

    company = TenantForeignKey(Company, related_name="contacts")
    salutation = models.CharField(_("salutation"), max_length=5, choices=Salutation, blank=True)
    first_name = models.CharField(_("first name"), max_length=50, blank=True)
    last_name = models.CharField(_("last name"), max_length=50)
    sort_name = models.CharField(max_length=120, editable=False)
    title = models.CharField(_("job title"), max_length=50, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=25, blank=True)
    mobile = models.CharField(_("mobile phone"), max_length=25, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.GERMAN)
    is_active = models.BooleanField(_("active"), default=True)
    is_primary = models.BooleanField(_("primary contact"), default=False)
    receives_notifications = models.BooleanField(_("receives notifications"), default=True)
    bounced_at = models.DateTimeField(_("mail came back on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "company"], condition=models.Q(is_primary=True), name="contacts_one_primary"
            ),
            models.CheckConstraint(
                condition=models.Q(is_primary=False) | models.Q(is_active=True), name="contacts_primary_is_active"
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "sort_name", "id"], name="contacts_by_name"),
            models.Index(fields=["tenant", "company", "sort_name"], name="contacts_by_company"),
            models.Index(fields=["tenant", "email"], name="contacts_by_email"),
        ]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        self.sort_name = sort_key(f"{self.last_name} {self.first_name}")[:120]
        super().save(*args, **kwargs)


class PortalAccess(TenantOwned):
    """A contact's way into the portal. Works only while contact, company and the company's portal are active."""

    contact = TenantOneToOne(Contact, on_delete=models.CASCADE, related_name="portal_access")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(_("access right"), max_length=20, choices=PortalRight)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    invitation = TenantForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    enabled_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "user"], name="contacts_access_by_user")]

    def __str__(self):
        return f"{self.contact_id}: {self.right}"
