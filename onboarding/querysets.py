"""The vocabulary of sets of onboardings and of their steps."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from companies.access import MINE, lead_to_many, of_companies_seen
from core.querying import is_there
from onboarding.models.standing import AS_LISTED, OPEN_STATES, RUNNING_STATES, OnboardingState, StepState
from tenants.models import Member

NEVER_RAN = (OnboardingState.DRAFT, OnboardingState.CANCELLED)
UNFINISHED = (StepState.NOT_YET, StepState.OPEN)


class OnboardingQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Onboardings of the companies this member may see."""
        return of_companies_seen(self, member)

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def locked(self):
        """Locked in one order. Whoever locks steps too locks their onboarding before."""
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

    def active(self):
        """Those that are worked on now: neither drafts nor on hold."""
        return self.filter(state=OnboardingState.ACTIVE)

    def drafts(self):
        return self.filter(state=OnboardingState.DRAFT)

    def running(self):
        """Open, and more than a draft."""
        return self.filter(state__in=RUNNING_STATES)

    def verified(self):
        """Those whose evidence is kept true: the running ones, and of each company the last completed one.

        A completed onboarding that was followed by another one is history; a draft follows nothing yet.
        """
        return self.filter(Q(state__in=RUNNING_STATES) | self._is_last_completed())

    def last_completed(self):
        """Of each company the completed one that no other followed."""
        return self.filter(self._is_last_completed())

    def with_steps(self):
        """Each with its steps in order; two queries, however many there are."""
        return self.prefetch_related(Prefetch("steps", queryset=_steps().in_order()))

    def with_progress(self):
        """Each with what of its steps makes up progress and state words, in its `step_list`: for lists."""
        steps = _steps().filter(onboarding=OuterRef("pk")).order_by().values("onboarding")
        return self.annotate(listed_steps=Subquery(steps.annotate(listed=AS_LISTED).values("listed")))

    def _is_last_completed(self) -> Q:
        others = self.model.objects.exclude(state__in=NEVER_RAN)
        later = others.filter(company=OuterRef("company"), pk__gt=OuterRef("pk"))
        return Q(state=OnboardingState.COMPLETED) & ~Exists(later)


def _steps():
    return apps.get_model("onboarding", "Step")._default_manager.all()


def _onboardings():
    return apps.get_model("onboarding", "Onboarding")._default_manager.all()


def _is_of(onboardings) -> Q:
    """Whether a step is of one of these onboardings, asked of one step after the other in the order of an index."""
    return Q(is_there(onboardings.filter(pk=OuterRef("onboarding"))))


class StepQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        return of_companies_seen(self, member, "onboarding__company")

    def in_order(self):
        return self.order_by("position", "id")

    def of_active_onboardings(self):
        """Of those that are worked on now: neither drafts nor on hold."""
        return self.filter(onboarding__state=OnboardingState.ACTIVE)

    def unfinished(self):
        return self.filter(state__in=UNFINISHED)

    def to_do(self):
        """What can be worked on now."""
        return self.of_active_onboardings().filter(state=StepState.OPEN)

    def assigned_to(self, member: Member):
        return self.filter(assignee=member)

    def of_roles(self, roles):
        """Steps of these roles that nobody has taken yet."""
        return self.filter(assignee__isnull=True, owner_role__in=roles)

    def waiting(self):
        return self.exclude(waiting_on="")

    def to_do_by(self, member: Member):
        """What can be worked on now at the customers whom this member sees."""
        return self._open_in(_onboardings().visible_to(member).active())

    def to_do_by_team(self, member: Member):
        """What can be worked on now at the customers whose account manager or account-team member this is."""
        mine = apps.get_model("companies", "Company")._default_manager.mine(member)
        if lead_to_many(member, MINE):
            return self._open_in(_onboardings().active().filter(company__in=mine))
        return self.to_do().filter(onboarding__company__in=mine)

    def no_longer_holding(self, member: Member):
        """Steps of completed onboardings that this member sees, whose evidence has ended since."""
        ended = _is_of(_onboardings().visible_to(member).last_completed())
        return self.filter(ended, state=StepState.DONE).exclude(open_findings=[])

    def _open_in(self, onboardings):
        return self.filter(_is_of(onboardings), state=StepState.OPEN)
