"""The company's switches for the customer portal (on by default) and for Taskfire (off by default)."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models.record import CompanyRecord
from companies.permissions import check_may
from core.errors import DomainError
from core.events import publish
from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned
from tenants.roles import Capability


class HasPortal(CompanyRecord):
    """The verbs of both switches. Taskfire needs the portal, so it goes off first."""

    portal_enabled = models.BooleanField(_("customer portal"), default=True)
    taskfire_enabled = models.BooleanField("Taskfire", default=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def enable_portal(self, *, by) -> None:
        """Let the enabled contacts of the company in."""
        check_may(by, Capability.MANAGE_PORTAL)
        if not self.locked().portal_enabled:
            self._set(portal_enabled=True)
            publish("companies.portal_enabled", subject=self, company=self, by=by)

    @transaction.atomic
    def disable_portal(self, *, by) -> None:
        """Lock out all contacts of the company at once."""
        check_may(by, Capability.MANAGE_PORTAL)
        current = self.locked()
        if current.taskfire_enabled:
            raise DomainError("taskfire_first", _("Switch Taskfire off first."), field="portal_enabled")
        if current.portal_enabled:
            self._set(portal_enabled=False)
            publish("companies.portal_disabled", subject=self, company=self, by=by)

    @transaction.atomic
    def enable_taskfire(self, *, confirmations: tuple[bool, bool], by: Member) -> None:
        """Switch the customer's own help desk on. Both points of the agreement must be confirmed; who did is kept."""
        check_may(by, Capability.MANAGE_PORTAL)
        current = self.locked()
        current.check_is_no_alias()
        if not current.portal_enabled:
            raise DomainError("portal_first", _("Switch the customer portal on first."), field="taskfire_enabled")
        if len(confirmations) != 2 or not all(confirmations):
            raise DomainError("not_confirmed", _("Confirm both points of the agreement."), field="accepts_terms")
        if not current.taskfire_enabled:
            self._set(taskfire_enabled=True)
            TaskfireAgreement.objects.create(tenant_id=self.tenant_id, company_id=self.pk, accepted_by=by)
            publish("companies.taskfire_enabled", subject=self, company=self, by=by)

    @transaction.atomic
    def disable_taskfire(self, *, by) -> None:
        """Switch the customer's help desk off; the Taskfire rights of its contacts end with it."""
        check_may(by, Capability.MANAGE_PORTAL)
        if self.locked().taskfire_enabled:
            self._set(taskfire_enabled=False)
            publish("companies.taskfire_disabled", subject=self, company=self, by=by)

    def taskfire_agreement(self) -> "TaskfireAgreement | None":
        """The latest agreement: who accepted it, and when."""
        return (
            TaskfireAgreement.objects.filter(company=self.pk).select_related("accepted_by").order_by("-accepted_at")
        ).first()


class TaskfireAgreement(TenantOwned):
    """That the agreement was accepted, by whom and when; both confirmations were given."""

    company = TenantForeignKey("companies.Company", on_delete=models.CASCADE, related_name="taskfire_agreements")
    accepted_by = TenantForeignKey(Member, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return f"{self.company_id} {self.accepted_at:%Y-%m-%d}"
