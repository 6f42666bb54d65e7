"""The one person the customer hears from us through."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.models import Contact
from core.findings import Finding
from notifications.models import Message
from onboarding.links import step_url
from onboarding.models import Phase
from onboarding.steps.base import StepKind
from tenants.roles import Capability, Role


class PrimaryContactStep(StepKind):
    key = "primary_contact"
    phase = Phase.CUSTOMER
    owner_role = Role.ACCOUNT_MANAGER
    capability = Capability.EDIT_CONTACTS
    why = gettext_lazy(
        "Everything we tell the customer automatically goes to the primary contact and to nobody else, so that the "
        "customer is not flooded. While there is none, messages are held; Handover does not guess."
    )
    tip = gettext_lazy("Choose the person who can answer for the company, not the one who happens to call most.")
    watches = (
        "contacts.primary_designated", "contacts.primary_withdrawn", "contacts.contact_changed",
        "contacts.contact_deactivated", "contacts.contact_bounced", "contacts.contact_removed",
    )  # fmt: skip

    def findings(self, evidence, step):
        company = evidence.company
        url = step_url(company, step)
        contact = Contact.objects.filter(company=company, is_primary=True, is_active=True).first()
        if contact is None:
            text = _("Primary contact named")
            return [Finding("primary", False, text, self._held(company), Role.ACCOUNT_MANAGER, f"{url}#main")]
        back = _("mail to %(email)s came back") % {"email": contact.email}
        return [
            Finding("primary", True, _("Primary contact named"), contact.full_name),
            Finding(
                "email", is_address(contact.email), _("The e-mail address is valid"),
                contact.email or _("empty"), Role.ACCOUNT_MANAGER, f"{url}#main",
            ),
            Finding(
                "bounced", contact.bounced_at is None, _("Mail to the address arrives"),
                back if contact.bounced_at else "", Role.ACCOUNT_MANAGER, f"{url}#main",
            ),
        ]  # fmt: skip

    def _held(self, company):
        """Nobody is guessed: what was to be told waits for a primary contact."""
        count = Message.objects.held().filter(company=company).count()
        if not count:
            return _("nobody yet")
        words = ngettext(
            "%(count)d message held until there is one", "%(count)d messages held until there is one", count
        )
        return words % {"count": count}


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
