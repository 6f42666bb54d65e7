"""Fields that several forms of contracts share."""

from datetime import date
from functools import cache
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from companies.models import Company
from companies.sight import Sight
from contracts.catalogue import PREPAID, ContractType
from core.forms import MoneyField
from core.ids import is_id

PAYERS_OFFERED = 100


class PurchaseFields(forms.Form):
    """What was bought ahead; which of them a type needs is decided by `keep_for`."""

    hours = forms.DecimalField(
        label=gettext_lazy("Hours bought"), min_value=0, max_digits=7, decimal_places=2, localize=True
    )
    tickets = forms.IntegerField(label=gettext_lazy("Tickets bought"), min_value=1, max_value=100_000)
    price_cents = MoneyField(label=gettext_lazy("Price"))
    bought_on = forms.DateField(label=gettext_lazy("Bought on"))
    valid_from = forms.DateField(label=gettext_lazy("Valid from"))
    valid_until = forms.DateField(label=gettext_lazy("Valid until"))
    is_paid = forms.BooleanField(label=gettext_lazy("Paid"), required=False)

    NAMES = ("hours", "tickets", "price_cents", "bought_on", "valid_from", "valid_until", "is_paid")

    def keep_for(self, contract_type: str) -> None:
        """Leave only the fields that a purchase of this type has."""
        unneeded = {"hours", "tickets"}
        if contract_type not in PREPAID:
            unneeded = set(self.NAMES)
        elif contract_type == ContractType.BLOCK_HOURS:
            unneeded = {"tickets"}
        elif contract_type == ContractType.PER_TICKET:
            unneeded = {"hours"}
        for name in unneeded:
            del self.fields[name]
        today = timezone.localdate()
        self.initial = {
            "bought_on": today, "valid_from": today, "valid_until": _a_year_after(today), **self.initial
        }  # fmt: skip

    def purchase(self) -> dict[str, Any]:
        """What `record_purchase` takes."""
        data = {name: self.cleaned_data[name] for name in self.NAMES if name in self.fields}
        hours = data.pop("hours", None)
        return {**data, "minutes": None if hours is None else int(hours * 60)}


def offer_payers(field, company: Company, by, chosen, *, current: Company | None = None) -> None:
    """Companies of the family and others that this member sees; whatever is visible is accepted.

    The `current` payer stays one where the member does not see it: it is offered, but not by its name.
    """
    visible, sight = Company.objects.visible_to(by).active().others().exclude(pk=company.pk), Sight(by, known=())
    hidden = current if current is not None and not sight.sees(current.pk) else None
    field.queryset = Company.objects.filter(Q(pk__in=visible.values("pk")) | Q(pk=hidden.pk)) if hidden else visible
    field.label_from_instance = sight.first
    field.empty_label = _("No: as the invoice settings say")
    wanted = {int(chosen)} if is_id(chosen) else set()

    @cache
    def choices():
        """Asked for once, when they are shown: what was sent is looked up by itself."""
        offered = list(visible.in_name_order()[:PAYERS_OFFERED])
        missing = {*wanted, *(each.pk for each in company.ancestors())} - {each.pk for each in offered}
        kept = visible.filter(pk__in=missing).in_name_order()
        unseen = [(hidden.pk, sight.first(hidden))] if hidden else []
        return [("", field.empty_label), *unseen, *((each.pk, each.name) for each in [*kept, *offered])]

    field.widget.choices = CallableChoiceIterator(choices)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
