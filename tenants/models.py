"""Tenants, identities and places: who is who, and where."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models.signals import class_prepared
from django.dispatch import receiver
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotAllowed
from core.events import publish
from core.rowsecurity import TenantForeignKey, wall_constraints
from core.sortkeys import sort_key
from tenants.places import has_place
from tenants.querysets import InvitationQuerySet, MemberQuerySet, UserManager
from tenants.roles import Capability, Role, Scope, roles_may
from tenants.sessions import end_sessions


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    GERMAN = "de", _("German")


class Accent(models.TextChoices):
    """The colour a tenant may choose; presets, because the content policy allows no inline style."""

    INDIGO = "indigo", _("Indigo")
    TEAL = "teal", _("Teal")
    PLUM = "plum", _("Plum")
    RUST = "rust", _("Rust")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Tenant(models.Model):
    """An MSP. A plain table: it is read before the tenant of a request is known."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address in links"), max_length=40, unique=True)
    host = models.CharField(_("own host name"), max_length=253, blank=True, null=True, unique=True)  # noqa: DJ001
    country = models.CharField(_("country"), max_length=2, default="DE")
    state = models.CharField(_("federal state"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Berlin")
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.GERMAN)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    accent = models.CharField(_("accent colour"), max_length=10, choices=Accent, default=Accent.INDIGO)
    support_email = models.EmailField(_("support e-mail"), blank=True)
    support_phone = models.CharField(_("support phone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return self.name

    @property
    def tenant_id(self) -> int:
        """A tenant is its own tenant, so that events can be published about it."""
        return self.pk


class TenantOwned(models.Model):
    """Base of everything that belongs to one tenant: the column, the policy, the keys (core/rowsecurity.py)."""

    tenant = models.ForeignKey(Tenant, on_delete=models.PROTECT, db_index=False, related_name="+", editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = []


@receiver(class_prepared)
def build_walls(sender, **kwargs):
    """Every concrete tenant-owned model gets its walls; migrations then carry them like any constraint."""
    if issubclass(sender, TenantOwned) and not sender._meta.abstract and not sender._meta.proxy:
        sender._meta.constraints = [*sender._meta.constraints, *wall_constraints(sender)]
        sender._meta.original_attrs["constraints"] = sender._meta.constraints


class User(AbstractBaseUser):
    """One identity per person, whatever places it has. Never listed directly: only through a walled place."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, blank=True)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme, default=Theme.SYSTEM)
    is_active = models.BooleanField(default=True)
    is_platform_operator = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    def __str__(self):
        return self.name or self.email

    def save(self, *args, **kwargs):
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class Entrance(models.Model):
    """Where a person has any business at all, so that signing in finds the way.

    A plain table that opens nothing: every request checks the walled place (Member, PortalAccess) itself.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="entrances")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "tenant"], name="tenants_entrance_once")]

    def __str__(self):
        return f"{self.user_id} → {self.tenant_id}"

    @classmethod
    def grant(cls, user: User, tenant: Tenant) -> None:
        """From now on, signing in leads there."""
        cls.objects.get_or_create(user=user, tenant=tenant)

    @classmethod
    def withdraw(cls, user: User, tenant: Tenant) -> None:
        """Take the entrance away, unless the person has another place there (member here, contact of a customer).

        Whoever has no entrance left anywhere is signed out everywhere.
        """
        if has_place(user=user, tenant=tenant):
            return
        cls.objects.filter(user=user, tenant=tenant).delete()
        if not cls.objects.filter(user=user).exists():
            end_sessions(user=user)


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
        parts = self.name.split()
        return "".join(part[0] for part in (parts[:1] + parts[-1:] if len(parts) > 1 else parts)).upper()

    @cached_property
    def sees_all(self) -> bool:
        """Whether one of the roles sees all customers, confidential ones aside; asked once for each instance."""
        return RoleScope.objects.filter(role__in=self.roles, scope=Scope.ALL).exists()

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
        publish("tenants.member_deactivated", subject=self, by=by, changes={"is_active": [True, False]})
        Entrance.withdraw(self.user, self.tenant)

    @transaction.atomic
    def activate(self, *, by: "Member | None") -> None:
        """Let a former member in again, with the roles as they were."""
        self._lock(by)
        if self.is_active:
            return
        self.is_active = True
        self.save(update_fields=["is_active"])
        if self.joined_at:
            Entrance.grant(self.user, self.tenant)
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

    role = models.CharField(max_length=20, choices=Role)
    scope = models.CharField(max_length=20, choices=Scope)

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "role"], name="tenants_rolescope_once")]

    def __str__(self):
        return f"{self.role}: {self.scope}"


class Invitation(TenantOwned):
    """Asks a person in: single-use, expiring, revocable. The link is signed, nothing secret is stored.

    `member` is set for staff; a customer's contact is linked from `contacts.PortalAccess`.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    member = TenantForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="invitations")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self):
        return f"{self.user_id} until {self.expires_at:%Y-%m-%d}"

    @staticmethod
    def expiry():
        """When an invitation opened now stops working."""
        return timezone.now() + timedelta(days=settings.INVITATION_DAYS)

    @property
    def is_open(self) -> bool:
        return not self.accepted_at and not self.revoked_at and self.expires_at > timezone.now()

    @transaction.atomic
    def accept(self, *, user: User) -> None:
        """The person invited comes in. Once only, also when two browsers try at the same moment.

        Raises DomainError `invitation_closed` when it was used, revoked, has expired, or is somebody else's.
        """
        locked = Invitation.objects.select_for_update().get(pk=self.pk)
        if not locked.is_open or user.pk != locked.user_id or not user.is_active:
            raise DomainError("invitation_closed", _("This invitation can no longer be used."))
        self.accepted_at = timezone.now()
        self.save(update_fields=["accepted_at"])
        if self.member is not None:
            self.member.join(at=self.accepted_at)
        Entrance.grant(user, self.tenant)
        publish("tenants.invitation_accepted", subject=self, by=self.member)

    @transaction.atomic
    def revoke(self, *, by: "Member | None") -> None:
        """Take it back; the link in the mail stops working at once."""
        locked = Invitation.objects.select_for_update().get(pk=self.pk)
        if not locked.is_open:
            return
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        publish("tenants.invitation_revoked", subject=self, by=by)
