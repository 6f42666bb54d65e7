"""The ladder: which rule decides about a ticket's service level, and that it says so."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from contracts.models import Contract, ContractService, Service
from devices.models import Coverage, Device, DeviceKind
from sla.models import IssueType, Priority, ServiceLevel
from sla.operations import assign_service_level
from tickets.choices import ServiceLevelSource as By
from tickets.service_levels import ladder, resolve, sample


@pytest.fixture
def levels(seeded):
    """One service level for each rung, named after it."""
    template = ServiceLevel.objects.get(name="Bronze")

    def make(name):
        return ServiceLevel.objects.create(
            tenant=seeded, name=name, commitment=template.commitment, calendar=template.calendar
        )

    return {source: make(source.value) for source in By if source not in (By.TENANT, By.NONE)}


@pytest.fixture
def everything(levels, weinhold, jana):
    """A ticket's surroundings in which every rung names a service level."""
    today, tenant = timezone.localdate(), weinhold.tenant
    contract = Contract.objects.create(
        tenant=tenant, company=weinhold, type="recurring", name="Managed", starts_on=today - timedelta(days=9),
        is_default=True, service_level=levels[By.CONTRACT],
    )  # fmt: skip
    service = Service.objects.create(
        tenant=tenant, name="Care of one server", unit_price_cents=1, service_level=levels[By.CONTRACT_SERVICE]
    )
    line = ContractService.objects.create(tenant=tenant, contract=contract, service=service, unit_price_cents=1)
    device = Device.objects.create(
        tenant=tenant, company=weinhold, name="SRV01", kind=DeviceKind.SERVER, service_level=levels[By.DEVICE]
    )
    Coverage.objects.create(tenant=tenant, device=device, contract_service=line)
    mail = IssueType.objects.get(name="E-mail", parent=None)
    assign_service_level(company=weinhold, service_level=levels[By.ISSUE], by=jana, issue=mail)
    assign_service_level(company=weinhold, service_level=levels[By.COMPANY], by=jana)
    return {"company": weinhold, "device": device, "issue": mail, "chosen": levels[By.TICKET]}


def test_each_rung_decides_when_those_above_it_are_silent(everything, levels):
    for source in (By.TICKET, By.DEVICE, By.CONTRACT_SERVICE, By.CONTRACT, By.ISSUE, By.COMPANY):
        decision = resolve(priority=Priority.HIGH, **everything)
        assert decision.source == source
        assert decision.service_level == levels[source]
        assert str(levels[source]) in decision.explanation
        ServiceLevel.objects.filter(pk=levels[source].pk).update(is_active=False)
        everything["chosen"] = None
        everything["device"].refresh_from_db()

    assert resolve(priority=Priority.HIGH, **everything).source == By.TENANT
    ServiceLevel.objects.filter(is_default=True).update(is_active=False)
    assert resolve(priority=Priority.HIGH, **everything).source == By.NONE


def test_the_ladder_shows_every_rung_and_one_that_decides(everything):
    rungs = ladder(**everything)

    assert [rung.source for rung in rungs] == [source for source in By if source != By.NONE]
    assert [rung.source for rung in rungs if rung.is_decisive] == [By.TICKET]
    assert all(rung.service_level for rung in rungs)


def test_ladder_and_decision_agree_with_nothing_at_all(seeded, weinhold):
    rungs = ladder(company=weinhold)

    assert [rung.source for rung in rungs if rung.service_level] == [By.TENANT]
    assert resolve(company=weinhold, priority=Priority.LOW).source == By.TENANT
    assert all(rung.explanation for rung in rungs)


def test_the_contract_of_the_device_beats_the_default_contract(everything, levels, weinhold, seeded):
    Contract.objects.filter(company=weinhold).update(is_default=False)
    other = Contract.objects.create(
        tenant=seeded, company=weinhold, type="recurring", name="Default", starts_on=date(2020, 1, 1),
        is_default=True, service_level=ServiceLevel.objects.get(name="Gold"),
    )  # fmt: skip
    Device.objects.update(service_level=None)
    Service.objects.update(service_level=None)
    everything["device"].refresh_from_db()
    everything["chosen"] = None

    decision = resolve(priority=Priority.LOW, **everything)
    without_device = resolve(company=weinhold, priority=Priority.LOW)

    assert decision.contract.name == "Managed"
    assert decision.service_level == levels[By.CONTRACT]
    assert without_device.contract == other


def test_a_contract_that_has_ended_decides_nothing(everything, weinhold):
    today = timezone.localdate()
    Contract.objects.update(ends_on=today - timedelta(days=1))
    Device.objects.update(service_level=None)
    everything["device"].refresh_from_db()
    everything["chosen"] = None

    assert resolve(priority=Priority.LOW, **everything).source == By.ISSUE


def test_the_sub_issue_type_decides_over_the_issue_type(everything, levels, weinhold, jana):
    spam = IssueType.objects.get(name="Spam")
    assign_service_level(company=weinhold, service_level=levels[By.TICKET], by=jana, sub_issue=spam)

    decision = resolve(company=weinhold, priority=Priority.LOW, issue=spam.parent, sub_issue=spam, contract=None)

    assert decision.source in (By.CONTRACT, By.ISSUE)
    Contract.objects.update(is_active=False)
    decision = resolve(company=weinhold, priority=Priority.LOW, issue=spam.parent, sub_issue=spam)
    assert decision.service_level == levels[By.TICKET]


def test_a_sample_is_due_by_the_clock(seeded, weinhold):
    imagined = sample(company=weinhold)

    assert imagined.decision.service_level.name == "Bronze"
    assert imagined.response_due_at < imagined.resolution_due_at


def test_asking_costs_a_bounded_number_of_queries(everything, django_assert_max_num_queries):
    everything["chosen"] = None
    Device.objects.update(service_level=None)
    Service.objects.update(service_level=None)
    Contract.objects.update(service_level=None)
    everything["device"].refresh_from_db()

    with django_assert_max_num_queries(8):
        resolve(priority=Priority.HIGH, **everything)
