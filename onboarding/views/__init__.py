"""Pages of onboarding."""

from onboarding.views.drafts import begin, discard
from onboarding.views.lists import company_tab, my_work, onboarding_list
from onboarding.views.plan import cancel, change, hold, resume
from onboarding.views.start import plan, start
from onboarding.views.step_verbs import assign, skip, stop_waiting, take_up, wait
from onboarding.views.wizard import agreement, detail, step

__all__ = [
    "agreement",
    "assign",
    "begin",
    "cancel",
    "change",
    "company_tab",
    "detail",
    "discard",
    "hold",
    "my_work",
    "onboarding_list",
    "plan",
    "resume",
    "skip",
    "start",
    "step",
    "stop_waiting",
    "take_up",
    "wait",
]
