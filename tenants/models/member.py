"""A person's place at an MSP, and what its roles see."""

from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotAllowed
from core.events import publish
from core.grids import Arranged
from core.names import initials_of
from core.sortkeys import sort_key
from tenants.models.person import Entrance, User
from tenants.models.tenant import Tenant, TenantOwned
from tenants.querysets import MemberQuerySet
from tenants.roles import Capability, Role, Scope, roles_may


class Member(TenantOwned):
    """A person's place at an MSP, with roles. No role means nothing, never everything."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    sort_name = models.CharField(max_length=120, editable=False)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name=_("roles"), default=list, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(null=True, editable=False)

    objects = MemberQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "user"], name="tenants_member_once")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_name = sort_key(self.name)[:120]
        super().save(*args, **kwargs)

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def role_names(self) -> str:
        """The roles in words."""
        return ", ".join(str(Role(role).label) for role in self.roles)

    @cached_property
    def scopes(self) -> list[str]:
        """What the roles see, as this tenant has decided; for admins nothing is decided. Asked once for each instance.

        `Member.objects.with_scopes()` brings it along.
        """
        decided = RoleScope.objects.filter(role__in=self.roles).exclude(role=Role.ADMIN)
        return list(decided.values_list("scope", flat=True))

    @cached_property
    def known(self) -> dict[tuple, Any]:
        """What higher floors have found out about the member, for as long as this instance lives."""
        return {}

    def remembers(self, grid: str) -> Arranged:
        """What the member has arranged and saved of this list, and what is shared."""
        return apps.get_model("tenants", "ListArrangement").remembered(self, grid)

    def may(self, capability: Capability) -> bool:
        return self.is_active and roles_may(self.roles, capability)

    def check_may(self, capability: Capability) -> None:
        """Raise NotAllowed, naming what is missing, unless one of the roles carries the capability."""
        if not self.may(capability):
            raise NotAllowed(
                "capability_missing",
                _("Your roles do not include: %(capability)s. An admin can change that.")
                % {"capability": capability.label},
            )

    @transaction.atomic
    def change_roles(self, *, roles: list[Role], by: "Member | None") -> None:
        """Give the member these roles instead. Refused when it would leave the tenant without an admin."""
        self._lock(by)
        roles = checked_roles(roles)
        if roles == self.roles:
            return
        if Role.ADMIN in self.roles and Role.ADMIN not in roles:
            self._check_another_admin()
        before, self.roles = self.roles, roles
        self.save(update_fields=["roles"])
        self.__dict__.pop("scopes", None)
        publish("tenants.member_roles_changed", subject=self, by=by, changes={"roles": [before, roles]})

    @transaction.atomic
    def deactivate(self, *, by: "Member | None") -> None:
        """End this place; work under way in the browser ends with the next request.

        Higher floors are asked before anything is written (`tenants.member_deactivation_requested`) and may refuse:
        whoever still manages active customers hands them over first.
        """
        self._lock(by)
        if not self.is_active:
            return
        if by is not None and by.pk == self.pk:
            raise NotAllowed("own_place", _("You cannot deactivate yourself. Another admin can do that."))
        if Role.ADMIN in self.roles:
            self._check_another_admin()
        publish("tenants.member_deactivation_requested", subject=self, by=by)
        self.is_active = False
        self.save(update_fields=["is_active"])
        for invitation in self.invitations.open():
            invitation.revoke(by=by)
        for token in self.api_tokens.filter(revoked_at=None):
            token.revoke(by=by)
        publish("tenants.member_deactivated", subject=self, by=by, changes={"is_active": [True, False]})
        Entrance.withdraw(self.user, tenant=self.tenant)

    @transaction.atomic
    def activate(self, *, by: "Member | None") -> None:
        """Let a former member in again, with the roles as they were."""
        self._lock(by)
        if self.is_active:
            return
        self.is_active = True
        self.save(update_fields=["is_active"])
        if self.joined_at:
            Entrance.grant(self.user, tenant=self.tenant)
        publish("tenants.member_activated", subject=self, by=by, changes={"is_active": [False, True]})

    def join(self, *, at) -> None:
        """The invitation was accepted. Raises DomainError when the place has ended meanwhile."""
        if not self.is_active:
            raise DomainError("invitation_closed", _("This invitation can no longer be used."))
        self.joined_at = self.joined_at or at
        self.save(update_fields=["joined_at"])

    def _lock(self, by: "Member | None") -> None:
        """One at a time per tenant: two admins who demote each other must not both succeed."""
        if by is not None:
            by.check_may(Capability.MANAGE_TENANT)
        Tenant.objects.select_for_update(no_key=True).get(pk=self.tenant_id)
        self.refresh_from_db(fields=["roles", "is_active", "joined_at"])

    def _check_another_admin(self) -> None:
        others = Member.objects.joined().with_role(Role.ADMIN).exclude(pk=self.pk)
        if not others.exists():
            raise DomainError(
                "last_admin", _("There must be at least one admin. Make somebody else admin first."), field="roles"
            )


def checked_roles(roles) -> list[str]:
    """The roles in their order in the table, each once. Raises DomainError when there is none."""
    chosen = [role.value for role in Role if role in set(roles)]
    if not chosen:
        raise DomainError(
            "role_missing", _("Choose at least one role: without a role one sees nothing."), field="roles"
        )
    return chosen


class RoleScope(TenantOwned):
    """Which companies a role sees, as this tenant has decided."""

    role = models.CharField(_("role"), max_length=20, choices=Role)
    scope = models.CharField(_("sees"), max_length=20, choices=Scope)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "role"], name="tenants_rolescope_once")]

    def __str__(self):
        return str(Role(self.role).label)
