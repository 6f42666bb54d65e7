"""Asking a person in."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.events import publish
from core.rowsecurity import TenantForeignKey
from tenants.models.member import Member
from tenants.models.person import Entrance, User
from tenants.models.tenant import TenantOwned
from tenants.querysets import InvitationQuerySet


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
        return str(self.user)

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
        Entrance.grant(user, tenant=self.tenant)
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
