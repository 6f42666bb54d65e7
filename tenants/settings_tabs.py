"""The tabs of the settings. Pages of higher floors (service levels, playbooks) are reached from their own lists."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TABS = (
    (_("People"), "tenants:people", ("tenants:people", "tenants:invite", "tenants:person")),
    (_("Roles"), "tenants:roles", ("tenants:roles",)),
    (_("Company"), "tenants:settings", ("tenants:settings",)),
)


@dataclass(frozen=True, slots=True)
class Tab:
    label: Promise
    url: str
    is_current: bool


def settings_tabs(request: HttpRequest) -> list[Tab]:
    """The tabs, with the one that stands open."""
    here = request.resolver_match.view_name
    return [Tab(label, reverse(name, args=[request.tenant.slug]), here in pages) for label, name, pages in TABS]
