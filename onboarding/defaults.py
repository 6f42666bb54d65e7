"""The built-in playbooks: what a managed, a break/fix, and a customer of both kinds goes through."""

from onboarding.models import DueFrom, Playbook, PlaybookStep
from onboarding.steps import BY_KEY

EARLIER, START = DueFrom.PREDECESSOR, DueFrom.START
STEPS = (
    ("sales_handover", 1, START, ()),
    ("company_profile", 1, START, ()),
    ("account_team", 1, START, ()),
    ("primary_contact", 2, START, ()),
    ("hierarchy", 2, START, ("company_profile",)),
    ("invoice_settings", 2, EARLIER, ("company_profile", "hierarchy")),
    ("service_contract", 3, EARLIER, ("sales_handover", "company_profile")),
    ("billing_contract", 2, EARLIER, ("sales_handover", "company_profile")),
    ("service_level", 2, EARLIER, ("company_profile",)),
    ("devices", 8, EARLIER, ("service_contract", "service_level", "account_team")),
    ("ticket_service_level", 2, EARLIER, ("company_profile",)),
    ("customer_portal", 2, EARLIER, ("primary_contact",)),
    ("taskfire", 3, EARLIER, ("customer_portal",)),
)
"""Key, working days, counted from, and the steps before; go-live follows all of them."""
MANAGED_ONLY = ("service_contract", "service_level", "devices")
BREAK_FIX_ONLY = ("billing_contract", "ticket_service_level")
PLAYBOOKS = (
    ("managed", "Managed services", "Managed Services", BREAK_FIX_ONLY),
    ("break_fix", "Break/fix", "Break/Fix", MANAGED_ONLY),
    ("both", "Managed services and break/fix", "Managed Services und Break/Fix", ()),
)


def seed(*, tenant) -> None:
    """Give the tenant the built-in playbooks that it does not have yet."""
    for key, name_en, name_de, left_out in PLAYBOOKS:
        playbook, made = Playbook.objects.get_or_create(
            tenant=tenant, key=key, is_current=True,
            defaults={"name_en": name_en, "name_de": name_de, "service_model": key},
        )  # fmt: skip
        if made:
            PlaybookStep.objects.bulk_create(_steps(playbook, left_out))


def _steps(playbook: Playbook, left_out: tuple[str, ...]) -> list[PlaybookStep]:
    chosen = [each for each in STEPS if each[0] not in left_out and each[0] in BY_KEY]
    chosen.append(("go_live", 0, START, tuple(key for key, *_rest in chosen)))
    return [
        PlaybookStep(
            tenant_id=playbook.tenant_id,
            playbook=playbook,
            key=key,
            kind=key,
            phase=BY_KEY[key].phase,
            position=position,
            owner_role=BY_KEY[key].owner_role,
            due_days=days,
            due_from=due_from,
            predecessors=[each for each in before if each not in left_out],
        )
        for position, (key, days, due_from, before) in enumerate(chosen, start=1)
    ]
