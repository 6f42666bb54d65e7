"""Tenants, identities and places: who is who, and where."""

from tenants.models.api_token import ApiToken
from tenants.models.invitation import Invitation
from tenants.models.kept_answer import KeptAnswer
from tenants.models.lists import ListArrangement, SavedView
from tenants.models.member import Member, RoleScope, checked_roles
from tenants.models.person import Entrance, User
from tenants.models.tenant import Accent, Language, Tenant, TenantOwned, Theme, build_walls

__all__ = [
    "Accent",
    "ApiToken",
    "Entrance",
    "Invitation",
    "KeptAnswer",
    "Language",
    "ListArrangement",
    "Member",
    "RoleScope",
    "SavedView",
    "Tenant",
    "TenantOwned",
    "Theme",
    "User",
    "build_walls",
    "checked_roles",
]
