"""What the database counts is what looking at each device finds."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.models import Counts
from devices.coverage import first_states_of, states_of
from devices.gaps import NAMED, Gaps, Lack, gaps_of
from devices.models import Coverage, Device, DeviceKind, Review
from tests.devices.conftest import new_contract, new_level, new_line

LINES = ("plain", "with level", "with old level", "contract's level", "flat", "ended", "switched off")
LEVELS = ("none", "used", "old")


@pytest.fixture
def world(rheintal, weinhold):
    """Levels and lines of all sorts; the devices change from example to example."""
    used, old = new_level(rheintal, "Used"), new_level(rheintal, "Old", is_active=False)
    yesterday = timezone.localdate() - timedelta(days=1)
    running = new_contract(weinhold)
    lines = {
        "plain": new_line(running, "plain"),
        "with level": new_line(running, "with level", level=used),
        "with old level": new_line(running, "with old level", level=old),
        "contract's level": new_line(new_contract(weinhold, name="Levelled", service_level=used), "levelled"),
        "flat": new_line(running, "flat", counts=Counts.FLAT),
        "ended": new_line(new_contract(weinhold, name="Ended", ends_on=yesterday), "ended", level=used),
        "switched off": new_line(new_contract(weinhold, name="Off", is_active=False), "off", level=used),
    }
    return weinhold, lines, {"none": None, "used": used, "old": old}


DEVICES = st.lists(
    st.tuples(
        st.sampled_from(DeviceKind), st.sampled_from("ABC"), st.booleans(), st.booleans(), st.sampled_from(Review),
        st.sampled_from(LEVELS), st.sets(st.sampled_from(LINES), max_size=2),
    ),
    max_size=6,
)  # fmt: skip


def lack(states, name: str) -> Lack:
    found = [each.device.name for each in states if getattr(each, name)]
    return Lack(len(found), tuple(found[:NAMED]))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(drawn=DEVICES, of_company=st.sampled_from(["none", "used"]))
def test_the_database_counts_what_a_look_at_each_device_finds(world, drawn, of_company):
    company, lines, levels = world
    Device.objects.all().delete()
    for kind, name, is_active, is_supported, review, level, chosen in drawn:
        device = Device.objects.create(
            tenant_id=company.tenant_id, company=company, name=name, kind=kind, is_active=is_active,
            is_supported=is_supported, review=review, service_level=levels[level],
        )  # fmt: skip
        for line in chosen:
            Coverage.objects.create(tenant_id=company.tenant_id, device=device, contract_service=lines[line])

    today, level = timezone.localdate(), levels[of_company]
    states = states_of(company, today, level)

    assert gaps_of(company, today, level) == Gaps(
        len(states),
        unreviewed=lack(states, "needs_review"),
        uncovered=lack(states, "needs_service"),
        without_level=lack(states, "needs_service_level"),
    )
    assert first_states_of(company, today, level, most=3) == (states[:3], len(states) > 3)
