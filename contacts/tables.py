"""The list of contacts."""

from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.filters import CompanyFilter
from companies.models import Location
from companies.reach import phone_key
from contacts.models import Contact, PortalAccess
from contacts.names import DIALLED
from core.grids import Action, Bulk, Column, Filter, Grid, TextFilter, YesNoFilter
from core.querying import begins, is_there
from core.several import MOST
from core.templatetags.ui import icon, pill
from tenants.roles import Capability


def company_link(grid: Grid, row: Contact) -> str:
    return grid.url("companies:detail", row.company_id)


def draw_primary(row: Contact, is_primary: bool) -> str:
    return pill(gettext("Primary contact"), "accent", "star") if is_primary else ""


def portal_right(row: Contact) -> str:
    """What the contact may do in the portal, in words."""
    return row.joined_access.get_right_display() if row.joined_access else ""


def draw_state(row: Contact, is_active: bool) -> str:
    if not is_active:
        return pill(gettext("Inactive"), "critical")
    return pill(gettext("Mail came back"), "caution") if row.has_bounced else escape(gettext("Active"))


def draw_phone(row: Contact, number: str) -> SafeString:
    """The number in one line, with a mark where nobody may call to sell something."""
    if not number:
        return conditional_escape(number)
    mark, words = "", gettext("No sales calls")
    if row.opted_out_of_calls:
        sign = '<span class="caution" title="{}">{}<span class="visually-hidden">{}</span></span>'
        mark = format_html(sign, words, icon("no-symbol", 16), words)
    return format_html('<span class="person nowrap">{}{}</span>', number, mark)


def draw_yes(row: Contact, holds: bool) -> str:
    return escape(gettext("Yes")) if holds else ""


def state_in_words(is_active: bool) -> str:
    return gettext("Active") if is_active else gettext("Inactive")


def lowered(text: str) -> str:
    return text.strip().lower()


def by_portal(rows: QuerySet, has_portal: bool) -> QuerySet:
    enabled = PortalAccess.objects.filter(is_enabled=True)
    if has_portal:
        return rows.filter(pk__in=enabled.values("contact"))
    return rows.exclude(is_there(enabled.filter(contact=OuterRef("pk"))))


def by_phone(rows: QuerySet, digits: str) -> QuerySet:
    """Whoever has a number that begins so, whichever of them it is."""
    return rows.filter(reduce(or_, (begins(f"{name}_key", digits) for name in DIALLED)))


def by_location(rows: QuerySet, name: str) -> QuerySet:
    """Whoever is at a location that is called so, or without a name has such an address."""
    return rows.filter(location__in=Location.objects.filter(begins("sort_name", name)).values("pk"))


class ContactGrid(Grid):
    key = "contacts"
    caption = _("Contacts")
    columns = [
        Column(key="name", label=_("Contact"), sort=("sort_name",), value="name_in_order"),
        Column(
            key="company", label=_("Company"), value="company.name", link=company_link, sort=("company__sort_name",)
        ),
        Column(key="primary", label=_("Primary contact"), value="is_primary", draw=draw_primary),
        Column(key="title", label=_("Job title"), small=False),
        Column(key="email", label=_("E-mail"), sort=("email",), small=False),
        Column(key="phone", label=_("Phone"), draw=draw_phone, small=False),
        Column(key="mobile", label=_("Mobile phone"), draw=draw_phone, shown=False),
        Column(key="email_2", label=_("Second e-mail"), shown=False),
        Column(key="email_3", label=_("Third e-mail"), shown=False),
        Column(key="location", label=_("Location"), value="location.title", shown=False),
        Column(key="street", label=_("Street and number"), shown=False),
        Column(key="postal_code", label=_("Postal code"), shown=False),
        Column(key="city", label=_("City"), shown=False),
        Column(key="country", label=_("Country"), value="country.name", shown=False),
        Column(key="linkedin_url", label=_("LinkedIn"), shown=False),
        Column(key="facebook_url", label=_("Facebook"), shown=False),
        Column(key="x_url", label=_("X"), shown=False),
        Column(key="portal", label=_("Client portal"), value=portal_right, shown=False),
        Column(key="no_bulk_mail", label=_("No bulk mail"), value="opted_out_of_bulk_mail", draw=draw_yes, shown=False),
        Column(key="no_calls", label=_("No sales calls"), value="opted_out_of_calls", draw=draw_yes, shown=False),
        Column(key="no_surveys", label=_("No surveys"), value="opted_out_of_surveys", draw=draw_yes, shown=False),
        Column(key="state", label=_("State"), value="is_active", draw=draw_state, text=state_in_words, shown=False),
    ]
    filters = [
        YesNoFilter(key="primary", label=_("Primary contact"), apply="is_primary"),
        Filter(
            key="state", label=_("State"), choices=[("active", _("Active")), ("inactive", _("Inactive"))],
            apply=lambda rows, state: rows.filter(is_active=state == "active"),
        ),
        TextFilter(key="name", label=_("Last name"), apply="sort_name"),
        TextFilter(key="title", label=_("Job title"), apply="sort_title"),
        TextFilter(key="email", label=_("E-mail"), apply="email", normal=lowered),
        TextFilter(key="phone", label=_("Phone"), apply=by_phone, normal=phone_key),
        TextFilter(key="location", label=_("Location"), apply=by_location),
        YesNoFilter(key="portal", label=_("Client portal"), apply=by_portal, quick=False),
        CompanyFilter(key="company"),
    ]  # fmt: skip
    bulk = [
        Bulk(key="activate", label=_("Activate"), needs=Capability.EDIT_CONTACTS),
        Bulk(key="deactivate", label=_("Deactivate"), needs=Capability.EDIT_CONTACTS),
    ]
    bulk_most = MOST
    default_sort = "name"
    search_label = _("Name or e-mail")
    empty_title = _("No contacts yet")
    empty_text = _("The contacts of your customers will appear here. Enter the first one on a customer's page.")

    def search(self, rows, text):
        return rows.search(text)

    def prepare(self, rows):
        """With the present primary contact of each company, whom another one would replace."""
        present = Contact.objects.primary().filter(company=OuterRef("company"))
        known = JSONObject(id="pk", first_name="first_name", last_name="last_name")
        rows = rows.annotate(present_primary=Subquery(present.values(known=known)))
        return rows.select_related("company", "portal_access", "location")

    @property
    def bulk_url(self):
        return reverse("contacts:several", args=[self.request.tenant.slug])

    def link(self, row):
        return self.url("contacts:detail", row.pk)

    def title(self, row):
        return row.full_name

    def menu(self, row):
        actions = [Action(label=_("Open"), url=self.link(row))]
        if self.may(Capability.EDIT_CONTACTS):
            actions.append(Action(label=_("Edit contact"), url=self.url("contacts:edit", row.pk)))
            if row.is_active and not row.is_primary:
                actions.append(self._make_primary(row))
        return [*actions, Action(label=_("Open company"), url=company_link(self, row), line=True)]

    def _make_primary(self, row) -> Action:
        """It says whom the contact replaces, and refuses when that is somebody else by then."""
        present = row.present_primary
        label = gettext("Make primary contact")
        if present:
            name = f"{present['first_name']} {present['last_name']}".strip()
            label = gettext("Make primary contact in place of %(name)s") % {"name": name}
        seen = urlencode({"instead_of": present["id"] if present else ""})
        return Action(label=label, url=f"{self.url('contacts:designate', row.pk)}?{seen}", post=True)
