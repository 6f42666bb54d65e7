"""What a new tenant starts with: the built-in workflow rules, all active."""

from notifications.models import WorkflowRule
from notifications.rules import BUILTIN
from tenants.models import Tenant

TEXTS = ("event_key", "name_en", "name_de", "subject_en", "subject_de", "body_en", "body_de")


def seed(*, tenant: Tenant) -> None:
    """Create the built-in rules that the tenant does not have yet."""
    for rule in BUILTIN:
        WorkflowRule.objects.get_or_create(
            tenant=tenant, key=rule.key, defaults={name: getattr(rule, name) for name in TEXTS}
        )
