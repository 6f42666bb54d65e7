"""One contact: personal information, the primary contact, the client portal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from companies.models import Company
from contacts import operations
from contacts.forms import ContactForm, PortalForm
from contacts.models import Contact
from core.errors import DomainError, NotAllowed
from core.http import render_form, see_other
from tenants.access import needs
from tenants.roles import Capability


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "contacts/contact_detail.html", {"contact": visible(request, pk)})


@needs(Capability.EDIT_CONTACTS)
def new(request: HttpRequest, company: int) -> HttpResponse:
    """A new contact of this company."""
    found = get_object_or_404(Company.objects.visible_to(request.member), pk=company)
    form = ContactForm(request.POST or None, instance=Contact(tenant_id=found.tenant_id), company=found)
    if form.is_valid() and form.apply(
        lambda: operations.enter_contact(
            company=found, values=form.details, is_primary=form.is_primary, by=request.member
        )
    ):
        messages.success(request, _("%(name)s is entered.") % {"name": form.result})
        return see_other("contacts:detail", request.tenant.slug, form.result.pk)
    return render_form(request, "contacts/contact_form.html", {"form": form, "company": found}, form)


@needs(Capability.EDIT_CONTACTS)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """*Edit contact*: Personal information."""
    contact = visible(request, pk)
    form = ContactForm(request.POST or None, instance=contact, company=contact.company)
    if form.is_valid() and form.apply(
        lambda: operations.edit_contact(
            contact=contact, values=form.details, is_primary=form.is_primary, seen=form.seen, by=request.member
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
    return render_form(
        request, "contacts/contact_portal.html", {"form": form, "contact": contact, "access": contact.access}, form
    )


@require_POST
@needs(Capability.MANAGE_PORTAL)
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    done = _("%(name)s gets a new invitation. The old link no longer works.")
    return do(request, contact, lambda: contact.invite_again(by=request.member), done, to="contacts:portal")


@require_POST
@needs(Capability.EDIT_CONTACTS)
def designate(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    done = _("%(name)s is the primary contact now.")
    return do(request, contact, lambda: contact.designate_primary(by=request.member), done)


@require_POST
@needs(Capability.EDIT_CONTACTS)
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    done = _("%(name)s is no longer active, and no longer gets into the portal.")
    return do(request, contact, lambda: contact.deactivate(by=request.member), done)


@require_POST
@needs(Capability.EDIT_CONTACTS)
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    contact = visible(request, pk)
    return do(request, contact, lambda: contact.activate(by=request.member), _("%(name)s is active again."))


def visible(request: HttpRequest, pk: int) -> Contact:
    """The contact, if this member sees its company; 404 otherwise."""
    return get_object_or_404(Contact.objects.visible_to(request.member).select_related("company"), pk=pk)


def do(request: HttpRequest, contact: Contact, verb, done: str, *, to: str = "contacts:detail") -> HttpResponse:
    """Call a verb that has no form: the contact's page says that it is done, or why not."""
    try:
        verb()
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done % {"name": contact.full_name})
    return see_other(to, request.tenant.slug, contact.pk)
