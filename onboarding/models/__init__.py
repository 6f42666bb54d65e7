"""Playbooks, onboardings and their steps."""

from onboarding.models.checks import PendingCheck
from onboarding.models.handover import SalesHandover
from onboarding.models.onboarding import Onboarding
from onboarding.models.playbook import DueFrom, Phase, Playbook, PlaybookStep, StepPlan
from onboarding.models.standing import OPEN_STATES, OnboardingState, StepState, WaitingOn
from onboarding.models.step import Signature, Step

__all__ = [
    "OPEN_STATES",
    "DueFrom",
    "Onboarding",
    "OnboardingState",
    "PendingCheck",
    "Phase",
    "Playbook",
    "PlaybookStep",
    "SalesHandover",
    "Signature",
    "Step",
    "StepPlan",
    "StepState",
    "WaitingOn",
]
