"""`/demo/components/`: every component on one page, in the demo only.

Its data are made up here; it asks no database.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from core.forms import Conflict, Difference, DomainForm, MoneyField
from core.grids import Action, Column, Filter, Grid
from core.grids.paging import Slice
from core.http import render_form, render_grid
from core.templatetags.ui import pill, progress_bar
from tenants.access import public

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=ZoneInfo("Europe/Berlin"))
STATES = ["done", "open", "reopened", "failing", "waiting", "not_applicable", "skipped", "not_yet"]
_HALF = ["done"] * 6 + ["reopened", "open", "open"] + ["not_yet"] * 3


@dataclass
class Customer:
    """A row of the sample list."""

    pk: int
    name: str
    city: str
    model: str
    manager: str
    states: list[str] = field(default_factory=lambda: _HALF)
    late: bool = False
    devices: int = 12

    def __str__(self):
        return self.name


CUSTOMERS = [
    Customer(1, "Bäckerei Lotz GmbH & Co. KG", "Mainz", "Break/fix", "Jana Krüger"),
    Customer(2, "Sozialstation Auental gGmbH", "Wiesbaden", "Managed", "Tom Brandt", ["done"] * 12),
    Customer(3, "Dr. Aydın Zahnmedizin", "Worms", "Managed", "Jana Krüger", late=True, devices=4),
    Customer(4, "Gemeinde Obertal", "Obertal", "Managed", "Tom Brandt", ["done"] * 2 + ["not_yet"] * 10),
    Customer(
        5, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk AG", "Passau", "Both", "Sina Okafor", devices=1240
    ),
    Customer(6, "<script>alert(1)</script> {{ name }} GmbH", "Köln", "Managed", "Jana Krüger"),
]


@dataclass(frozen=True)
class SampleRows:
    """As much of a queryset as a grid needs, over a list."""

    rows: list

    def filter(self, **lookups):
        return replace(self, rows=[row for row in self.rows if all(getattr(row, k) == v for k, v in lookups.items())])

    def matching(self, text):
        return replace(self, rows=[row for row in self.rows if text.casefold() in row.name.casefold()])

    def order_by(self, *names):
        rows = list(self.rows)
        for name in reversed(names):
            rows.sort(key=lambda row: getattr(row, name.lstrip("-")), reverse=name.startswith("-"))
        return replace(self, rows=rows)

    def count(self):
        return len(self.rows)

    def __getitem__(self, part):
        return replace(self, rows=self.rows[part])

    def __iter__(self):
        return iter(self.rows)


def draw_progress(row, states):
    return progress_bar(states, small=True)


def draw_late(row, late):
    return pill("4 days late", "caution") if late else pill("on track", "accent")


class CustomerGrid(Grid):
    key = "customers"
    caption = "Customers"
    columns = [
        Column(key="name", label="Company", sort=("name",)),
        Column(key="model", label="Service model", sort=("model", "name")),
        Column(key="manager", label="Account manager", sort=("manager", "name"), small=False),
        Column(key="onboarding", label="Onboarding", value="states", draw=draw_progress),
        Column(key="late", label="State", draw=draw_late),
        Column(key="devices", label="Devices", numeric=True, sort=("devices",)),
        Column(key="city", label="City", shown=False),
    ]
    filters = [
        Filter(key="manager", label="Account manager", apply="manager",
               choices=[(name, name) for name in ("Jana Krüger", "Sina Okafor", "Tom Brandt")]),
        Filter(key="model", label="Service model", apply="model",
               choices=[("Managed", "Managed services"), ("Break/fix", "Break/fix"), ("Both", "Both")]),
    ]  # fmt: skip
    default_sort = "name"
    search_label = "Name, number, city, tax ID"

    @cached_property
    def slice(self):
        column = next(column for column in self.columns if column.key == self.sort.removeprefix("-"))
        sign = "-" if self.sort.startswith("-") else ""
        return Slice(list(self.found.order_by(*[f"{sign}{name}" for name in column.sort])))

    def search(self, rows, text):
        return rows.matching(text)

    def link(self, row):
        return "#"

    def menu(self, row):
        return [
            Action(label="Open", url="#"),
            Action(label="Edit company", url="#"),
            Action(label="New contact", url="#", line=True),
            Action(label="Deactivate", url="#", line=True, critical=True),
        ]


class SampleForm(DomainForm):
    template = forms.ChoiceField(
        label="Invoice template", choices=[("de", "Standard DE")], help_text="Default of Rheintal IT"
    )
    region = forms.ChoiceField(label="Tax region", choices=[("", "Choose a tax region"), ("de", "Germany")])
    tax_id = forms.CharField(
        label="Tax ID", max_length=14, required=False, help_text="Format and check digit are right"
    )
    attention = forms.CharField(label="Attention", max_length=100)
    starts_on = forms.DateField(label="Contract begins")
    amount = MoneyField(label="Monthly amount")
    recipients = forms.EmailField(label="Recipient", help_text="Where the invoice goes")
    agreement = forms.FileField(label="Agreement", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    channel = forms.ChoiceField(
        label="Invoice goes by",
        widget=forms.RadioSelect,
        choices=[("email", "E-mail"), ("print", "Print"), ("none", "Not at all")],
    )
    team = forms.MultipleChoiceField(
        label="Account team", widget=forms.CheckboxSelectMultiple, required=False,
        choices=[("jk", "Jana Krüger"), ("tb", "Tom Brandt"), ("so", "Sina Okafor")],
    )  # fmt: skip
    primary = forms.BooleanField(
        label="Primary contact", required=False, help_text="All workflow notifications go here."
    )


@public
def components(request: HttpRequest) -> HttpResponse:
    """Every component. `?form=errors` and `?form=conflict` show the forms that went wrong."""
    if not settings.DEMO:
        raise Http404
    grid = CustomerGrid(
        request, SampleRows([replace(each, pk=each.pk + 10 * copy) for copy in range(3) for each in CUSTOMERS])
    )
    if request.headers.get("HX-Request"):
        return render_grid(request, "demo/components.html", {"grid": grid})
    if request.GET.get("form") == "toast":
        messages.success(request, "Invoice settings signed by Petra Lindner")
    form = _form(request.GET.get("form", ""))
    context = {"grid": grid, "empty": CustomerGrid(request, SampleRows([])), "form": form, **_samples()}
    return render_form(request, "demo/components.html", context, form)


def _form(wanted: str) -> SampleForm:
    if wanted not in ("errors", "conflict"):
        return SampleForm(
            initial={"attention": "Frau Sabine Ott, Buchhaltung", "amount": 106200, "starts_on": date(2026, 12, 1)}
        )
    form = SampleForm({"template": "de", "tax_id": "DE 136 695 976", "attention": "Frau Sabine Ott", "amount": "12,3x"})
    if wanted == "conflict":
        differences = [Difference("Tax region", "Germany", "—"), Difference("Attention", "Herr Ott", "Frau Sabine Ott")]
        form.conflict = Conflict(differences, "Petra Lindner", NOW)
    return form


def _samples() -> dict:
    names = [
        "My work",
        "Onboarding",
        "Customers",
        "Contacts",
        "Devices",
        "Contracts",
        "Tickets",
        "Billing review",
        "Settings",
    ]
    counts = {"My work": 7, "Onboarding": 12, "Tickets": 31, "Billing review": 4}
    items = [
        {"label": name, "url": "#", "count": counts.get(name), "is_current": name == "Onboarding"} for name in names
    ]
    return {
        "workspace": {
            "tenant": {"name": "Rheintal IT"}, "items": items, "search_url": "#",
            "member": {"name": "Jana Krüger", "initials": "JK"}, "accent": "indigo",
        },
        "now": NOW, "today": NOW.date(), "last_year": NOW.date() - timedelta(days=400), "states": STATES, "half": _HALF,
        "tones": ["neutral", "accent", "positive", "caution", "critical"],
        "tabs": [
            {"label": "All I may see", "url": "#", "is_current": True},
            {"label": "My customers", "url": "#", "count": 12},
        ],
        "pairs": [("Primary contact", "Miriam Haas"), ("Tax region", ""), ("Street", "Hafenstraße 12, 55118 Mainz")],
        "actions": [
            Action(label="Edit company", url="#"), Action(label="Deactivate", url="#", critical=True, line=True),
        ],
    }  # fmt: skip
