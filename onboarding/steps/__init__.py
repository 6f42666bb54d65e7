"""The kinds of steps, each listed here by hand."""

from companies.access import STAFF_KEYS
from core.events import Occurrence
from onboarding.steps.account_team import AccountTeamStep
from onboarding.steps.base import StepKind
from onboarding.steps.billing_contract import BillingContractStep
from onboarding.steps.company_profile import CompanyProfileStep
from onboarding.steps.customer_portal import CustomerPortalStep
from onboarding.steps.devices import DevicesStep
from onboarding.steps.go_live import GoLiveStep
from onboarding.steps.hierarchy import HierarchyStep
from onboarding.steps.invoice_settings import InvoiceSettingsStep
from onboarding.steps.manual import ManualStep
from onboarding.steps.primary_contact import PrimaryContactStep
from onboarding.steps.sales_handover import SalesHandoverStep
from onboarding.steps.service_contract import ServiceContractStep
from onboarding.steps.service_level import ServiceLevelStep
from onboarding.steps.taskfire import TaskfireStep
from onboarding.steps.ticket_service_level import TicketServiceLevelStep

KINDS: tuple[StepKind, ...] = (
    SalesHandoverStep(),
    CompanyProfileStep(),
    AccountTeamStep(),
    PrimaryContactStep(),
    HierarchyStep(),
    InvoiceSettingsStep(),
    ServiceContractStep(),
    BillingContractStep(),
    ServiceLevelStep(),
    DevicesStep(),
    TicketServiceLevelStep(),
    CustomerPortalStep(),
    TaskfireStep(),
    GoLiveStep(),
    ManualStep(),
)
BY_KEY = {kind.key: kind for kind in KINDS}


def kind_of(step) -> StepKind:
    """The kind of a step, or of a planned one."""
    return BY_KEY[step.kind]


def kinds_watching(occurrence: Occurrence, *, family: bool = False) -> set[str]:
    """The kinds whose findings an event may change; `family`: at a company related to the one it happened to."""
    key = occurrence.key
    watching = [kind for kind in KINDS if key in (kind.watches_family if family else kind.watches)]
    return {kind.key for kind in watching if kind.concerns(occurrence)}


def kinds_watching_tenant(key: str) -> set[str]:
    """The kinds whose findings an event of the whole tenant may change, at every customer."""
    return {kind.key for kind in KINDS if key in kind.watches_tenant}


OWN_KEYS = sorted({key for kind in KINDS for key in kind.watches})
FAMILY_KEYS = sorted({key for kind in KINDS for key in kind.watches_family})
TENANT_KEYS = sorted({key for kind in KINDS for key in kind.watches_tenant} | STAFF_KEYS)
