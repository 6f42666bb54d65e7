"""Having no contract, on purpose."""

from django.db import models
from django.utils import timezone

from companies.models import Company
from core.rowsecurity import TenantForeignKey, TenantOneToOne
from tenants.models import Member, TenantOwned


class BillingDecision(TenantOwned):
    """That a break/fix customer is billed by standard rates alone: a recorded decision, not an empty list."""

    company = TenantOneToOne(Company, on_delete=models.CASCADE, related_name="billing_decision")
    standard_rates_only = models.BooleanField(default=True)
    decided_by = TenantForeignKey(Member, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return str(self.company_id)
