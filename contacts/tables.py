"""The list of contacts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.grids import Action, Column, Filter, Grid
from tenants.roles import Capability


class ContactGrid(Grid):
    key = "contacts"
    caption = _("Contacts")
    columns = [
        Column(key="name", label=_("Contact"), sort=("sort_name",), value="name_in_order"),
        Column(key="company", label=_("Company"), template="contacts/_cells.html#company"),
        Column(key="primary", label=_("Primary contact"), template="contacts/_cells.html#primary"),
        Column(key="title", label=_("Job title"), small=False),
        Column(key="email", label=_("E-mail"), small=False),
        Column(key="phone", label=_("Phone"), small=False),
        Column(key="portal", label=_("Client portal"), template="contacts/_cells.html#portal", shown=False),
        Column(key="state", label=_("State"), template="contacts/_cells.html#state", shown=False),
    ]
    filters = [
        Filter(
            key="primary", label=_("Primary contact"), choices=[("yes", _("Primary contacts")), ("no", _("Others"))],
            apply=lambda rows, asked: rows.filter(is_primary=asked == "yes"),
        ),
        Filter(
            key="state", label=_("State"), choices=[("active", _("Active")), ("inactive", _("Inactive"))],
            apply=lambda rows, state: rows.filter(is_active=state == "active"),
        ),
    ]  # fmt: skip
    default_sort = "name"
    search_label = _("Name or e-mail")
    empty_title = _("No contacts yet")
    empty_text = _("The people of your customers will stand here. Enter the first one on a customer's page.")

    def search(self, rows, text):
        return rows.search(text)

    def prepare(self, rows):
        return rows.select_related("company", "portal_access")

    def link(self, row):
        return self._url("detail", row)

    def title(self, row):
        return row.full_name

    def menu(self, row):
        actions = [Action(label=_("Open"), url=self.link(row))]
        if self.member.may(Capability.EDIT_CONTACTS):
            actions.append(Action(label=_("Edit contact"), url=self._url("edit", row)))
            if row.is_active and not row.is_primary:
                actions.append(Action(label=_("Make primary contact"), url=self._url("designate", row), post=True))
        company = reverse("companies:detail", args=[self.request.tenant.slug, row.company_id])
        return [*actions, Action(label=_("Open company"), url=company, line=True)]

    def _url(self, name: str, row) -> str:
        return reverse(f"contacts:{name}", args=[self.request.tenant.slug, row.pk])
