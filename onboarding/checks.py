"""Verification of many onboardings at once: after a tenant-wide change, and for the passing of time."""

from django.utils import timezone

from companies.access import STAFF_KEYS
from companies.models import Company
from core.events import Occurrence
from core.queue import ask_worker_after_commit
from core.rowsecurity import acting_for
from onboarding.evaluation import evaluate
from onboarding.models import Onboarding, PendingCheck
from onboarding.operations import release_lost_steps
from onboarding.steps import kinds_watching_tenant
from tenants.models import Member, Tenant

VERIFY_TENANT = "onboarding.verify_tenant"


def note_tenant_wide_change(occurrence: Occurrence) -> None:
    """Write the check down in the transaction of the event, and ask a worker for it after commit."""
    PendingCheck.objects.create(
        tenant_id=occurrence.tenant_id,
        because=occurrence.key,
        by=occurrence.by if isinstance(occurrence.by, Member) else None,
        kinds=sorted(kinds_watching_tenant(occurrence.key)),
    )
    ask_worker_after_commit(VERIFY_TENANT, tenant_id=occurrence.tenant_id)


def work_off(tenant_id: int) -> int:
    """Do the tenant's pending checks, customer by customer. Returns how many onboardings were looked at.

    The rows go last: a worker that dies half-way leaves them to the sweep, and looking twice does no harm.
    """
    with acting_for(tenant_id):
        checks = list(PendingCheck.objects.select_related("by").order_by("pk"))
    if not checks:
        return 0
    kinds = {kind for check in checks for kind in check.kinds}
    because = Occurrence(key=checks[-1].because, tenant_id=tenant_id, subject=None, by=checks[-1].by)
    with_staff = any(check.because in STAFF_KEYS for check in checks)
    looked_at = _verify_each(tenant_id, kinds, with_staff=with_staff, because=because)
    with acting_for(tenant_id):
        PendingCheck.objects.filter(pk__in=[check.pk for check in checks]).delete()
    return looked_at


def verify_all(tenant_id: int) -> int:
    """Look at every step of the tenant: contracts end, and dates pass, without any event."""
    return _verify_each(tenant_id, None, with_staff=True, because=None)


def _verify_each(tenant_id: int, kinds: set[str] | None, *, with_staff: bool, because: Occurrence | None) -> int:
    """One short transaction for each onboarding, so that nobody waits for the whole; by the tenant's clock."""
    zone = Tenant.objects.get(pk=tenant_id).zone
    with acting_for(tenant_id):
        found = list(Onboarding.objects.verified().order_by("pk").values_list("pk", "company_id"))
    for pk, company_id in found:
        with acting_for(tenant_id), timezone.override(zone):
            onboarding = Onboarding.objects.verified().filter(pk=pk).first()
            if onboarding is None:
                continue
            if kinds is None or kinds:
                evaluate(onboarding, because=because, kinds=kinds)
            if with_staff:
                release_lost_steps(company=Company.objects.get(pk=company_id), by=None)
    return len(found)
