"""What happened: to a company, and to the whole tenant; as a page and as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.activity import Activity, Entry
from companies.narrowing import key_of, narrowing
from companies.views.company import visible
from core.csvfiles import csv_answer
from events.reading import of_company, of_tenant
from tenants.access import needs
from tenants.roles import Capability


@require_safe
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first; whoever sees the company sees this, without what the own roles do not include."""
    found = visible(request, pk)
    context = activity_context(request, of_company(found.pk))
    return render(request, "companies/company_activity.html", {**context, "company": found, "current_tab": "activity"})


@require_safe
def company_export(request: HttpRequest, pk: int) -> HttpResponse:
    return export_of(request, of_company(visible(request, pk).pk))


@require_safe
@needs(Capability.MANAGE_TENANT)
def tenant(request: HttpRequest) -> HttpResponse:
    """Everything, people, roles and settings included; for admins, who see every customer."""
    return render(request, "companies/tenant_activity.html", activity_context(request, of_tenant(), is_of_tenant=True))


@require_safe
@needs(Capability.MANAGE_TENANT)
def tenant_export(request: HttpRequest) -> HttpResponse:
    return export_of(request, of_tenant(), is_of_tenant=True)


def activity_context(request: HttpRequest, logs, *, is_of_tenant: bool = False) -> dict[str, Any]:
    """What `companies/_activity.html` shows of these logs."""
    form = narrowing(request, is_of_tenant=is_of_tenant)
    activity = Activity.of(logs, member=request.member, narrowed=form.narrowed, names_companies=is_of_tenant)
    asked = request.GET.copy()
    asked.pop("behind", None)
    return {"narrowing": form, "activity": activity.page(key_of(request)), "asked": asked.urlencode()}


def export_of(request: HttpRequest, logs, *, is_of_tenant: bool = False) -> HttpResponse:
    """The same as a file: a line for each field that changed."""
    form = narrowing(request, is_of_tenant=is_of_tenant)
    activity = Activity.of(logs, member=request.member, narrowed=form.narrowed, names_companies=is_of_tenant)
    heading = (
        _("When"), _("Who"), _("Door"), _("Company"), _("What"), _("Record"), _("Field"), _("Before"), _("After"),
    )  # fmt: skip
    return csv_answer("activity", heading, _lines(activity))


def _lines(activity: Activity) -> Iterator[tuple]:
    for entry in activity.everything():
        moment = f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"
        told = (moment, entry.who, entry.door, entry.company, entry.what, entry.subject)
        yield from ((*told, *sides) for sides in _sides(entry))


def _sides(entry: Entry) -> list[tuple]:
    changes = [(change.label, change.before or "", change.after) for change in entry.changes]
    return changes or [("", "", "")]
