"""The vocabulary of sets of members and invitations."""

from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.utils import timezone

from tenants.roles import Role


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields):
        """A new identity; without a password it cannot sign in until it has accepted an invitation."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=(email or "").strip().lower())

    def identify(self, email: str, *, name: str = "", language: str = ""):
        """The one identity behind this address, made on first use; two tenants may share it.

        `name` and `language` are for a new identity only: nobody renames a person from outside.
        """
        fresh = self.model()
        fresh.set_unusable_password()
        user, _made = self.get_or_create(
            email=email.strip().lower(), defaults={"name": name, "language": language, "password": fresh.password}
        )
        return user


class MemberQuerySet(models.QuerySet):
    def active(self):
        """Who can be chosen and assigned; whoever is invited counts before accepting."""
        return self.filter(is_active=True)

    def joined(self):
        """Who may come in: active, and the invitation was accepted."""
        return self.filter(is_active=True, joined_at__isnull=False)

    def with_scopes(self):
        """Each with its `scopes`, without asking again."""
        return self.annotate(scopes=ArraySubquery(self.scopes_of_roles().values("scope")))

    @staticmethod
    def scopes_of_roles():
        """What the tenant has decided for the roles of a member of the outer query; for admins nothing is decided."""
        place = models.Func(
            models.OuterRef("roles"), models.F("role"), function="array_position", output_field=models.IntegerField()
        )
        decided = apps.get_model("tenants", "RoleScope").objects.exclude(role=Role.ADMIN)
        return decided.alias(place=place).filter(place__isnull=False)

    def with_role(self, role: Role):
        return self.filter(roles__contains=[role])

    def in_name_order(self):
        return self.order_by("sort_name", "id")


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, member):
        """One's own, and those that are shared."""
        return self.filter(models.Q(owner=member) | models.Q(is_shared=True))

    def in_order(self):
        """Shared ones first, by name."""
        return self.order_by("-is_shared", "sort_name", "id")


class InvitationQuerySet(models.QuerySet):
    def open(self):
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())


class ApiTokenQuerySet(models.QuerySet):
    def usable(self):
        """Neither revoked nor expired; whether its member may still come in is asked of the member."""
        return self.filter(revoked_at=None).exclude(expires_at__lte=timezone.now())

    def newest_first(self):
        return self.order_by("-created_at", "-pk")
