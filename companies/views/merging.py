"""Two companies that were one: choose the one that remains, see what moves, merge; and take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from companies.forms import MergeForm
from companies.merging import merge_companies, preview_of_companies, undo_merge_of_companies
from companies.models import CompanyMerge
from companies.views.company import to_company, visible
from core.errors import DomainError
from core.http import render_form, see_other
from core.searching import searched
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.EDIT_COMPANIES)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge this company into another. `?into=` shows what would move; the last press does it."""
    absorbed, sent = visible(request, pk), request.POST or request.GET
    find, is_search = searched(sent), "find_more" in sent
    asked = sent if "into" in sent and not is_search else None
    form = MergeForm(asked, absorbed=absorbed, member=request.member, find=find, chosen=sent.getlist("into"))
    survivor = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
    if survivor and request.method == "POST" and form.apply(
        lambda: merge_companies(absorbed=absorbed, survivor=survivor, by=request.member)
    ):  # fmt: skip
        messages.success(
            request, _("%(name)s is merged into %(into)s.") % {"name": absorbed.name, "into": survivor.name}
        )
        return to_company(request, survivor)
    found = preview_of_companies(absorbed=absorbed, survivor=survivor, by=request.member) if survivor else None
    context = {"company": absorbed, "form": form, "find": find, "survivor": survivor, "preview": found}
    return render_form(request, "companies/company_merge.html", context, form)


@require_POST
@needs(Capability.MANAGE_TENANT)
def undo(request: HttpRequest, pk: int, merge: int) -> HttpResponse:
    """Take a merge back."""
    company = visible(request, pk)
    found = get_object_or_404(company.merges.standing().select_related("absorbed", "survivor"), pk=merge)
    undo_and_say(request, found, lambda: undo_merge_of_companies(merge=found, by=request.member))
    return see_other("companies:detail", request.tenant.slug, company.pk)


def undo_and_say(request: HttpRequest, merge: CompanyMerge, verb) -> None:
    """Call the verb and tell what came of it; what is not as it was before is named, with how many."""
    try:
        undone = verb()
    except DomainError as error:
        messages.error(request, str(error.message))
        return
    messages.success(request, _("%(name)s is a record of its own again.") % {"name": merge.absorbed})
    for words, counts in (
        (_("Changed since, and stays where it is now: %(what)s."), undone.stayed),
        (_("Taken away, because it would have linked the two: %(what)s."), undone.cut),
        (_("Not given back, because it would break a rule by now: %(what)s."), undone.kept),
    ):
        if counts:
            messages.warning(request, words % {"what": ", ".join(f"{each.label} ({count})" for each, count in counts)})
