"""The list of people."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from core.grids import Action, Column, Filter, Grid
from core.sortkeys import sort_key
from core.templatetags.ui import pill
from tenants.models import Member
from tenants.roles import Role


def role_names(member) -> str:
    """The roles in words."""
    return ", ".join(str(Role(role).label) for role in member.roles)


def draw_state(row: Member, is_active: bool) -> SafeString:
    if not is_active:
        return pill(pgettext("person", "Deactivated"), "neutral", "minus")
    return pill(_("Active"), "positive", "check") if row.joined_at else pill(_("Invited"), "caution", "clock")


class MemberGrid(Grid):
    key = "people"
    caption = _("People")
    columns = [
        Column(key="name", label=_("Name"), sort=("sort_name",)),
        Column(key="email", label=_("E-mail"), value="user.email", small=False),
        Column(key="roles", label=_("Roles"), value=role_names),
        Column(key="state", label=_("State"), value="is_active", draw=draw_state),
    ]
    filters = [
        Filter(
            key="role", label=_("Role"), choices=Role.choices,
            apply=lambda rows, role: rows.filter(roles__contains=[role]),
        ),
        Filter(
            key="state", label=_("State"),
            choices=[
                ("joined", pgettext_lazy("person", "Active")),
                ("invited", _("Invited")),
                ("ended", pgettext_lazy("person", "Deactivated")),
            ],
            apply=lambda rows, state: {
                "joined": rows.filter(is_active=True, joined_at__isnull=False),
                "invited": rows.filter(is_active=True, joined_at__isnull=True),
                "ended": rows.filter(is_active=False),
            }[state],
        ),
    ]  # fmt: skip
    default_sort = "name"
    search_label = _("Name or e-mail")
    empty_title = _("Nobody here yet")

    def search(self, rows, text):
        return rows.filter(sort_name__contains=sort_key(text)) | rows.filter(user__email__contains=text.lower())

    def prepare(self, rows):
        return rows.select_related("user")

    def link(self, row):
        return self._url("person", row)

    def title(self, row):
        return row.name

    def menu(self, row):
        actions = [Action(label=_("Change roles"), url=self.link(row))]
        if row.is_active and not row.joined_at:
            actions.append(Action(label=_("Invite again"), url=self._url("invite_again", row), post=True))
        if not row.is_active:
            actions.append(Action(label=_("Activate"), url=self._url("activate", row), post=True, line=True))
        elif row.pk != self.member.pk:
            actions.append(
                Action(label=_("Deactivate"), url=self._url("deactivate", row), post=True, critical=True, line=True)
            )
        return actions

    def _url(self, name, row):
        return self.url(f"tenants:{name}", row.pk)
