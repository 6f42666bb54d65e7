"""What a choice of service level or issue type must keep to, wherever it is made."""

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from sla.models import IssueType, ServiceLevel


def check_offered(service_level: ServiceLevel | None, company_id: int) -> None:
    """Raise DomainError unless the service level, if there is one, is in use, and shared or this customer's own."""
    if service_level is None:
        return
    if not service_level.is_active or service_level.company_id not in (None, company_id):
        message = _("This service level is inactive, or another customer's own.")
        raise DomainError("service_level_not_offered", message, field="service_level")


def check_issue(issue: IssueType | None, sub_issue: IssueType | None) -> IssueType | None:
    """The issue type, taken from the sub-issue type if only that is given. Raises DomainError if they do not match."""
    if sub_issue is None:
        return issue
    if issue is not None and sub_issue.parent_id != issue.pk:
        message = _("This sub-issue type belongs to another issue type.")
        raise DomainError("sub_issue_elsewhere", message, field="sub_issue")
    return sub_issue.parent
