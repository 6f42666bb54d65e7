"""Two contacts of one company that were the same person: choose who remains, see what moves, merge; take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from companies.views.merging import undo_and_say
from contacts.forms import ContactMergeForm
from contacts.merging import merge_contacts, preview_of_contacts, undo_merge_of_contacts
from contacts.views.contact import visible
from core.http import render_form, see_other
from tenants.access import needs
from tenants.roles import Capability


@needs(Capability.EDIT_CONTACTS)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge this contact into another one of the company. `?into=` shows what would move; the last press does it."""
    absorbed, sent = visible(request, pk), request.POST or request.GET
    form = ContactMergeForm(sent if "into" in sent else None, absorbed=absorbed)
    survivor = form.cleaned_data["into"] if form.is_bound and form.is_valid() else None
    if survivor and request.method == "POST" and form.apply(
        lambda: merge_contacts(absorbed=absorbed, survivor=survivor, by=request.member)
    ):  # fmt: skip
        messages.success(request, _("%(name)s is merged into %(into)s.") % {"name": absorbed, "into": survivor})
        return see_other("contacts:detail", request.tenant.slug, survivor.pk)
    found = preview_of_contacts(absorbed=absorbed, survivor=survivor, by=request.member) if survivor else None
    context = {"contact": absorbed, "form": form, "survivor": survivor, "preview": found}
    return render_form(request, "contacts/contact_merge.html", context, form)


@require_POST
@needs(Capability.MANAGE_TENANT)
def undo(request: HttpRequest, pk: int, merge: int) -> HttpResponse:
    """Take a merge back."""
    contact = visible(request, pk)
    found = get_object_or_404(contact.merges.standing().select_related("absorbed", "survivor"), pk=merge)
    undo_and_say(request, found, lambda: undo_merge_of_contacts(merge=found, by=request.member))
    return see_other("contacts:detail", request.tenant.slug, contact.pk)
