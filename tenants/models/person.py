"""Identities, and where each has any business."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models.tenant import Language, Tenant, Theme
from tenants.places import with_place
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
    def grant(cls, *users: User, tenant: Tenant) -> None:
        """From now on, signing in leads there."""
        cls.objects.bulk_create([cls(user=user, tenant=tenant) for user in users], ignore_conflicts=True)

    @classmethod
    def withdraw(cls, *users: User, tenant: Tenant) -> None:
        """Take the entrance away from whoever has no other place there (member here, contact of a customer).

        Whoever has no entrance left anywhere is signed out everywhere. Asks a fixed number of times.
        """
        people = {user.pk for user in users}
        leaving = people - with_place(people, tenant=tenant)
        cls.objects.filter(user__in=leaving, tenant=tenant).delete()
        elsewhere = cls.objects.filter(user__in=leaving).values_list("user_id", flat=True)
        end_sessions(leaving.difference(elsewhere))
