"""What a request was answered, kept for a day, so that the same request sent again is done once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.rowsecurity import TenantForeignKey
from tenants.models.member import Member
from tenants.models.tenant import TenantOwned

KEPT_FOR = timedelta(hours=24)


class KeptAnswer(TenantOwned):
    """Lives and dies with the transaction of the request: what was refused is forgotten, and may be tried again."""

    keeps_no_history = "It is itself what was said, for a day; what was done has an event."

    member = TenantForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    expires_at = models.DateTimeField()

    class Meta(TenantOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["tenant", "member", "key"], name="tenants_keptanswer_once")]
        indexes = [models.Index(fields=["tenant", "expires_at"], name="tenants_answers_by_expiry")]

    def __str__(self):
        return f"{self.member_id}: {self.key}"

    @classmethod
    @transaction.atomic
    def once(
        cls, *, member_id: int, tenant_id: int, key: str, fingerprint: str, act: Callable[[], dict[str, Any]]
    ) -> tuple[dict[str, Any], bool]:
        """`act`, unless it was done before under this key: then its answer, and True.

        Who asks while the first is still at work waits for it: the database lets one insert the key.
        """
        now = timezone.now()
        mine = {"tenant_id": tenant_id, "member_id": member_id, "key": key}
        try:
            with transaction.atomic():
                kept = cls.objects.create(**mine, fingerprint=fingerprint, expires_at=now + KEPT_FOR)
        except IntegrityError:
            if cls.objects.filter(**mine, expires_at__lte=now).delete()[0]:
                return cls.once(member_id=member_id, tenant_id=tenant_id, key=key, fingerprint=fingerprint, act=act)
            kept = cls.objects.get(**mine)
            if kept.fingerprint != fingerprint:
                raise DomainError(
                    "idempotency_key_reused",
                    _("This Idempotency-Key was already used for a different request. Send a new one."),
                ) from None
            return kept.answer, True
        kept.answer = act()
        kept.save(update_fields=["answer"])
        return kept.answer, False

    @classmethod
    def forget_expired(cls) -> int:
        """Remove what is older than a day, in the current tenant; how many there were."""
        return cls.objects.filter(expires_at__lte=timezone.now()).delete()[0]
