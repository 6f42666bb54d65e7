"""A file on its way in: uploaded, looked at, imported, taken back. The packages' own pages lead here."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from core.errors import DomainError
from core.http import do, next_of, render_form, render_part, see_other, wants_part
from imports import runs
from imports.adapters import adapter_of, all_kinds, seen_by
from imports.forms import MappingForm, UploadForm
from imports.models import ImportRun, RowAction
from imports.pages import run_body, upload_body, work_body
from imports.wrong_lines import wrong_lines as written_wrong_lines


def upload(
    request: HttpRequest, *, kind: str, upload_url: str, template: str, company_id: int | None = None, **context
) -> HttpResponse:
    """The page of a kind of record on which a file is chosen. It is checked; nothing is imported yet."""
    next_url = next_of(request)
    is_post = request.method == "POST"
    was_too_large = getattr(request, "upload_was_too_large", False)
    form = UploadForm(request.POST, request.FILES, was_too_large=was_too_large) if is_post else UploadForm()

    def check() -> ImportRun:
        file = form.cleaned_data["file"]
        return runs.check(
            kind=kind, file=file, file_name=file.name, size=file.size, company_id=company_id, by=request.member
        )

    if form.is_valid() and form.apply(check):
        return see_other(run_url(request, form.result, next_url=next_url))
    body = upload_body(
        kind=kind, member=request.member, company_id=company_id, upload_url=upload_url, form=form, next_url=next_url
    )
    return render_form(request, template, {**body, **context}, form)


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """What each line would do, or has done, or how far the work is; the columns can be read another way."""
    found, next_url = _found(request, run_id), next_of(request)
    if request.method != "POST":
        return _page(request, found, next_url)
    form = MappingForm(request.POST, run=found, adapter=adapter_of(found.kind))
    if form.is_valid() and form.apply(
        lambda: runs.remap(
            run=found, layout=form.chosen_layout, mapping=form.mapping, groups=form.chosen_groups, by=request.member
        )
    ):
        return see_other(run_url(request, found, next_url=next_url))
    return _page(request, ImportRun.objects.get(pk=found.pk), next_url, form)


@require_POST
def apply(request: HttpRequest, run_id: int) -> HttpResponse:
    """Import what is not wrong, or all if nothing is."""
    is_whole = request.POST.get("mode") == "whole"
    return _do(request, run_id, lambda found: runs.apply(run=found, by=request.member, is_whole=is_whole))


@require_POST
def go_on(request: HttpRequest, run_id: int) -> HttpResponse:
    """Import the lines that were left when it was stopped."""
    return _do(request, run_id, lambda found: runs.go_on(run=found, by=request.member))


@require_POST
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop what a worker does with it."""
    return _do(request, run_id, lambda found: runs.stop(run=found, by=request.member))


@require_POST
def discard(request: HttpRequest, run_id: int) -> HttpResponse:
    """Put the dry run away."""
    found = _found(request, run_id)
    back = next_of(request) or adapter_of(found.kind).place(found).upload_url
    done = _("Import discarded. Nothing was imported.")
    return do(request, lambda: runs.discard(run=found, by=request.member), done, back)


@require_POST
def weigh(request: HttpRequest, run_id: int) -> HttpResponse:
    """Find out what undoing would do; nothing is undone yet."""
    return _do(request, run_id, lambda found: runs.weigh_undo(run=found, by=request.member))


@require_POST
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take the import back."""
    return _do(request, run_id, lambda found: runs.undo(run=found, by=request.member))


@require_POST
def keep(request: HttpRequest, run_id: int) -> HttpResponse:
    """Undo nothing after all."""
    return _do(request, run_id, lambda found: runs.keep(run=found, by=request.member))


@require_safe
def wrong_lines(request: HttpRequest, run_id: int) -> HttpResponse:
    """The wrong lines as a file, with their reasons."""
    found = _found(request, run_id)
    name = _("wrong lines of %(name)s") % {"name": found.file_name.rsplit(".", 1)[0]}
    file = written_wrong_lines(found)
    return FileResponse(file, as_attachment=True, filename=f"{name}.csv", content_type="text/csv; charset=utf-8")


def run_url(request: HttpRequest, run: ImportRun, name: str = "run", *, next_url: str = "") -> str:
    url = reverse(f"imports:{name}", args=[request.tenant.slug, run.pk])
    return f"{url}?{urlencode({'next': next_url})}" if next_url else url


def _found(request: HttpRequest, run_id: int) -> ImportRun:
    """An import that one may know of (else 404), of records that one may import (else 403)."""
    runs_seen = seen_by(request.member, *all_kinds()).select_related("created_by", "tenant")
    found = get_object_or_404(runs_seen, pk=run_id)
    request.member.check_may(adapter_of(found.kind).capability)
    return found


def _do(request: HttpRequest, run_id: int, verb: Callable[[ImportRun], ImportRun | None]) -> HttpResponse:
    """Carry out a verb, say how it went, and show the run again."""
    found = _found(request, run_id)
    try:
        done = verb(found)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        _say(request, done)
    return see_other(run_url(request, found, next_url=next_of(request)))


def _say(request: HttpRequest, done: ImportRun | None) -> None:
    if done is not None and done.is_applied:
        counts = runs.counts_of(done)
        count = counts[RowAction.CREATE] + counts[RowAction.UPDATE]
        words = ngettext("%(count)d line imported.", "%(count)d lines imported.", count)
        messages.success(request, words % {"count": count})
    elif done is not None and done.is_undone:
        messages.success(request, _("The import is undone."))


def _page(request: HttpRequest, found: ImportRun, next_url: str, form: MappingForm | None = None) -> HttpResponse:
    urls = {
        f"{name}_url": run_url(request, found, name, next_url=next_url)
        for name in ("apply", "discard", "stop", "go_on", "weigh", "undo", "keep", "wrong_lines")
    }
    if found.is_at_work:
        context = {**work_body(found), **urls, "place": adapter_of(found.kind).place(found)}
        return render_part(request, "imports/working.html#work", context)
    if wants_part(request):
        return HttpResponseClientRefresh()
    asked = request.GET.get("page", "")
    page = min(max(int(asked), 1), 1000) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    body = run_body(found, shown=request.GET.get("show", ""), page=page, form=form)
    context = {**body, **urls, "next_url": next_url}
    return (
        render_form(request, "imports/run.html", context, form)
        if form
        else render(request, "imports/run.html", context)
    )
