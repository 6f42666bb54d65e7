"""Devices from a file: upload, look at what would happen, import."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from companies.models import Company
from core.errors import DomainError
from core.http import render_form, see_other
from devices.importing import KIND
from devices.pages import import_body
from devices.views.coverage import next_of
from imports import runs
from imports.adapters import adapter_of
from imports.forms import MappingForm, UploadForm
from imports.models import ImportRun, RowAction
from imports.pages import run_body
from tenants.access import needs
from tenants.roles import Capability


def _company(request, company_id: int) -> Company:
    return get_object_or_404(Company.objects.visible_to(request.member).select_related("tenant"), pk=company_id)


def _run(company: Company, run_id: int) -> ImportRun:
    return get_object_or_404(ImportRun, kind=KIND, company_id=company.pk, pk=run_id)


def _run_url(request, name: str, run: ImportRun, next_url: str) -> str:
    url = reverse(f"devices:{name}", args=[request.tenant.slug, run.company_id, run.pk])
    return f"{url}?{urlencode({'next': next_url})}" if next_url else url


@needs(Capability.EDIT_DEVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, company_id: int):
    """Choose a file; it is checked at once, and nothing is imported yet."""
    company, next_url = _company(request, company_id), next_of(request)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid() and form.apply(lambda: _check(request, company, form.cleaned_data["file"])):
        return see_other(_run_url(request, "import_run", form.result, next_url))
    return render_form(request, "devices/import.html", import_body(company, form=form, next_url=next_url), form)


def _check(request, company: Company, file) -> ImportRun:
    return runs.check(
        kind=KIND, file=file, file_name=file.name, size=file.size, company_id=company.pk, by=request.member
    )


@needs(Capability.EDIT_DEVICES)
@require_http_methods(["GET", "HEAD", "POST"])
def run(request, company_id: int, run_id: int):
    """What each line would do, or has done; the columns can be read another way."""
    company, next_url = _company(request, company_id), next_of(request)
    found = _run(company, run_id)
    if request.method != "POST":
        return _page(request, company, found, next_url)
    form = MappingForm(request.POST, run=found, adapter=adapter_of(KIND), groups=runs.groups_of(found))
    if form.is_valid() and form.apply(
        lambda: runs.remap(
            run=found, layout=form.chosen_layout, mapping=form.mapping, groups=form.chosen_groups, by=request.member
        )
    ):
        return see_other(_run_url(request, "import_run", found, next_url))
    return _page(request, company, found, next_url, form)


def _page(request, company: Company, found: ImportRun, next_url: str, form: MappingForm | None = None) -> HttpResponse:
    asked = request.GET.get("page", "")
    page = min(max(int(asked), 1), 1000) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    body = run_body(found, shown=request.GET.get("show", ""), page=page, form=form)
    context = {
        **body,
        "company": company,
        "next_url": next_url,
        "apply_url": _run_url(request, "import_apply", found, next_url),
        "discard_url": _run_url(request, "import_discard", found, next_url),
        "coverage_url": reverse("devices:coverage", args=[request.tenant.slug, company.pk]),
        "import_url": reverse("devices:import", args=[request.tenant.slug, company.pk]),
    }
    return render_form(request, "devices/import_run.html", context, body["mapping_form"])


@needs(Capability.EDIT_DEVICES)
@require_POST
def apply(request, company_id: int, run_id: int):
    """Import what is not wrong."""
    company, next_url = _company(request, company_id), next_of(request)
    found = _run(company, run_id)
    try:
        counts = runs.counts_of(runs.apply(run=found, by=request.member))
    except DomainError as error:
        messages.error(request, error.message)
    else:
        done = counts[RowAction.CREATE] + counts[RowAction.UPDATE]
        messages.success(
            request, ngettext("%(count)d device imported.", "%(count)d devices imported.", done) % {"count": done}
        )
    return see_other(_run_url(request, "import_run", found, next_url))


@needs(Capability.EDIT_DEVICES)
@require_POST
def discard(request, company_id: int, run_id: int):
    """Put the dry run away."""
    company, next_url = _company(request, company_id), next_of(request)
    try:
        runs.discard(run=_run(company, run_id), by=request.member)
        messages.success(request, _("Import discarded. Nothing was imported."))
    except DomainError as error:
        messages.error(request, error.message)
    return see_other(next_url) if next_url else see_other("devices:import", request.tenant.slug, company.pk)
