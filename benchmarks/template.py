"""The pattern that the benchmark's database is woven from: one MSP and a few customers, made by the same verbs as
people use, in the states that a journey passes through."""

from dataclasses import replace

from config.demo.build import _ask, _cast, _complete_seller, add_territories
from config.demo.customers import CUSTOMERS, Customer, Stage
from config.demo.journey import Journey
from config.demo.people import RHEINTAL
from config.operations import found_tenant
from contracts.models import ContractType
from contracts.operations import switch_contract_type
from core.rowsecurity import acting_for
from tenants.models import Tenant

STAGES = (
    Stage.LIVE, Stage.LIVE, Stage.LIVE, Stage.LIVE, Stage.LIVE, Stage.PROSPECT, Stage.DRAFT, Stage.PROSPECT,
    Stage.BILLING, Stage.READY,
)  # fmt: skip
"""Of ten companies five are in service, three are no customers yet (one has a draft), two are being taken on."""

SLUG = "bench"


def customers() -> list[Customer]:
    """Ten companies with three contacts each, half of them managed."""
    pattern = next(each for each in CUSTOMERS if each.stage == Stage.LIVE and each.model == "m" and not each.parent)
    made = []
    for number, stage in enumerate(STAGES):
        managed = stage != Stage.LIVE or number % 2 == 0
        made.append(
            replace(
                pattern,
                name=f"Muster {number} GmbH",
                domain=f"muster-{number}",
                stage=stage,
                team=("tom",),
                people=2,
                model="m" if managed else "b",
                devices=5,
                taskfire=False,
                manager="jana",
                vat="",
            )  # fmt: skip
        )
    return made


def build() -> Tenant:
    """The MSP with its people and these ten companies."""
    first = RHEINTAL[0]
    tenant, _admin = found_tenant(name="Bench", slug=SLUG, state="BW", admin_name=first.name, admin_email=first.email)
    tenant.support_email = "service@bench.example"
    tenant.save()
    with acting_for(tenant.pk):
        cast = _cast(tenant, RHEINTAL)
        _complete_seller(SLUG)
        add_territories(tenant)
        switch_contract_type(tenant=tenant, type=ContractType.BLOCK_HOURS, is_on=True, by=cast.admin)
        journeys = [Journey(cast, customer, number) for number, customer in enumerate(customers(), start=1)]
        for journey in journeys:
            journey.travel()
        for journey in journeys:
            journey.finish()
            if journey.customer.stage == Stage.LIVE:
                _ask(journey)
    return tenant
