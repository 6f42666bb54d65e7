"""What concerns several of tenant, person, place and invitation at once."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.events import Occurrence, occurrence_of, publish, publish_many
from core.rowsecurity import acting_for
from tenants import defaults
from tenants.models import Invitation, Member, RoleScope, Tenant, User, checked_roles
from tenants.roles import Capability, Role, Scope

RESERVED_SLUGS = frozenset({
    "accounts", "admin", "api", "demo", "healthz", "platform", "preferences", "readyz", "static", "www",
})  # fmt: skip
"""First parts of paths that are no tenants."""


@transaction.atomic
def create_tenant(
    *,
    name: str,
    slug: str,
    admin_name: str,
    admin_email: str,
    country: str = "DE",
    state: str = "",
    language: str = "de",
    time_zone: str = "Europe/Berlin",
    currency: str = "EUR",
) -> tuple[Tenant, Member]:
    """Found a tenant and invite its first admin by mail. Raises DomainError with the field that is wrong.

    Only what this floor knows: `config.operations.found_tenant` seeds the other packages as well.
    """
    check_slug(slug)
    tenant = Tenant.objects.create(
        name=name, slug=slug, country=country, state=state, language=language, time_zone=time_zone,
        currency=currency, support_email=admin_email.strip().lower(),
    )  # fmt: skip
    with acting_for(tenant.pk):
        defaults.seed(tenant=tenant)
        admin = invite_member(tenant=tenant, name=admin_name, email=admin_email, roles=[Role.ADMIN], by=None)
    return tenant, admin


def check_slug(slug: str) -> None:
    """Raise DomainError unless the slug can be a new tenant's part of the address."""
    try:
        validate_slug(slug)
    except ValidationError as error:
        raise DomainError("slug_invalid", _("Use letters, figures and hyphens only."), field="slug") from error
    if slug in RESERVED_SLUGS or slug != slug.lower():
        raise DomainError("slug_reserved", _("This address is reserved. Choose another one."), field="slug")
    if Tenant.objects.filter(slug=slug).exists():
        raise DomainError("slug_taken", _("Another tenant has this address."), field="slug")


@transaction.atomic
def invite_member(*, tenant: Tenant, name: str, email: str, roles: list[Role], by: Member | None) -> Member:
    """Make a place at the MSP and ask the person in. Whoever has an account already keeps it, and its password."""
    if by is not None:
        by.check_may(Capability.MANAGE_TENANT)
    roles = checked_roles(roles)
    user = User.objects.identify(email, name=name, language=tenant.language)
    if Member.objects.filter(user=user).exists():
        raise DomainError("already_member", _("There is a member with this address already."), field="email")
    member = Member.objects.create(tenant=tenant, user=user, name=name, roles=roles)
    publish("tenants.member_invited", subject=member, by=by, data={"roles": roles})
    open_invitation(tenant=tenant, user=user, member=member, by=by)
    return member


@transaction.atomic
def open_invitation(*, tenant: Tenant, user: User, member: Member | None = None, by: Member | None) -> Invitation:
    """Ask somebody in; the mail is written by whoever hears `tenants.invitation_opened`.

    A member's earlier invitation is revoked, so that one link works at a time. Those of contacts are kept by
    their portal access, which revokes them itself.
    """
    if member is not None:
        for earlier in Invitation.objects.open().filter(member=member):
            earlier.revoke(by=by)
    invitation = Invitation.objects.create(tenant=tenant, user=user, member=member, expires_at=Invitation.expiry())
    publish_many([invitation_opened(invitation, by=by)])
    return invitation


def invitation_opened(invitation: Invitation, *, by: Member | None) -> Occurrence:
    """Somebody is asked in, to be published: a member, or else a contact into the portal."""
    kind = "portal" if invitation.member_id is None else "staff"
    return occurrence_of("tenants.invitation_opened", subject=invitation, by=by, data={"kind": kind})


@transaction.atomic
def invite_again(*, member: Member, by: Member) -> Invitation:
    """A new link for a member who has not come in yet; the old one stops working."""
    by.check_may(Capability.MANAGE_TENANT)
    if not member.is_active or member.joined_at:
        raise DomainError("not_waiting", _("%(name)s has no open invitation.") % {"name": member.name})
    return open_invitation(tenant=member.tenant, user=member.user, member=member, by=by)


@transaction.atomic
def change_settings(*, tenant: Tenant, values: dict, by: Member) -> None:
    """Change name, language, time zone, accent and how customers reach the MSP."""
    by.check_may(Capability.MANAGE_TENANT)
    current = Tenant.objects.select_for_update().get(pk=tenant.pk)
    changes = {
        field: [getattr(current, field), value] for field, value in values.items() if getattr(current, field) != value
    }
    if not changes:
        return
    for field, (_old, new) in changes.items():
        setattr(tenant, field, new)
    tenant.save(update_fields=list(changes))
    publish("tenants.settings_changed", subject=tenant, by=by, changes=changes)


@transaction.atomic
def change_scopes(*, tenant: Tenant, scopes: dict[str, str], by: Member) -> None:
    """Decide which companies each role sees, with one event for each role that changes.

    What admins see is not decided: they see all.
    """
    by.check_may(Capability.MANAGE_TENANT)
    for role, scope in scopes.items():
        decided, _made = RoleScope.objects.select_for_update().get_or_create(
            tenant=tenant, role=Role(role), defaults={"scope": Scope.MINE}
        )
        if decided.scope != scope and decided.role != Role.ADMIN:
            before, decided.scope = decided.scope, Scope(scope)
            decided.save(update_fields=["scope"])
            publish("tenants.scopes_changed", subject=decided, by=by, changes={"scope": [before, scope]})


@transaction.atomic
def change_profile(*, user: User, language: str, theme: str, member: Member | None = None, name: str = "") -> None:
    """What a person decides about itself: language, theme and, as a member, the name. Never roles or rights."""
    user.language, user.theme = language, theme
    fields = ["language", "theme"]
    if member is not None and name:
        if name != member.name:
            before, member.name = member.name, name
            member.save(update_fields=["name", "sort_name"])
            publish("tenants.member_renamed", subject=member, by=member, changes={"name": [before, name]})
        user.name = name
        fields.append("name")
    user.save(update_fields=fields)


@transaction.atomic
def accept_first(*, invitation: Invitation, name: str, password: str) -> User:
    """Somebody new comes in and chooses name and password. Raises DomainError `invitation_closed`."""
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    if user.has_usable_password():
        raise DomainError("invitation_closed", _("This invitation can no longer be used."))
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    invitation.accept(user=user)
    return user
