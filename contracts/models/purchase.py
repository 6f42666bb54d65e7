"""What a customer buys ahead."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.rowsecurity import TenantForeignKey
from tenants.models import TenantOwned


class Purchase(TenantOwned):
    """What makes a prepaid contract usable: hours (in minutes), money (in cents) or tickets, valid in a range."""

    contract = TenantForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="purchases")
    bought_on = models.DateField(_("bought on"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    minutes = models.PositiveIntegerField(_("hours"), null=True, blank=True)
    tickets = models.PositiveIntegerField(_("tickets"), null=True, blank=True)
    price_cents = models.PositiveIntegerField(_("price"))
    is_paid = models.BooleanField(_("paid"), default=False)

    class Meta(TenantOwned.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="contracts_purchase_range"
            )
        ]

    def __str__(self):
        return f"{self.contract_id} {self.bought_on}"

    @property
    def hours(self) -> float | None:
        return None if self.minutes is None else self.minutes / 60
