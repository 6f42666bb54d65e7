"""The list of contacts, and those of one company."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from companies.models import Company
from contacts.models import Contact
from contacts.tables import ContactGrid
from core.http import render_grid
from core.querying import first_of
from tenants.roles import Capability

SHOWN_ON_TAB = 100


@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    customers = reverse("companies:list", args=[request.tenant.slug])
    seen = Contact.objects.visible_to(request.member)
    grid = ContactGrid(request, seen, empty_url=customers, empty_label=_("To the customers"))
    context = {"grid": grid, "may_edit": request.member.may(Capability.EDIT_CONTACTS)}
    return render_grid(request, "contacts/contact_list.html", context)


@require_safe
def company_tab(request: HttpRequest, company: int) -> HttpResponse:
    """The contacts of one company, as a tab of its page."""
    seen = Company.objects.visible_to(request.member).with_head()
    found = get_object_or_404(seen, pk=company)
    rows = Contact.objects.for_company(found).select_related("portal_access")
    contacts, is_cut = first_of(rows.order_by("-is_active", "sort_name", "id"), SHOWN_ON_TAB)
    context = {
        "company": found, "contacts": contacts, "is_cut": is_cut,
        "may_edit": request.member.may(Capability.EDIT_CONTACTS) and not found.is_alias, "current_tab": "contacts",
    }  # fmt: skip
    return render(request, "contacts/company_tab.html", context)
