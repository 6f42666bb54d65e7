"""What a message says to whom: read and written when it is sent, in the recipient's language."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import OuterRef, Prefetch, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from companies.models import AccountTeamMember, Company
from contacts.models import Contact
from contacts.portal_places import usable
from core.dates import written_day
from core.querying import is_there
from notifications.models import AccountMail, Failure, Message, MessageKind
from notifications.operations import outdated_among
from notifications.recipients import resolve_each
from notifications.wording import filled, greeting, paragraphs
from tenants.invitations import link_for
from tenants.models import Tenant

MAIL_ID = "handover_message"
"""Under this name a provider keeps our Message-ID beside its own."""


@dataclass(frozen=True)
class Letter:
    """A mail ready to go."""

    recipient: str
    language: str
    subject: str
    text: str
    sender: str
    reply_to: str
    mail_id: str
    tenant_name: str
    contact_id: int | None = None

    def as_mail(self) -> EmailMultiAlternatives:
        mail = EmailMultiAlternatives(
            subject=" ".join(self.subject.split()),
            body=self.text,
            from_email=self.sender,
            to=[self.recipient],
            reply_to=[self.reply_to] if self.reply_to else [],
            headers={"Message-ID": self.mail_id, "Auto-Submitted": "auto-generated"},
        )
        with translation.override(self.language):
            html = render_to_string(
                "emails/letter.html",
                {
                    "subject": self.subject,
                    "paragraphs": paragraphs(self.text),
                    "language": self.language,
                    "tenant_name": self.tenant_name,
                },
            )
        mail.attach_alternative(html, "text/html")
        mail.metadata = {MAIL_ID: self.mail_id}  # type: ignore[attr-defined]  # read by django-anymail's backends
        return mail


@dataclass(frozen=True)
class Held:
    """Nobody to write to yet, and why."""

    reason: str


class Outdated:
    """No longer true, or too old."""


@dataclass(frozen=True)
class Undeliverable:
    """There is nobody to send it to, and there will not be: it has failed."""

    why: Failure


Outcome = Letter | Held | Outdated | Undeliverable


@dataclass(frozen=True)
class Draft:
    """A mail with all that its letter is written from, as things stand now; writing it asks nothing more."""

    delivery: AccountMail | Message
    is_outdated: bool = False
    contact: Contact | None = None
    held_reason: str = ""
    is_in_portal: bool = False


def drafts_of(deliveries: QuerySet) -> list[Draft]:
    """Read a batch at once, in a handful of queries; the recipients of workflow notifications are resolved here."""
    if deliveries.model is AccountMail:
        return [Draft(each) for each in deliveries]
    places = AccountTeamMember.objects.standing().in_name_order()
    read = list(
        deliveries.select_related("rule", "company__manager", "contact", "user", "invitation__tenant", "tenant")
        .prefetch_related(Prefetch("company__team", queryset=places))
        .annotate(is_in_portal=is_there(usable().filter(contact=OuterRef("contact"))))
    )
    outdated = outdated_among(read)
    primary = resolve_each(each.company_id for each in read if each.kind == MessageKind.WORKFLOW)
    return [
        Draft(each, each.pk in outdated, *primary.get(each.company_id, (None, "")), is_in_portal=each.is_in_portal)
        for each in read
    ]


def letter_for(draft: Draft) -> Outcome:
    """Write the letter, in the recipient's language and by the tenant's clock."""
    message = draft.delivery
    if isinstance(message, AccountMail):
        return _account_letter(message)
    with timezone.override(message.tenant.zone):
        return _message_letter(message, draft)


def _message_letter(message: Message, draft: Draft) -> Outcome:
    if draft.is_outdated:
        return Outdated()
    if message.kind == MessageKind.WORKFLOW:
        return _workflow_letter(message, draft.contact) if draft.contact else Held(draft.held_reason)
    if message.kind == MessageKind.TICKET:
        return _ticket_letter(message, is_in_portal=draft.is_in_portal)
    return _invitation_letter(message)


def _account_letter(mail: AccountMail) -> Letter:
    """Mail about an identity; it was worded when it was asked for."""
    return Letter(
        recipient=mail.recipient, language=mail.language, subject=mail.subject, text=mail.text,
        sender=settings.DEFAULT_FROM_EMAIL, reply_to="", mail_id=f"<account.{mail.pk}@handover>",
        tenant_name="Handover",
    )  # fmt: skip


def _workflow_letter(message: Message, contact: Contact) -> Letter:
    language = contact.language
    said = {key: str(value) for key, value in message.context.items()}
    values = {**_values(message.company, message.tenant, contact), **said}
    if step := message.context.get(f"step_{language}"):
        values["step"] = str(step)
    rule = message.rule
    subject, body = (rule.subject_de, rule.body_de) if language == "de" else (rule.subject_en, rule.body_en)
    return _letter(
        message, contact.email, language, filled(subject, values, language), filled(body, values, language), contact
    )


def _ticket_letter(message: Message, *, is_in_portal: bool) -> Letter | Undeliverable:
    contact = message.contact
    if not contact.email or not contact.is_active or contact.bounced_at:
        return Undeliverable(Failure.UNREACHABLE)
    context = message.context
    with translation.override(contact.language):
        subject = _("Answer to %(number)s: %(title)s") % {
            "number": context["ticket_number"], "title": context["ticket_title"],
        }  # fmt: skip
        text = "\n\n".join(
            [
                greeting(salutation=contact.salutation, last_name=contact.last_name, language=contact.language),
                _("%(author)s has answered your ticket %(number)s:")
                % {"author": context["author"], "number": context["ticket_number"]},
                context["body"],
                _("You can answer in the customer portal: %(url)s") % {"url": _page_of_ticket(message)}
                if is_in_portal
                else _("Please answer this mail."),
            ]
        )
    return _letter(message, contact.email, contact.language, subject, text, contact)


def _invitation_letter(message: Message) -> Letter:
    user, tenant = message.user, message.tenant
    language = user.language or tenant.language
    with translation.override(language):
        if message.context["kind"] == "portal":
            subject = _("Your access to the customer portal of %(tenant)s") % {"tenant": tenant.name}
            invites = _("%(tenant)s has opened the customer portal for you.") % {"tenant": tenant.name}
        else:
            subject = _("Your access to Handover at %(tenant)s") % {"tenant": tenant.name}
            invites = _("%(tenant)s invites you to work in Handover.") % {"tenant": tenant.name}
        text = "\n\n".join(
            [
                _("Hello %(name)s,") % {"name": user.name} if user.name else _("Hello,"),
                invites,
                _("Follow this link to begin:"),
                link_for(message.invitation),
                _("The link works once, until %(date)s. If you did not expect it, you need not do anything.")
                % {"date": written_day(message.invitation.expires_at, year=True)},
                _("Kind regards") + f"\n{tenant.name}",
            ]
        )
    return _letter(message, user.email, language, subject, text)


def _values(company: Company, tenant: Tenant, contact: Contact) -> dict[str, str]:
    team = [place.member.name for place in company.team.all()]  # those that stand, see `drafts_of`
    return {
        "greeting": greeting(salutation=contact.salutation, last_name=contact.last_name, language=contact.language),
        "company": company.name,
        "tenant": tenant.name,
        "account_manager": company.manager.name,
        "account_team": ", ".join(dict.fromkeys([company.manager.name, *team])),
        "portal_url": _front_door(tenant) if company.portal_enabled else "",
        "support_email": tenant.support_email,
        "support_phone": tenant.support_phone,
    }


def _letter(
    message: Message, recipient: str, language: str, subject: str, text: str, contact: Contact | None = None
) -> Letter:
    tenant: Tenant = message.tenant
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    name = tenant.name.replace('"', "").replace("\n", " ")
    return Letter(
        recipient=recipient, language=language, subject=subject[:250], text=text, sender=f'"{name}" <{address}>',
        reply_to=tenant.support_email, mail_id=message.mail_id, tenant_name=tenant.name,
        contact_id=contact.pk if contact else None,
    )  # fmt: skip


def _front_door(tenant: Tenant) -> str:
    """Where a person signs in and is led to where they belong; for a contact that is the portal."""
    return tenant.absolute(f"/{tenant.slug}/")


def _page_of_ticket(message: Message) -> str:
    """Where the contact reads and answers the ticket; who is not signed in comes there afterwards."""
    tenant = message.tenant
    place = [tenant.slug, message.company_id, message.context["ticket_number"]]
    return tenant.absolute(reverse("portal:ticket", args=place))
