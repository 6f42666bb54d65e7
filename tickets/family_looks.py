"""Who above a company sees its tickets in the portal."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext_lazy, ngettext

from billing.family import LONGEST_CHAIN, with_ancestors
from companies.extensions import Standing
from contacts.models import PortalRight
from contacts.portal_places import usable
from tenants.models import Member

LABEL = gettext_lazy("Tickets seen in the portal by")


def sight_from_above(companies, member: Member) -> Iterator[Standing]:
    """The companies above each whose contacts see its tickets, as far as the member sees those companies."""
    above = dict(with_ancestors([each.pk for each in companies]).values_list("pk", "parent_id"))
    names = {each.pk: each.name for each in companies}
    accesses = usable().filter(contact__company__in=names)
    counted = accesses.exclude(right=PortalRight.BASIC).order_by().values_list("contact__company")
    watching = dict(counted.annotate(number=Count("pk")))
    for company in companies:
        words = [_in_words(names[pk], watching[pk]) for pk in _line_above(above, company.pk) if pk in watching]
        yield Standing(("sight", company.pk), LABEL, company, ", ".join(words))


def _line_above(above: dict[int, int | None], pk: int) -> Iterator[int]:
    for _step in range(LONGEST_CHAIN):
        parent = above.get(pk)
        if parent is None:
            return
        yield parent
        pk = parent


def _in_words(name: str, count: int) -> str:
    words = ngettext("%(company)s (%(count)d contact)", "%(company)s (%(count)d contacts)", count)
    return words % {"company": name, "count": count}
