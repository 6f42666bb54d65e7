"""A customer that has come some way already, for journeys that begin in the middle."""

from companies.models import Company
from config.demo.customers import Customer, Stage
from config.demo.journey import Cast, Journey
from core.rowsecurity import acting_for

NUMBER = 10
"""An even one: the demo then gives the customer a block of hours."""


def travelled(tenant, *, stage: Stage, jana, petra, tom, alice, model: str = "m", devices: int = 3) -> Journey:
    """Lindhof Technik, managed by Jana with Tom on the team, as far as the stage."""
    customer = Customer(
        "Lindhof Technik GmbH", "lindhof", "Am Lindhof 4", "79539", "Lörrach", model, stage, team=("tom",),
        first=("ms", "Nora", "Lind"), people=2, devices=devices, phone="+49 30 23125 000", taskfire=model == "x",
    )  # fmt: skip
    cast = Cast(tenant, {"jana": jana, "tom": tom}, billing=petra, admin=alice)
    with acting_for(tenant.pk):
        journey = Journey(cast, customer, NUMBER)
        journey.travel()
        journey.finish()
        journey.company = Company.objects.select_related("tenant").get(pk=journey.company.pk)
    return journey
