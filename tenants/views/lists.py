"""How one has arranged a list, and its saved views. A list names itself by its key, and where to go back to."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.grids import GRIDS, Grid
from core.http import SeeOther, do, is_within_tenant, render_form
from tenants.forms import SavedViewForm
from tenants.models import ListArrangement, SavedView

LONGEST_STATE = 4_000


def columns(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the columns of a list, their order and width; the buttons work without a script."""
    grid = _grid(request, key)
    if request.method != "POST":
        return _chooser(request, grid, grid.usual_keys)
    if "reset" in request.POST:
        ListArrangement.reset(member=request.member, grid=key)
        return SeeOther(_back(request))
    if "resize" in request.POST:
        return _resize(request, grid)
    chosen, order = request.POST.getlist("column"), _order(request, grid)
    moved = request.POST.get("up") or request.POST.get("down")
    if moved in order:
        at = order.index(moved)
        order.insert(max(at - 1, 0) if "up" in request.POST else at + 1, order.pop(at))
        return _chooser(request, grid, [key for key in order if key in chosen], order)
    kept = [grid.columns[0].key, *(each for each in order if each in chosen)]
    ListArrangement.keep(member=request.member, grid=key, columns=[(each, _width(request, each)) for each in kept])
    return SeeOther(_back(request))


def new_view(request: HttpRequest, key: str) -> HttpResponse:
    """Save what the list shows under a name."""
    grid = _grid(request, key, asked=_state(request))
    form = SavedViewForm(request.POST or None)
    if form.is_valid() and form.apply(
        lambda: SavedView.keep(owner=request.member, grid=key, state=grid.saved_state, **form.values)
    ):
        messages.success(request, _("The view %(name)s is saved.") % {"name": form.result})
        return SeeOther(f"{_path(request)}?view={form.result.key}")
    context = {"form": form, "back": _back(request), "state": grid.saved_state, "may_change": True}
    return render_form(request, "tenants/list_view.html", context, form)


def view(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a saved view, share it, take it back, or let it show what the list shows now."""
    saved = _saved(request, pk)
    form = SavedViewForm(request.POST or None, initial={"name": saved.name, "is_shared": saved.is_shared})
    if form.is_valid() and form.apply(lambda: saved.change(by=request.member, **form.values)):
        if request.POST.get("take_over") and saved.grid in GRIDS:
            grid = _grid(request, saved.grid, asked=_state(request))
            saved.replace_state(state=grid.saved_state, by=request.member)
        messages.success(request, _("The view %(name)s is saved.") % {"name": saved})
        return SeeOther(f"{_path(request)}?view={saved.key}")
    may_change = saved.may_be_changed_by(request.member)
    context = {
        "form": form, "saved": saved, "back": _back(request), "may_change": may_change,
        "state": _state(request).urlencode(),
    }  # fmt: skip
    return render_form(request, "tenants/list_view.html", context, form)


@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a saved view. Whoever may not, because it is somebody else's, keeps the list in sight."""
    saved = _saved(request, pk)
    done = _("The view %(name)s is deleted.") % {"name": saved}
    return do(request, lambda: saved.remove(by=request.member), done, _path(request), passing=())


def _grid(request: Any, key: str, asked: QueryDict | None = None) -> Grid:
    """The list of this key, asked nothing; it validates what comes in."""
    if key not in GRIDS:
        raise Http404
    return GRIDS[key](request, None, asked=asked or QueryDict())


def _chooser(request: Any, grid: Grid, chosen: list[str], order: list[str] | None = None) -> HttpResponse:
    known = {column.key: column for column in grid.columns[1:]}
    rest = [key for key in known if key not in chosen]
    widths = dict(grid.arranged.columns)
    if request.method == "POST":
        widths = {key: _width(request, key) for key in known}
    rows = [(known[key], key in chosen, widths.get(key)) for key in order or [*chosen, *rest] if key in known]
    context = {"grid": grid, "rows": rows, "back": _back(request), "is_arranged": bool(grid.arranged.columns)}
    return render(request, "tenants/list_columns.html", context)


def _resize(request: Any, grid: Grid) -> HttpResponse:
    """One column was drawn wider or narrower in the list itself."""
    known = dict(grid.arranged.columns)
    kept = [(each, known.get(each)) for each in grid.usual_keys]
    resized = request.POST["resize"]
    kept = [(each, _width(request, resized) if each == resized else width) for each, width in kept]
    ListArrangement.keep(member=request.member, grid=grid.key, columns=kept)
    return HttpResponse(status=204)


def _order(request: Any, grid: Grid) -> list[str]:
    """All columns but the first, in the order that was sent; what was not sent stands at the end."""
    known = [column.key for column in grid.columns[1:]]
    sent = [key for key in dict.fromkeys(request.POST.getlist("order")) if key in known]
    return [*sent, *(key for key in known if key not in sent)]


def _width(request: Any, key: str) -> int | None:
    value = request.POST.get(f"width-{key}", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


def _saved(request: Any, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.member).select_related("owner"), pk=pk)


def _state(request: Any) -> QueryDict:
    """What the list was asked: the rest of the address, or what the form has kept of it."""
    if request.method == "POST":
        return QueryDict(request.POST.get("state", "")[:LONGEST_STATE])
    return QueryDict(urlencode([(k, v) for k, vs in request.GET.lists() if k != "next" for v in vs])[:LONGEST_STATE])


def _back(request: Any) -> str:
    """Where the list stands, as it was; the start page for an address that is not ours."""
    asked = (request.POST if request.method == "POST" else request.GET).get("next", "")
    if not is_within_tenant(request, asked):
        return f"/{request.tenant.slug}/"
    state = "" if request.method == "POST" else _state(request).urlencode()
    return f"{asked}?{state}" if state else asked


def _path(request: Any) -> str:
    """Where the list stands, asked nothing."""
    return _back(request).partition("?")[0]
