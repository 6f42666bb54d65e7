"""The vocabulary of sets of companies."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tenants.models import Member, RoleScope
from tenants.roles import Role, Scope


class CompanyQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """The companies this member may see: by role's scope, as account manager, or on the account team.

        A confidential company is seen by its manager, its team and admins only. No role, no company.
        """
        if not member.is_active or not member.roles:
            return self.none()
        team = self.model.team.rel.related_model.objects.filter(company=OuterRef("pk"), member=member)
        mine = Q(manager=member) | Exists(team)
        if Role.ADMIN in member.roles:
            return self
        sees_all = RoleScope.objects.filter(role__in=member.roles, scope=Scope.ALL).exists()
        return self.filter(mine | Q(is_confidential=False)) if sees_all else self.filter(mine)

    def mine(self, member: Member):
        """Companies whose account manager or account-team member this is."""
        team = self.model.team.rel.related_model.objects.filter(company=OuterRef("pk"), member=member)
        return self.filter(Q(manager=member) | Exists(team))

    def active(self):
        return self.filter(is_active=True)

    def customers(self):
        return self.filter(type="customer", is_own=False)

    def in_name_order(self):
        return self.order_by("sort_name", "id")
