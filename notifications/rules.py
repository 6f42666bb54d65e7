"""The built-in workflow rules: which event tells the primary contact what, and when it is no longer true."""

from collections.abc import Callable
from dataclasses import dataclass

from core.events import Occurrence


@dataclass(frozen=True, kw_only=True)
class BuiltinRule:
    """A rule as every tenant gets it. `applies` narrows the event; `ended_by` are events about the same thing
    after which an unsent message is outdated. What the tenant or the customer may not have (a phone, a portal) stands
    on a line of its own: such a line is left out, see `notifications.wording.filled`."""

    key: str
    event_key: str
    name_en: str
    name_de: str
    subject_en: str
    subject_de: str
    body_en: str
    body_de: str
    applies: Callable[[Occurrence], bool] = lambda occurrence: True
    ended_by: tuple[str, ...] = ()


BUILTIN = (
    BuiltinRule(
        key="onboarding_started",
        event_key="onboarding.onboarding_started",
        ended_by=("onboarding.onboarding_cancelled", "onboarding.onboarding_completed"),
        name_en="Onboarding started: who looks after you",
        name_de="Onboarding begonnen: wer sich um Sie kümmert",
        subject_en="Welcome to $tenant: who looks after $company",
        subject_de="Willkommen bei $tenant: wer sich um $company kümmert",
        body_en=(
            "$greeting\n\nThank you for your trust. We have begun to set everything up for $company and plan to go "
            "live on $go_live_on.\n\nYour account manager is $account_manager. These people look after you: "
            "$account_team.\n\nYou are our primary contact: we write to you, and only to you, when something happens. "
            "If somebody else should be, a short answer is enough.\n\nKind regards\n$tenant"
        ),
        body_de=(
            "$greeting\n\nvielen Dank für Ihr Vertrauen. Wir haben begonnen, alles für $company einzurichten, und "
            "planen den Start für $go_live_on.\n\nFür Sie zuständig ist $account_manager. Um Sie "
            "kümmern sich: $account_team.\n\nSie sind unser primärer Kontakt: Wir schreiben Ihnen, und nur Ihnen, "
            "wenn sich etwas tut. Soll das jemand anderes sein, genügt eine kurze Antwort.\n\n"
            "Freundliche Grüße\n$tenant"
        ),
    ),
    BuiltinRule(
        key="waiting_on_you",
        event_key="onboarding.step_waiting",
        applies=lambda occurrence: occurrence.data.get("waiting_on") == "customer",
        ended_by=(
            "onboarding.step_completed",
            "onboarding.step_skipped",
            "onboarding.step_wait_ended",
            "onboarding.step_dropped",
        ),  # fmt: skip
        name_en="Waiting on you: what we need",
        name_de="Wir warten auf Sie: was wir brauchen",
        subject_en="$company: we need something from you",
        subject_de="$company: Wir brauchen etwas von Ihnen",
        body_en=(
            "$greeting\n\nTo go on with “$step” we need from you:\n\n$waiting_note\n\nPlease answer this mail.\n"
            "Phone: $support_phone\n\nKind regards\n$account_manager, $tenant"
        ),
        body_de=(
            "$greeting\n\num mit „$step“ weiterzukommen, brauchen wir von Ihnen:\n\n$waiting_note\n\nBitte antworten "
            "Sie auf diese E-Mail.\nTelefon: $support_phone\n\nFreundliche Grüße\n"
            "$account_manager, $tenant"
        ),
    ),
    BuiltinRule(
        key="portal_ready",
        event_key="contacts.portal_enabled",
        ended_by=("contacts.portal_disabled",),
        name_en="Portal ready",
        name_de="Kundenportal bereit",
        subject_en="Your customer portal at $tenant is ready",
        subject_de="Ihr Kundenportal bei $tenant ist bereit",
        body_en=(
            "$greeting\n\nThe customer portal for $company is ready:\n\n$portal_url\n\nWhoever was given access has "
            "received an invitation of their own. There you submit tickets and see how they stand.\n\n"
            "Kind regards\n$tenant"
        ),
        body_de=(
            "$greeting\n\ndas Kundenportal für $company ist bereit:\n\n$portal_url\n\nWer Zugang erhalten hat, hat "
            "eine eigene Einladung bekommen. Dort reichen Sie Tickets ein und sehen, wie sie stehen.\n\n"
            "Freundliche Grüße\n$tenant"
        ),
    ),
    BuiltinRule(
        key="go_live",
        event_key="onboarding.onboarding_completed",
        name_en="Go-live",
        name_de="Start des Betriebs",
        subject_en="$company is live",
        subject_de="$company: Alles ist eingerichtet",
        body_en=(
            "$greeting\n\nEverything is set up: from today we look after $company in full. Your account manager stays "
            "$account_manager.\n\nIf something does not work, we are there for you.\nCustomer portal: $portal_url\n"
            "Phone: $support_phone\nE-mail: $support_email\n\nKind regards\n$tenant"
        ),
        body_de=(
            "$greeting\n\nalles ist eingerichtet: Ab heute gilt unsere Betreuung für $company in vollem Umfang. "
            "Zuständig für Sie bleibt $account_manager.\n\nWenn etwas nicht geht, sind wir für Sie da.\nKundenportal: "
            "$portal_url\nTelefon: $support_phone\nE-Mail: $support_email\n\nFreundliche Grüße\n$tenant"
        ),
    ),
    BuiltinRule(
        key="ticket_received",
        event_key="tickets.ticket_opened",
        applies=lambda occurrence: bool(occurrence.data.get("on_behalf")),
        ended_by=("tickets.ticket_completed",),
        name_en="Ticket received by us on your behalf",
        name_de="Ticket in Ihrem Namen aufgenommen",
        subject_en="$ticket_number: $ticket_title",
        subject_de="$ticket_number: $ticket_title",
        body_en=(
            "$greeting\n\nWe have taken down a ticket for $company: $ticket_number, “$ticket_title”.\n\nYou see how "
            "it stands in the portal: $portal_url\n\nKind regards\n$tenant"
        ),
        body_de=(
            "$greeting\n\nwir haben für $company ein Ticket aufgenommen: $ticket_number, „$ticket_title“.\n\nWie es "
            "steht, sehen Sie im Kundenportal: $portal_url\n\nFreundliche Grüße\n$tenant"
        ),
    ),
)

BY_KEY = {rule.key: rule for rule in BUILTIN}
TRIGGERS = tuple(dict.fromkeys(rule.event_key for rule in BUILTIN))
"""The event keys that may start a workflow rule."""
