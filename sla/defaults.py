"""What a new tenant begins with: a calendar of its state, service levels, issue types. Idempotent."""

import holidays
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.errors import DomainError
from sla.models import Calendar, Commitment, Holiday, Hours, IssueType, Objective, Opening, Priority, ServiceLevel
from tenants.models import Tenant

MORNING, AFTERNOON, EVENING = (8 * 60, 12 * 60), (13 * 60, 17 * 60), (17 * 60, 20 * 60)
"""Monday to Friday; the trade closes for lunch."""

HOLIDAYS_AHEAD = 3
"""Years for which the holidays are written down, the current one included."""

HOUR, DAY = 60, 8 * 60
"""Minutes; a working day has eight hours."""

_PRIORITIES = (Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM, Priority.LOW)
_GOLD = ((15, 4 * HOUR), (30, 8 * HOUR), (2 * HOUR, 24 * HOUR), (4 * HOUR, 72 * HOUR))
_SILVER = ((30, 8 * HOUR), (HOUR, 12 * HOUR), (4 * HOUR, 3 * 12 * HOUR), (12 * HOUR, 5 * 12 * HOUR))
_BRONZE = ((HOUR, DAY), (2 * HOUR, 2 * DAY), (DAY, 3 * DAY), (2 * DAY, 5 * DAY))
_INTERNAL = ((2 * HOUR, DAY), (4 * HOUR, 2 * DAY), (DAY, 5 * DAY), (2 * DAY, 10 * DAY))

ISSUES = (
    ("Hardware", "Hardware", (("Workstation", "Arbeitsplatz"), ("Notebook", "Notebook"), ("Peripherals", "Zubehör"))),
    ("Server", "Server", (("Outage", "Ausfall"), ("Backup", "Datensicherung"), ("Storage", "Speicherplatz"))),
    ("Network", "Netzwerk", (("Internet", "Internet"), ("Wi-Fi", "WLAN"), ("VPN", "VPN"), ("Firewall", "Firewall"))),
    ("E-mail", "E-Mail", (("Delivery", "Zustellung"), ("Mailbox", "Postfach"), ("Spam", "Spam"))),
    ("Printing", "Drucken", (("Printer", "Drucker"), ("Scanner", "Scanner"))),
    ("Software", "Software", (("Office", "Office"), ("Line of business", "Fachanwendung"), ("Update", "Update"))),
    ("Accounts", "Benutzerkonten", (("New user", "Neuer Benutzer"), ("Password", "Kennwort"), ("Access", "Zugriff"))),
    ("Security", "Sicherheit", (("Malware", "Schadsoftware"), ("Phishing", "Phishing"))),
    ("Telephony", "Telefonie", (("Phone", "Telefon"), ("Line", "Leitung"))),
    ("Other", "Sonstiges", ()),
)


def seed(*, tenant: Tenant) -> None:
    """Write down the calendar, the issue types and the service levels, as far as the tenant has none."""
    with override(tenant.language):
        calendar = Calendar.objects.filter(is_default=True).first() or _new_calendar(tenant)
        add_holidays(calendar)
        if not IssueType.objects.exists():
            _add_issues(tenant)
        if not ServiceLevel.objects.shared().exists():
            _add_service_levels(tenant, calendar)


def check_state(country: str, state: str) -> None:
    """The state is one of the country, as far as its public holidays are known. Raises DomainError `state_unknown`."""
    known = holidays.list_supported_countries().get(country)
    if state and known is not None and state not in known:
        message = (
            _("There is no such state. Known are: %(states)s.") if known else _("No states of this country are known.")
        )
        raise DomainError("state_unknown", message % {"states": ", ".join(known)}, field="state")


def add_holidays(calendar: Calendar) -> None:
    """Write down the public holidays of the calendar's country and state, this year's and those of the years ahead.

    A year is filled once: where one of its public holidays stands already, the tenant may have taken others away or
    called them otherwise, and it stays as it is. Days of the tenant's own stay in any case.
    """
    this_year = timezone.localdate().year
    present = set(calendar.holidays.filter(on__year__gte=this_year).values_list("on", flat=True))
    for year in range(this_year, this_year + HOLIDAYS_AHEAD):
        found = _public_holidays(calendar, year)
        if present.isdisjoint(on for on, _name in found):
            Holiday.objects.bulk_create(
                [Holiday(tenant_id=calendar.tenant_id, calendar=calendar, on=on, name=name[:100]) for on, name in found]
            )


def add_holidays_to_all(tenant: Tenant) -> None:
    """The same for every calendar of the tenant, in its language."""
    with override(tenant.language):
        for calendar in Calendar.objects.select_for_update().order_by("pk"):
            add_holidays(calendar)


def _public_holidays(calendar: Calendar, year: int) -> list:
    supported = holidays.list_supported_countries()
    if calendar.country not in supported:
        return []
    state = calendar.state if calendar.state in supported[calendar.country] else None
    return sorted(holidays.country_holidays(calendar.country, subdiv=state, years=year).items())


def _new_calendar(tenant: Tenant) -> Calendar:
    calendar = Calendar.objects.create(
        tenant=tenant,
        name=_("Working hours"),
        time_zone=tenant.time_zone,
        country=tenant.country,
        state=tenant.state,
        is_default=True,
    )
    Opening.objects.bulk_create(
        Opening(
            tenant=tenant,
            calendar=calendar,
            weekday=weekday,
            starts_minute=starts,
            ends_minute=ends,
            is_extended=(starts, ends) == EVENING,
        )
        for weekday in range(5)
        for starts, ends in (MORNING, AFTERNOON, EVENING)
    )
    return calendar


def _add_issues(tenant: Tenant) -> None:
    for position, (name, name_de, sub_issues) in enumerate(ISSUES, start=1):
        issue = IssueType.objects.create(tenant=tenant, name=name, name_de=name_de, position=position)
        IssueType.objects.bulk_create(
            IssueType(tenant=tenant, parent=issue, name=sub, name_de=sub_de, position=place)
            for place, (sub, sub_de) in enumerate(sub_issues, start=1)
        )


def _add_service_levels(tenant: Tenant, calendar: Calendar) -> None:
    shared = (
        (_("Gold"), _("Around the clock, on every day of the year."), Commitment.CONTRACTUAL, Hours.ALWAYS, _GOLD),
        (
            _("Silver"),
            _("Until the evening, for whoever works longer."),
            Commitment.CONTRACTUAL,
            Hours.EXTENDED,
            _SILVER,
        ),
        (_("Bronze"), _("In our business hours."), Commitment.CONTRACTUAL, Hours.BUSINESS, _BRONZE),
        (
            _("Internal goal"),
            _("What we aim at without having promised it: for customers billed by the hour."),
            Commitment.INTERNAL,
            Hours.BUSINESS,
            _INTERNAL,
        ),
    )
    for name, description, commitment, hours, targets in shared:
        level = ServiceLevel.objects.create(
            tenant=tenant,
            name=name,
            description=description,
            commitment=commitment,
            calendar=calendar,
            hours=hours,
            is_default=hours == Hours.BUSINESS and commitment == Commitment.CONTRACTUAL,
        )
        _add_objectives(level, targets)


def _add_objectives(level: ServiceLevel, targets) -> None:
    """One objective for each priority, and tighter ones for an outage and for malware."""
    rows = [(priority, None, *minutes) for priority, minutes in zip(_PRIORITIES, targets, strict=True)]
    outage = IssueType.objects.filter(name="Outage", parent__name="Server").first()
    malware = IssueType.objects.filter(name="Malware", parent__name="Security").first()
    rows += [("", each, *targets[0]) for each in (outage, malware) if each]
    Objective.objects.bulk_create(
        Objective(
            tenant_id=level.tenant_id,
            service_level=level,
            priority=priority,
            issue=sub_issue.parent if sub_issue else None,
            sub_issue=sub_issue,
            response_minutes=response,
            plan_minutes=None,
            resolution_minutes=resolution,
        )
        for priority, sub_issue, response, resolution in rows
    )
