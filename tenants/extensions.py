"""What higher floors show on the pages of people. This floor never learns of customers: `config/` names it (`show`)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class PersonTab:
    """A tab of a person's page in the settings: a page of its own package that extends `tenants/_person.html`."""

    key: str
    label: str | Promise
    url_name: str


ROLES = PersonTab(key="roles", label=_("Roles"), url_name="tenants:person")
_further: list[PersonTab] = []


def show(tabs: list[PersonTab]) -> None:
    """Hand over the tabs that `config/` lists."""
    _further[:] = tabs


def tabs_of(member, *, current: str) -> list[dict]:
    """The tabs of this member's page."""
    return [
        {
            "label": tab.label,
            "url": reverse(tab.url_name, args=[member.tenant.slug, member.pk]),
            "is_current": tab.key == current,
        }
        for tab in (ROLES, *_further)
    ]
