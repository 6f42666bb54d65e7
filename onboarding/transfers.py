"""The open steps that a member hands over when somebody else takes the customers on."""

from django.db import transaction
from django.db.models import QuerySet

from core.events import publish_many
from onboarding.models import OPEN_STATES, Onboarding, Step
from tenants.models import Member


def steps_of(member: Member) -> QuerySet[Step]:
    """Steps of open onboardings that are not done, with this member."""
    steps = Step.objects.assigned_to(member).filter(onboarding__state__in=OPEN_STATES).unfinished()
    return steps.select_related("onboarding__company").order_by("onboarding__company__sort_name", "position", "pk")


@transaction.atomic
def transfer_steps(*, member: Member, to: Member, by: Member) -> None:
    """Assign all of them to `to`, who sees the customers: one statement, and one event for each step."""
    held = Onboarding.objects.running().filter(steps__in=steps_of(member).order_by()).distinct().values("pk")
    list(Onboarding.objects.filter(pk__in=held).locked())
    steps = list(steps_of(member))
    Step.objects.filter(pk__in=[step.pk for step in steps]).update(assignee=to, left_by_name="")
    for step in steps:
        step.assignee, step.left_by_name = to, ""
    changes = {"assignee": [member.name, to.name]}
    publish_many([step.occurrence("step_assigned", by=by, changes=changes) for step in steps])
