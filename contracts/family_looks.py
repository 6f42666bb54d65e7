"""Contracts that name another company of the family as payer: they stay, whatever becomes of the family."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.family import LONGEST_CHAIN, with_ancestors
from companies.extensions import Standing
from companies.sight import Sight
from contracts.models import Contract
from tenants.models import Member

PAYER = gettext_lazy("Payer of a contract")


def payers_of_contracts(companies, member: Member) -> Iterator[Standing]:
    """Who pays each running contract that another company pays, and whether that one is of the family."""
    running = Contract.objects.visible_to(member).filter(company__in=companies, payer__isnull=False)
    contracts = list(running.open_on(timezone.localdate()).select_related("company", "payer").order_by("pk"))
    if not contracts:
        return
    concerned = {pk for each in contracts for pk in (each.company_id, each.payer_id)}
    above = dict(with_ancestors(list(concerned)).values_list("pk", "parent_id"))
    sight = Sight(member, known=[each.pk for each in companies])
    sight.look_at(concerned)
    for contract in contracts:
        if _top_of(above, contract.company_id) == _top_of(above, contract.payer_id):
            words = _("%(contract)s: %(payer)s, of the same family")
        else:
            words = _("%(contract)s: %(payer)s, not of the same family")
        named = words % {"contract": contract.name, "payer": sight.name(contract.payer)}
        yield Standing(("contract", contract.pk), PAYER, contract.company, named)


def _top_of(above: dict[int, int | None], pk: int) -> int:
    for _step in range(LONGEST_CHAIN):
        parent = above.get(pk)
        if parent is None:
            return pk
        pk = parent
    return pk
