"""Identities, and where each has any business."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models.tenant import Language, Tenant, Theme
from tenants.places import has_place
from tenants.querysets import UserManager
from tenants.sessions import end_sessions


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
        cls.objects.bulk_create([cls(user=user, tenant=tenant)], ignore_conflicts=True)

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
