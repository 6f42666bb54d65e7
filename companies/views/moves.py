"""Another place in a family, or none: the effects are shown first, then it is one press."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from companies.forms import MoveForm
from companies.models import Company
from companies.moves import effects_of, fingerprint_of
from companies.views.company import visible
from core.errors import DomainError, NotAllowed
from core.http import see_other
from core.searching import searched
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.EDIT_COMPANIES)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Place the company with everything below it under another parent. `?parent=&link=` shows what that does."""
    company, find = visible(request, pk), searched(request.GET)
    company.check_sees_parent(request.member)
    sent = request.POST or request.GET
    form = MoveForm(sent if "parent" in sent else None, company=company, member=request.member, find=find)
    context = {"form": form, "find": find}
    if not form.is_valid():
        return render(request, "companies/company_move.html", {**context, "company": company})
    chosen = form.values
    context["new_parent"] = chosen["parent"]

    def verb() -> None:
        company.place_under(**chosen, by=request.member)

    done = _("%(company)s is now below %(parent)s.") % {"company": company, "parent": chosen["parent"]}
    return _shown_or_done(request, company, verb, [company, chosen["parent"]], context, done)


@needs(Capability.EDIT_COMPANIES)
def leave_parent(request: HttpRequest, pk: int) -> HttpResponse:
    """End the link to the parent company. Everything below stays below."""
    company = visible(request, pk)
    if company.parent_id is None:
        messages.info(request, _("%(company)s has no parent company.") % {"company": company})
        return see_other("companies:subsidiaries", request.tenant.slug, company.pk)
    done = _("%(name)s no longer belongs to its parent company.") % {"name": company}
    return _shown_or_done(request, company, lambda: company.leave_parent(by=request.member), [company], {}, done)


def _shown_or_done(
    request: HttpRequest, company: Company, verb: Callable[[], None], companies: list[Company], context: dict, done: str
) -> HttpResponse:
    """Do it when exactly these effects were seen before the button was pressed; show them otherwise."""
    page = {**context, "company": company, "is_shown": True}
    try:
        effects = effects_of(verb, companies=companies, member=request.member)
        seen = fingerprint_of(effects)
        is_outdated = request.method == "POST" and request.POST.get("seen") != seen
        if request.method == "POST" and not is_outdated:
            verb()
            messages.success(request, done)
            return see_other("companies:subsidiaries", request.tenant.slug, company.pk)
    except NotAllowed:
        raise
    except DomainError as error:
        return render(request, "companies/company_move.html", {**page, "refusal": error.message}, status=422)
    page |= {"effects": effects, "seen": seen, "is_outdated": is_outdated}
    return render(request, "companies/company_move.html", page, status=409 if is_outdated else 200)
