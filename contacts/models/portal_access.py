"""A contact's way into the customer portal. Off by default; the company's switch is on by default."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.permissions import check_may
from contacts import portal_places
from contacts.models.record import ContactRecord
from core.errors import DomainError
from core.events import Occurrence, occurrence_of, publish, publish_many
from core.rowsecurity import TenantForeignKey, TenantOneToOne
from tenants.models import Invitation, TenantOwned, User
from tenants.operations import invitation_opened
from tenants.roles import Capability


class PortalRight(models.TextChoices):
    """The access right in the portal. The Taskfire rights only where Taskfire is enabled."""

    BASIC = "basic", _("Basic: own tickets")
    ADVANCED = "advanced", _("Advanced: all tickets of the company")
    MANAGER = "manager", _("Manager: all tickets and people")
    TASKFIRE_RESOURCE = "taskfire_resource", _("Taskfire resource")
    TASKFIRE_ADMIN = "taskfire_admin", _("Taskfire administrator")


NOT_YOURS = _(
    "This person uses the customer portal under the present address. Who sets up portal access can change it."
)
TASKFIRE_RIGHTS = frozenset({PortalRight.TASKFIRE_RESOURCE, PortalRight.TASKFIRE_ADMIN})


class UsesPortal(ContactRecord):
    """The verbs of a contact's portal access. The person is known by the e-mail address, in all tenants alike."""

    class Meta:
        abstract = True

    @property
    def access(self) -> "PortalAccess | None":
        """The portal access that is enabled, if any; whether it works is for `portal_places` to say."""
        found = PortalAccess.objects.filter(contact=self.pk, is_enabled=True)
        return found.select_related("user", "invitation").first()

    @property
    def joined_access(self) -> "PortalAccess | None":
        """The same of a contact that was read with its `portal_access`: no query."""
        found = getattr(self, "portal_access", None)
        return found if found is not None and found.is_enabled else None

    @transaction.atomic
    def enable_portal(self, *, right: str, by) -> "PortalAccess":
        """Let the person in with this right, and open an invitation.

        Raises DomainError: inactive contact or company, portal switched off, no address, Taskfire right without
        Taskfire, or another contact of the company that uses the same address in the portal.
        """
        check_may(by, Capability.MANAGE_PORTAL)
        current = self.locked_with_company()
        company = current.company
        _check_may_enter(current, right)
        known = self._check_address_is_free(current.email)
        if known and known.is_enabled:
            self.change_right(right=right, by=by)
            return known
        access = known or PortalAccess(tenant=company.tenant, contact_id=self.pk)
        access.right, access.is_enabled, access.enabled_at = PortalRight(right), True, timezone.now()
        invited = access.let_in(current.email, name=self.full_name, language=self.language, by=by)
        data = {"right": str(right)}
        publish_many(
            [invited, occurrence_of("contacts.portal_enabled", subject=self, company=company, by=by, data=data)]
        )
        return access

    @transaction.atomic
    def change_right(self, *, right: str, by) -> None:
        """Give the person another access right."""
        check_may(by, Capability.MANAGE_PORTAL)
        company = self.lock_company()
        access = self._enabled_access()
        check_right(right, company)
        if access.right != right:
            before, access.right = access.right, PortalRight(right)
            access.save(update_fields=["right"])
            publish(
                "contacts.portal_right_changed", subject=self, company=company, by=by,
                changes={"right": [before, str(right)]}, data={"right": str(right)},
            )  # fmt: skip

    @transaction.atomic
    def disable_portal(self, *, by) -> None:
        """End the portal access at once; sessions end where the person has no other place."""
        check_may(by, Capability.MANAGE_PORTAL)
        self._end_access(by=by)

    @transaction.atomic
    def invite_again(self, *, by) -> Invitation:
        """A new invitation; the earlier one no longer opens anything.

        Raises DomainError as `enable_portal` does: nobody is invited to where nobody gets in.
        """
        check_may(by, Capability.MANAGE_PORTAL)
        current = self.locked_with_company()
        access = self._enabled_access()
        _check_may_enter(current, access.right)
        access.invite(by=by)
        return access.invitation

    def _check_address_is_free(self, email: str) -> "PortalAccess | None":
        """Nobody else of the company uses the address in the portal. Returns the contact's own access, if any."""
        others = Q(contact__company=self.company_id, is_enabled=True, user__email=email)
        found = PortalAccess.objects.filter(Q(contact=self.pk) | others).select_related("contact", "invitation")
        accesses = {each.contact_id: each for each in found}
        own = accesses.pop(self.pk, None)
        for other in accesses.values():
            raise DomainError(
                "address_in_use", _("%(name)s uses this e-mail address in the portal already.")
                % {"name": other.contact}, field="email",
            )  # fmt: skip
        return own

    def _follow_address(self, *, by) -> None:
        """The portal knows people by their address: the old one no longer opens it, the new one is invited.

        So another address lets somebody in: a member who may not do that may not change it. While the portal is shut
        nobody is invited; that can be done once it is open.
        """
        access = self.access
        if access is None:
            return
        if by is not None and not by.may(Capability.MANAGE_PORTAL):
            raise DomainError("uses_portal", NOT_YOURS, field="email")
        if not self.email:
            raise DomainError("email_missing", _("The portal needs an e-mail address of this contact."), field="email")
        self._check_address_is_free(self.email)
        before = access.user
        access.revoke_invitation(by=by)
        if portal_places.works(access):
            publish_many([access.let_in(self.email, name=self.full_name, language=self.language, by=by)])
        else:
            access.belong_to(self.email, name=self.full_name, language=self.language)
        portal_places.leave(before, tenant=self.tenant)

    def _end_access(self, *, by) -> None:
        access = PortalAccess.objects.filter(contact=self.pk, is_enabled=True).select_related("user").first()
        if access is None:
            return
        access.is_enabled = False
        access.save(update_fields=["is_enabled"])
        access.revoke_invitation(by=by)
        portal_places.leave(access.user, tenant=self.tenant)
        publish("contacts.portal_disabled", subject=self, company=self.company, by=by, data={"right": access.right})

    def _enabled_access(self) -> "PortalAccess":
        access = PortalAccess.objects.select_for_update(of=("self",)).filter(contact=self.pk, is_enabled=True).first()
        if access is None:
            raise DomainError("portal_not_enabled", _("The portal is not enabled for this contact."))
        return access


class PortalAccess(TenantOwned):
    """A contact's way into the portal. Works only while contact, company and the company's portal are active."""

    contact = TenantOneToOne("contacts.Contact", on_delete=models.CASCADE, related_name="portal_access")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(_("access right"), max_length=20, choices=PortalRight)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    invitation = TenantForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    enabled_at = models.DateTimeField(default=timezone.now)

    class Meta(TenantOwned.Meta):
        indexes = [models.Index(fields=["tenant", "user"], name="contacts_access_by_user")]

    def __str__(self):
        return f"{self.contact_id}: {self.right}"

    def let_in(self, email: str, *, name: str, language: str, by) -> Occurrence:
        """Connect the access with the person behind the address, and invite. Returns what is to be published."""
        self.user = User.objects.identify(email, name=name, language=language)
        portal_places.arrive(self.user, tenant=self.tenant)
        invited = self._open_invitation(by=by)
        self.save()
        return invited

    def belong_to(self, email: str, *, name: str, language: str) -> None:
        """Connect the access with the person behind the address, who is not invited yet."""
        self.user, self.invitation = User.objects.identify(email, name=name, language=language), None
        self.save(update_fields=["user", "invitation"])

    def invite(self, *, by) -> None:
        """Open a new invitation in the place of the last one. Who has a password is asked to sign in, no more."""
        invited = self._open_invitation(by=by)
        self.save(update_fields=["invitation"])
        publish_many([invited])

    def _open_invitation(self, *, by) -> Occurrence:
        self.revoke_invitation(by=by)
        self.invitation = Invitation.objects.create(tenant=self.tenant, user=self.user, expires_at=Invitation.expiry())
        return invitation_opened(self.invitation, by=by)

    def revoke_invitation(self, *, by) -> None:
        if self.invitation and self.invitation.is_open:
            self.invitation.revoke(by=by)


def check_right(right: str, company) -> None:
    """Taskfire rights exist only where Taskfire is on. The trade's rule."""
    if right not in PortalRight:
        raise DomainError("right_missing", _("Choose an access right."), field="right")
    if right in TASKFIRE_RIGHTS and not company.taskfire_enabled:
        raise DomainError(
            "taskfire_off", _("This access right needs Taskfire, which is off for this company."), field="right"
        )


def _check_may_enter(contact: UsesPortal, right: str) -> None:
    check_right(right, contact.company)
    if not contact.company.is_active or not contact.is_active:
        raise DomainError("inactive", _("Only active contacts of active companies use the portal."))
    if not contact.company.portal_enabled:
        raise DomainError("portal_off", _("The customer portal is switched off for this company."))
    if not contact.email:
        raise DomainError("email_missing", _("The portal needs an e-mail address of this contact."), field="is_enabled")
