"""Answers that every page gives alike."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.errors import DomainError, NotAllowed
from core.grids import Grid
from core.grids.export import EXPORT_CAP, KINDS, export, is_too_long


class SeeOther(HttpResponseRedirect):
    """It is done; look there (303), so that a reload does not do it again."""

    status_code = 303


def see_other(to, *args, **kwargs) -> SeeOther:
    """Redirect to a URL name with its arguments, a URL, or an object with `get_absolute_url`."""
    return SeeOther(resolve_url(to, *args, **kwargs))


def is_within_tenant(request, address: str) -> bool:
    """Whether one may be sent there: an address of this tenant's own pages."""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return is_ours and address.startswith(f"/{request.tenant.slug}/")


def is_to_be_on(request) -> bool:
    """What a form with a switch asks for: it says what is wanted, so that a second press asks for the same."""
    return request.POST.get("on") == "yes"


def next_of(request) -> str:
    """Where the page that asked wants to go on, if that is one of this tenant's own pages."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if is_within_tenant(request, asked) else ""


def do(
    request, verb: Callable[[], Any], done, to: str, *args, passing: type[DomainError] | tuple[()] = NotAllowed
) -> SeeOther:
    """Call a verb that has no form, then look there (as `see_other`): the page says that it is done, or why not.

    `passing` is not told there: for NotAllowed a 403 says why; where one shall stay in any case, nothing passes: `()`.
    """
    try:
        verb()
    except passing:
        raise
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done)
    return see_other(to, *args)


def wants_part(request) -> bool:
    """Whether htmx asks for a part; a boosted link or a page from its history is a whole page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_form(request, template_name: str, context: dict, form) -> HttpResponse:
    """The page of a form: 200 when it is fresh, 422 when something is wrong, 409 when another edit came between.

    `form` may be one form, a formset, or a list of them: the gravest counts.
    """
    forms = form if isinstance(form, list | tuple) else [form]
    status = max(_status(each) for each in forms)
    if status == 422 and any(_status(each) == 409 for each in forms):
        status = 409
    return render(request, template_name, context, status=status)


def render_part(request, template_name: str, context: dict, status: int = 200) -> HttpResponse:
    """`page.html#part`: the part for htmx, the whole page for everybody else, from one view."""
    page = template_name.split("#")[0]
    response = render(request, template_name if wants_part(request) else page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def render_grid(request, template_name: str, context: dict) -> HttpResponse:
    """A page with a grid in its context as `grid`; htmx gets the rows, and the address without empty keys.

    `?export=csv` and `?export=xlsx` give what is shown as a file.
    """
    grid = context["grid"]
    if request.GET.get("export") in KINDS:
        return _export(request, grid)
    if not wants_part(request):
        return _varied(render(request, template_name, context))
    if grid.is_panel_open:
        return _varied(render(request, "components/grid_filters.html", {"grid": grid}))
    response = _varied(render(request, "components/grid_rows.html", {"grid": grid}))
    response["HX-Push-Url"] = grid.address
    return response


def _export(request, grid: Grid) -> Any:
    if not is_too_long(grid):
        return export(grid, request.GET["export"])
    cap = number_format(EXPORT_CAP, force_grouping=True)
    words = _("A file takes %(cap)s rows at most. Narrow the list by a search or a filter, then export it.")
    messages.error(request, words % {"cap": cap})
    return see_other(grid.list_address)


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["HX-Request"])
    return response


def _status(form) -> int:
    if hasattr(form, "status"):
        return form.status
    if hasattr(form, "total_error_count") and callable(form.total_error_count):
        return 422 if form.is_bound and form.total_error_count() else 200
    return 422 if form.is_bound and form.errors else 200
