"""The forms of contracts, for their own pages and for the wizard: each knows the verb that it calls."""

from contracts.forms.creating import (
    WHEN,
    BillingContractForm,
    RecurringContractForm,
    StandardRatesForm,
    types_offered,
)
from contracts.forms.editing import (
    AddServiceForm,
    ContractForm,
    ContractServiceLevelForm,
    EndForm,
    PurchaseForm,
    ServiceForm,
    UnitsForm,
)

__all__ = [
    "WHEN",
    "AddServiceForm",
    "BillingContractForm",
    "ContractForm",
    "ContractServiceLevelForm",
    "EndForm",
    "PurchaseForm",
    "RecurringContractForm",
    "ServiceForm",
    "StandardRatesForm",
    "UnitsForm",
    "types_offered",
]
