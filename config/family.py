"""What the families of companies show of higher floors: effects of a move, figures of a report."""

from billing.family_looks import billing_of_family
from companies.extensions import FamilyLook, show
from contracts.family_looks import payers_of_contracts
from onboarding.family_looks import steps_of_family
from tenants.roles import Capability
from tickets.family_looks import sight_from_above

LOOKS = [
    FamilyLook(look=billing_of_family, needs=Capability.VIEW_BILLING),
    FamilyLook(look=payers_of_contracts, needs=Capability.VIEW_BILLING),
    FamilyLook(look=sight_from_above),
    FamilyLook(look=steps_of_family),
]

show(family_looks=LOOKS)
