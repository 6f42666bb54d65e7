"""Which territories a member looks after."""

from django.db import models

from companies.models.grouping import Territory
from core.rowsecurity import TenantForeignKey
from tenants.models import Member, TenantOwned


class MemberTerritory(TenantOwned):
    """A territory of a member: where a role sees *My territories*, its customers are seen, confidential ones aside.

    None chosen means nothing more, never everything.
    """

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="territories")
    territory = TenantForeignKey(Territory, on_delete=models.CASCADE, related_name="members")

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "member", "territory"], name="companies_memberterritory_once"),
        ]

    def __str__(self):
        return f"{self.member_id} @ {self.territory_id}"
