"""The link of an invitation: signed, so that nothing secret is stored and nothing can be guessed."""

from django.core import signing
from django.urls import reverse

from tenants.models import Invitation, Tenant

SALT = "tenants.invitation"


def link_for(invitation: Invitation) -> str:
    """The absolute URL for the mail."""
    tenant = invitation.tenant
    token = signing.Signer(salt=SALT).sign_object([invitation.tenant_id, invitation.pk])
    return tenant.absolute(reverse("tenants:invitation", args=[tenant.slug, token]))


def open_invitation_of(token: str, *, tenant: Tenant) -> Invitation | None:
    """The invitation that a link stands for, if it can still be used; None for whatever reason it cannot."""
    try:
        tenant_id, pk = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if tenant_id != tenant.pk:
        return None
    invitation = Invitation.objects.open().select_related("user", "member", "tenant").filter(pk=pk).first()
    if invitation is None or not invitation.user.is_active:
        return None
    if invitation.member is not None and not invitation.member.is_active:
        return None
    return invitation
