"""Contracts: what governs the bill, and for which company. None at all is a valid answer for break/fix."""

from contracts.catalogue import PREPAID, ContractType, Counts, EnabledContractType, LabourRole, Period, Service
from contracts.models.contract import EDITABLE, Contract, ContractStatus
from contracts.models.decision import BillingDecision
from contracts.models.lines import ContractService, FirstUnits, UnitAdjustment
from contracts.models.purchase import Purchase

__all__ = [
    "EDITABLE",
    "PREPAID",
    "BillingDecision",
    "Contract",
    "ContractService",
    "ContractStatus",
    "ContractType",
    "Counts",
    "EnabledContractType",
    "FirstUnits",
    "LabourRole",
    "Period",
    "Purchase",
    "Service",
    "UnitAdjustment",
]
