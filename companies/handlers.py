"""What companies do when something happens to members."""

from django.utils.translation import ngettext

from companies.models import Company
from core.errors import DomainError
from core.events import Occurrence, subscribe


@subscribe("tenants.member_deactivation_requested")
def refuse_while_managing(occurrence: Occurrence) -> None:
    """Nobody who is account manager of active companies can be deactivated: another one is named first."""
    managed = Company.objects.active().filter(manager=occurrence.subject)
    count = managed.count()
    if count:
        message = ngettext(
            "%(name)s is account manager of %(count)d active company (%(company)s). Hand it over first: open the "
            "person and choose Hand over.",
            "%(name)s is account manager of %(count)d active companies (%(company)s …). Hand them over first: open the "
            "person and choose Hand over.",
            count,
        ) % {"name": occurrence.subject, "count": count, "company": managed.in_name_order()[0]}
        raise DomainError("manages_companies", message)


@subscribe("tenants.member_deactivated")
def leave_teams(occurrence: Occurrence) -> None:
    """An account team holds active members only."""
    for company in Company.objects.filter(team__member=occurrence.subject).in_name_order():
        company.remove_from_team(member=occurrence.subject, by=occurrence.by)
