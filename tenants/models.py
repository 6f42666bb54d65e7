"""Tenants, identities and places: who is who, and where."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.signals import class_prepared
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import NotAllowed
from core.rowsecurity import TenantForeignKey, wall_constraints
from core.sortkeys import sort_key
from tenants.roles import Capability, Role, Scope, roles_may


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
        constraints: list[models.BaseConstraint] = []


@receiver(class_prepared)
def build_walls(sender, **kwargs):
    """Every concrete tenant-owned model gets its walls; migrations then carry them like any constraint."""
    if issubclass(sender, TenantOwned) and not sender._meta.abstract and not sender._meta.proxy:
        sender._meta.constraints = [*sender._meta.constraints, *wall_constraints(sender)]
        sender._meta.original_attrs["constraints"] = sender._meta.constraints


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=(email or "").strip().lower())


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


class MemberQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def with_role(self, role: Role):
        return self.filter(roles__contains=[role])

    def in_name_order(self):
        return self.order_by("sort_name", "id")


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

    def __str__(self):
        return f"{self.user_id} until {self.expires_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return not self.accepted_at and not self.revoked_at and self.expires_at > timezone.now()
