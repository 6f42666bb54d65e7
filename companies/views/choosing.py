"""The page before a page: for which company. Packages above show it where something new begins at a list of theirs."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from companies.forms import ChooseCompanyForm
from core.http import render_form, see_other
from core.searching import searched


def choose_company(request: HttpRequest, *, title: str, back: tuple[str, str], then: str) -> HttpResponse:
    """Ask for whom, and go on to the page named `then`, whose address takes the company.

    `back` is the list where it began: the name of its address, and its own.
    """
    find = searched(request.GET, "q").strip()
    form = ChooseCompanyForm(request.POST or None, member=request.member, find=find)
    if form.is_valid():
        return see_other(then, request.tenant.slug, form.cleaned_data["company"].pk)
    list_name, list_label = back
    context = {
        "form": form, "find": find, "title": title,
        "list_url": reverse(list_name, args=[request.tenant.slug]), "list_label": list_label,
    }  # fmt: skip
    return render_form(request, "companies/choose_company.html", context, form)
