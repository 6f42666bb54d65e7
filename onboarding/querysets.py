"""The vocabulary of sets of onboardings and of their steps."""

from datetime import date, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery

from companies.access import of_companies_seen
from onboarding.models.standing import AS_LISTED
from tenants.models import Member

OPEN = ("draft", "active", "on_hold")
RUNNING = ("active", "on_hold")
NEVER_RAN = ("draft", "cancelled")
UNFINISHED = ("not_yet", "open")


class OnboardingQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        """Onboardings of the companies this member may see."""
        return of_companies_seen(self, member)

    def open(self):
        return self.filter(state__in=OPEN)

    def locked(self):
        """Locked in one order. Whoever locks steps too locks their onboarding before."""
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")

    def drafts(self):
        return self.filter(state="draft")

    def running(self):
        """Open, and more than a draft."""
        return self.filter(state__in=RUNNING)

    def verified(self):
        """Those whose evidence is kept true: the running ones, and of each company the last completed one.

        A completed onboarding that was followed by another one is history; a draft follows nothing yet.
        """
        later = self.model.objects.exclude(state__in=NEVER_RAN).filter(
            company=OuterRef("company"), pk__gt=OuterRef("pk")
        )
        return self.filter(Q(state__in=RUNNING) | Q(state="completed") & ~Exists(later))

    def with_steps(self):
        """Each with its steps in order; two queries, however many there are."""
        return self.prefetch_related(Prefetch("steps", queryset=_steps().in_order()))

    def with_progress(self):
        """Each with what of its steps makes up progress and state words, in its `step_list`: for lists."""
        steps = _steps().filter(onboarding=OuterRef("pk")).order_by().values("onboarding")
        return self.annotate(listed_steps=Subquery(steps.annotate(listed=AS_LISTED).values("listed")))


def _steps():
    return apps.get_model("onboarding", "Step")._default_manager.all()


class StepQuerySet(models.QuerySet):
    def visible_to(self, member: Member):
        return of_companies_seen(self, member, "onboarding__company")

    def in_order(self):
        return self.order_by("position", "id")

    def of_open_onboardings(self):
        return self.filter(onboarding__state="active")

    def unfinished(self):
        return self.filter(state__in=UNFINISHED)

    def to_do(self):
        """What can be worked on now."""
        return self.of_open_onboardings().filter(state="open")

    def late(self, *, on: date):
        return self.filter(due_on__lt=on)

    def due_within(self, *, on: date, days: int):
        return self.filter(due_on__gte=on, due_on__lt=on + timedelta(days=days))

    def assigned_to(self, member: Member):
        return self.filter(assignee=member)

    def of_roles(self, roles):
        """Steps of these roles that nobody has taken yet."""
        return self.filter(assignee__isnull=True, owner_role__in=roles)

    def waiting(self):
        return self.exclude(waiting_on="")

    def not_waiting(self):
        return self.filter(waiting_on="")

    def no_longer_holding(self):
        """Steps of completed onboardings whose evidence has ended since."""
        later = self.model._meta.get_field("onboarding").related_model.objects.exclude(state__in=NEVER_RAN)
        followed = later.filter(company=OuterRef("onboarding__company"), pk__gt=OuterRef("onboarding"))
        return self.filter(~Exists(followed), onboarding__state="completed", state="done").exclude(open_findings=[])
