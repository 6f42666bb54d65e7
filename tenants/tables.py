"""The list of people."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from core.grids import Action, Column, Filter, Grid
from core.sortkeys import sort_key
from core.templatetags.ui import day, moment, pill
from tenants.models import ApiToken, Member
from tenants.roles import Role


def draw_state(row: Member, is_active: bool) -> SafeString:
    if not is_active:
        return pill(pgettext("person", "Deactivated"), "neutral", "minus")
    return pill(_("Active"), "positive", "check") if row.joined_at else pill(_("Invited"), "caution", "clock")


def state_in_words(is_active: bool) -> str:
    return pgettext("person", "Active") if is_active else pgettext("person", "Deactivated")


def draw_used(row: ApiToken, used) -> SafeString | str:
    return moment(used) if used else pgettext("token", "not yet")


def draw_until(row: ApiToken, last_day) -> SafeString | str:
    return day(last_day, year=True) if last_day else _("no expiry")


def draw_token_state(row: ApiToken, value=None) -> SafeString:
    if row.revoked_at:
        return pill(_("Revoked"), "neutral", "no-symbol")
    if not row.is_usable:
        return pill(_("Expired"), "neutral", "clock")
    return pill(_("Only reads"), "positive", "eye") if row.is_read_only else pill(_("In use"), "positive", "check")


class TokenGrid(Grid):
    """Everybody's API tokens, for admins."""

    key = "tokens"
    caption = _("API tokens")
    columns = [
        Column(key="name", label=_("Token"), sort=("name",)),
        Column(key="member", label=_("Member"), value="member.name", sort=("member__sort_name",)),
        Column(key="used", label=_("Last used"), value="last_used_at", draw=draw_used, sort=("last_used_at",)),
        Column(key="until", label=_("Works until"), value="last_day", draw=draw_until, small=False),
        Column(key="created", label=_("Created"), value="created_at", draw=lambda row, at: moment(at), small=False),
        Column(key="state", label=_("State"), draw=draw_token_state),
    ]
    filters = [
        Filter(
            key="state", label=_("State"),
            choices=[("usable", _("In use")), ("ended", pgettext_lazy("token", "Ended"))],
            apply=lambda rows, state: (
                rows.usable() if state == "usable" else rows.exclude(pk__in=rows.model.objects.usable().values("pk"))
            ),
        ),
    ]  # fmt: skip
    default_sort = "name"
    search_label = _("Token or member")
    empty_title = _("No API tokens yet")
    empty_text = _("Each member creates their own, under “My profile”.")

    def search(self, rows, text):
        return rows.filter(name__icontains=text) | rows.filter(member__sort_name__contains=sort_key(text))

    def prepare(self, rows):
        return rows.select_related("member")

    def title(self, row):
        return row.name

    def menu(self, row):
        if not row.is_usable:
            return []
        return [Action(label=_("Revoke"), url=self.url("tenants:revoke_token", row.pk), post=True, critical=True)]


class MemberGrid(Grid):
    key = "people"
    caption = _("People")
    columns = [
        Column(key="name", label=_("Name"), sort=("sort_name",)),
        Column(key="email", label=_("E-mail"), value="user.email", small=False),
        Column(key="roles", label=_("Roles"), value="role_names"),
        Column(
            key="state",
            label=_("State"),
            value="is_active",
            draw=draw_state,
            text=state_in_words,
        ),
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
