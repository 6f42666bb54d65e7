"""Ticket numbers: tenant's local day and a sequence, without gaps of our making and without repeats."""

from datetime import date

from django.db import models

from tenants.models import TenantOwned


class DayCounterManager(models.Manager):
    def next_number(self, *, tenant_id: int, on: date) -> str:
        """Take the next number of the day: T20261123.0001.

        The row stays locked until the transaction ends, so that a number is taken once, and given back if the
        ticket comes to nothing. The sequence grows past four digits when a day needs it.
        """
        self.bulk_create([DayCounter(tenant_id=tenant_id, on=on)], ignore_conflicts=True)
        counter = self.select_for_update().get(tenant_id=tenant_id, on=on)
        counter.last += 1
        counter.save(update_fields=["last"])
        return f"T{on:%Y%m%d}.{counter.last:04d}"


class DayCounter(TenantOwned):
    """The last ticket number of a tenant's local day; locked while one is taken."""

    keeps_no_history = "a counter"

    on = models.DateField()
    last = models.PositiveIntegerField(default=0)

    objects = DayCounterManager()

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "on"], name="tickets_daycounter_once")]

    def __str__(self):
        return f"{self.on}: {self.last}"
