"""What customers pick from in the portal."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import TenantForeignKey
from sla.models import IssueType, Priority
from tenants.models import TenantOwned


class RequestTypeQuerySet(models.QuerySet):
    def offered(self):
        """What the portal offers, in order."""
        return self.filter(is_active=True).order_by("position", "name", "id")


class RequestType(TenantOwned):
    """What a customer picks in the portal; it sets the defaults of the ticket."""

    name = models.CharField(_("name"), max_length=80)
    name_de = models.CharField(_("name in German"), max_length=80, blank=True)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.MEDIUM)
    issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("issue type"))
    sub_issue = TenantForeignKey(IssueType, null=True, blank=True, related_name="+", verbose_name=_("sub-issue type"))
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects = RequestTypeQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "name"], name="tickets_requesttype_once")]

    def __str__(self):
        """The name in the reader's language."""
        return self.name_de if self.name_de and (get_language() or "").startswith("de") else self.name
