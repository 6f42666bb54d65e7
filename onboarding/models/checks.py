"""Verification that is still owed: written in the transaction of the event, worked off after it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned


class PendingCheck(TenantOwned):
    """Something changed for the whole tenant; its onboardings are looked at again, then this row goes."""

    keeps_no_history = "a queue"

    because = models.CharField(max_length=80)
    by = TenantForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return self.because
