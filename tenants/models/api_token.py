"""A program's way in: a token that acts for one member of one tenant, and never for more than that."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotAllowed
from core.events import publish
from core.rowsecurity import TenantForeignKey
from tenants.models.kept_answer import KeptAnswer
from tenants.models.member import Member
from tenants.models.tenant import TenantOwned
from tenants.querysets import ApiTokenQuerySet
from tenants.roles import Capability

PREFIX = "handover_"
"""Begins every secret, so that scanners for leaked secrets know one when they see it."""
AT_MOST = 20
"""Usable tokens of one member."""


class ApiToken(TenantOwned):
    """What it may do is decided when it is used, by the member's roles then. Only a hash of the secret is stored."""

    history_omits = ("calls", "minute", "last_used_at")

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    hash = models.CharField(max_length=64, editable=False)
    hint = models.CharField(max_length=20, editable=False)
    is_read_only = models.BooleanField(_("may only read"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires on"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    minute = models.DateTimeField(null=True, editable=False)
    calls = models.PositiveIntegerField(default=0, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta(TenantOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["tenant", "hash"], name="tenants_apitoken_hash_once"),
            models.UniqueConstraint(
                fields=["tenant", "member", "name"],
                condition=models.Q(revoked_at=None),
                name="tenants_apitoken_name",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.hint}…)"

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    @property
    def last_day(self) -> date | None:
        """The last day on which it works, in the time zone of the tenant."""
        return timezone.localdate(self.expires_at - timedelta(seconds=1)) if self.expires_at else None

    @classmethod
    @transaction.atomic
    def mint(
        cls, *, member: Member, name: str, by, is_read_only: bool = False, expires_at: datetime | None = None
    ) -> tuple["ApiToken", str]:
        """A new token and its secret, which is told this once. Each member makes their own, nobody for another.

        Raises NotAllowed for anybody else; DomainError when the name is in use, the date past, or there are too many.
        """
        if not isinstance(by, Member) or by.pk != member.pk or not by.is_active:
            raise NotAllowed("own_tokens_only", _("Everybody creates their own tokens."))
        Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        usable = cls.objects.usable().filter(member=member)
        if not name.strip():
            raise DomainError("name_missing", _("Say what the token is for."), field="name")
        if cls.objects.filter(member=member, name=name, revoked_at=None).exists():
            raise DomainError("name_in_use", _("One of your tokens has this name already."), field="name")
        if expires_at is not None and expires_at <= timezone.now():
            raise DomainError("expiry_past", _("Choose a day to come."), field="expires_at")
        if usable.count() >= AT_MOST:
            raise DomainError("too_many_tokens", _("Nobody needs more than %(count)d tokens.") % {"count": AT_MOST})
        secret = PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(
            tenant_id=member.tenant_id, member=member, name=name, hash=hash_of(secret), hint=secret[: len(PREFIX) + 4],
            is_read_only=is_read_only, expires_at=expires_at,
        )  # fmt: skip
        publish("tenants.api_token_created", subject=token, by=by, data={"member": member.pk, "name": name})
        return token, secret

    @transaction.atomic
    def revoke(self, *, by) -> None:
        """It opens nothing any more, at once and for good. Its member may, who manages the tenant, and the system."""
        if by is not None and not (isinstance(by, Member) and by.pk == self.member_id):
            by.check_may(Capability.MANAGE_TENANT)
        locked = type(self).objects.select_for_update(no_key=True).get(pk=self.pk)
        if locked.revoked_at is not None:
            return
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        publish("tenants.api_token_revoked", subject=self, by=by, data={"member": self.member_id, "name": self.name})

    def once(self, *, key: str, fingerprint: str, act: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], bool]:
        """Do it, unless this member did it under this key within a day: then the answer of then, and True.

        Raises DomainError when the key stood for another request.
        """
        return KeptAnswer.once(
            member_id=self.member_id, tenant_id=self.tenant_id, key=key, fingerprint=fingerprint, act=act
        )


def hash_of(secret: str) -> str:
    """A secret of 256 random bits needs no slow hash: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()
