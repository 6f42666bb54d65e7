"""What a new tenant's customers can pick from in the portal. Idempotent."""

from sla.models import IssueType, Priority
from tenants.models import Tenant
from tickets.models import RequestType

# Name, name in German, priority, issue type, sub-issue type.
REQUEST_TYPES = (
    ("Something does not work", "Etwas funktioniert nicht", Priority.MEDIUM, "", ""),
    ("Nothing works any more", "Nichts geht mehr", Priority.CRITICAL, "", ""),
    ("A new colleague starts", "Neue Mitarbeiterin oder neuer Mitarbeiter", Priority.LOW, "Accounts", "New user"),
    ("Password or access", "Passwort oder Zugriff", Priority.HIGH, "Accounts", "Password"),
    ("A question or a wish", "Frage oder Wunsch", Priority.LOW, "", ""),
)


def seed(*, tenant: Tenant) -> None:
    """Write down the request types, if the tenant has none."""
    if RequestType.objects.exists():
        return
    issues = {
        (each.parent.name if each.parent else "", each.name): each
        for each in IssueType.objects.select_related("parent")
    }
    RequestType.objects.bulk_create(
        RequestType(
            tenant=tenant,
            name=name,
            name_de=name_de,
            priority=priority,
            issue=issues.get(("", issue)),
            sub_issue=issues.get((issue, sub_issue)),
            position=position,
        )
        for position, (name, name_de, priority, issue, sub_issue) in enumerate(REQUEST_TYPES, start=1)
    )
