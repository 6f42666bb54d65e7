"""What is said of a company to somebody who may not see it: that there is another one, never which."""

from collections.abc import Iterable
from typing import Any, Self

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from companies.models import Company
from tenants.models import Member


class Sight:
    """Which companies a reader sees, asked for as they come to be named.

    `member` None: words that are stored, and read by whoever sees the companies `known`; no other is named in them.
    """

    def __init__(self, member: Member | None, *, known: Iterable[int]) -> None:
        self.member = member
        self._seen = dict.fromkeys(known, True)

    @classmethod
    def of_stored_words(cls, company_id: int) -> Self:
        """For words about this company that are written down for all its readers."""
        return cls(None, known=[company_id])

    @classmethod
    def among(cls, member: Member, companies: Iterable[Any]) -> Self:
        """Of companies that were read `with_sight_of(member)`. No query."""
        sight = cls(member, known=())
        sight._seen = {company.pk: company.is_seen for company in companies}
        return sight

    def look_at(self, company_ids: Iterable[int]) -> None:
        """Find out about all of these at once. One query; none when nothing is new."""
        new = set(company_ids) - self._seen.keys()
        if new:
            visible = (
                Company.objects.visible_to(self.member).filter(pk__in=new) if self.member else Company.objects.none()
            )
            found = set(visible.values_list("pk", flat=True))
            self._seen |= {pk: pk in found for pk in new}

    def sees(self, company_id: int) -> bool:
        self.look_at([company_id])
        return self._seen[company_id]

    def name(self, company: Company) -> str:
        """The company's name, within a sentence."""
        return company.name if self.sees(company.pk) else _("another company")

    def first(self, company: Company) -> str:
        """The company's name, as a sentence begins."""
        return company.name if self.sees(company.pk) else capfirst(_("another company"))
