"""One contact: personal information, the primary contact, the client portal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies.models import Company
from companies.views import choosing
from contacts import operations
from contacts.forms import ContactForm, CopyForm, PortalForm
from contacts.models import ANYBODY, Contact
from contacts.portal_places import works
from core.http import do, render_form, see_other
from core.ids import is_id
from core.searching import searched
from tenants.access import needs
from tenants.once import done_once
from tenants.roles import Capability


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    context = {
        "contact": contact, "primary": primary_instead_of(contact), "absorption": contact.absorption(),
        "merges": contact.taken_in(seen_by=request.member),
    }  # fmt: skip
    return render(request, "contacts/contact_detail.html", context)


@needs(Capability.EDIT_CONTACTS)
def choose_company(request: HttpRequest) -> HttpResponse:
    """Where the new contact works."""
    return choosing.choose_company(
        request, title=_("New contact"), back=("contacts:list", _("Contacts")), then="contacts:new"
    )


@needs(Capability.EDIT_CONTACTS)
@done_once
def new(request: HttpRequest, company: int) -> HttpResponse:
    """A new contact of this company."""
    found = get_object_or_404(Company.objects.visible_to(request.member), pk=company)
    fresh = Contact(tenant_id=found.tenant_id, company=found)
    form = ContactForm(request.POST or None, instance=fresh, company=found, member=request.member)
    if form.is_valid() and form.apply(
        lambda: operations.enter_contact(company=found, values=form.details, by=request.member, **form.primary)
    ):
        messages.success(request, _("%(name)s is entered.") % {"name": form.result})
        return see_other("contacts:detail", request.tenant.slug, form.result.pk)
    return render_form(request, "contacts/contact_form.html", {"form": form, "company": found}, form)


@needs(Capability.EDIT_CONTACTS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """*Edit contact*: Personal information."""
    contact = visible(request, pk)
    form = ContactForm(request.POST or None, instance=contact, company=contact.company, member=request.member)
    if form.is_valid() and form.apply(
        lambda: operations.edit_contact(
            contact=contact, values=form.details, seen=form.seen, by=request.member, **form.primary
        )
    ):
        messages.success(request, _("%(name)s is saved.") % {"name": contact.full_name})
        return see_other("contacts:detail", request.tenant.slug, contact.pk)
    context = {"form": form, "contact": contact, "company": contact.company}
    return render_form(request, "contacts/contact_form.html", context, form)


@needs(Capability.MANAGE_PORTAL)
def portal(request: HttpRequest, pk: int) -> HttpResponse:
    """The tab *Client portal*."""
    contact = visible(request, pk)
    form = PortalForm(request.POST or None, contact=contact)
    if form.is_valid() and form.apply(
        lambda: operations.decide_portal(contact=contact, by=request.member, **form.values)
    ):
        messages.success(request, _("The portal access of %(name)s is saved.") % {"name": contact.full_name})
        return see_other("contacts:portal", request.tenant.slug, contact.pk)
    access = contact.access
    context = {"form": form, "contact": contact, "access": access, "may_invite": access is not None and works(access)}
    return render_form(request, "contacts/contact_portal.html", context, form)


@require_POST
@needs(Capability.MANAGE_PORTAL)
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    done = _("%(name)s gets a new invitation. The old link no longer works.")
    return do_here(request, contact, lambda: contact.invite_again(by=request.member), done, to="contacts:portal")


@require_POST
@needs(Capability.EDIT_CONTACTS)
def designate(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    done = _("%(name)s is the primary contact now.")
    seen = instead_of(request)
    return do_here(request, contact, lambda: contact.designate_primary(by=request.member, instead_of=seen), done)


@needs(Capability.EDIT_CONTACTS)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """*Copy and deactivate*: the person works at another company now. `?find=` narrows the companies offered."""
    contact = visible(request, pk)
    find = searched(request.GET)
    data = request.POST if request.method == "POST" else None  # nobody chosen is an answer too
    form = CopyForm(data, contact=contact, member=request.member, find=find)
    if form.is_valid() and form.apply(
        lambda: operations.copy_and_deactivate(contact=contact, by=request.member, **form.values)
    ):
        words = {"name": contact.full_name, "company": form.result.company}
        messages.success(request, _("%(name)s is a contact of %(company)s now, and no longer active here.") % words)
        return see_other("contacts:detail", request.tenant.slug, form.result.pk)
    context = {"form": form, "contact": contact, "access": contact.access, "find": find}
    return render_form(request, "contacts/contact_copy.html", context, form)


@require_POST
@needs(Capability.EDIT_CONTACTS)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    done = _("%(name)s is no longer active, and no longer gets into the portal.")
    return do_here(request, contact, lambda: contact.deactivate(by=request.member), done)


@require_POST
@needs(Capability.EDIT_CONTACTS)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    return do_here(request, contact, lambda: contact.activate(by=request.member), _("%(name)s is active again."))


def visible(request: HttpRequest, pk: int) -> Contact:
    """The contact, if this member sees its company; 404 otherwise."""
    return get_object_or_404(Contact.objects.visible_to(request.member).select_related("company", "location"), pk=pk)


def primary_instead_of(contact: Contact) -> Contact | None:
    """Whom this contact would replace as the primary contact."""
    return None if contact.is_primary else Contact.objects.primary_of(contact.company)


def instead_of(request: HttpRequest):
    """Whom the page or the menu of a list showed as the primary contact; without a word of it, whoever it is."""
    seen = request.POST.get("instead_of", request.GET.get("instead_of"))
    if seen is None:
        return ANYBODY
    return int(seen) if is_id(seen) else None


def do_here(request: HttpRequest, contact: Contact, verb, done: str, *, to: str = "contacts:detail") -> HttpResponse:
    """Call a verb that has no form: the contact's page says that it is done, or why not."""
    return do(request, verb, done % {"name": contact.full_name}, to, request.tenant.slug, contact.pk)
