"""Months come and go as a whole, by the owner's hand."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from core.partitions import ahead, following, months_before, open_months, parts_of
from core.rowsecurity import acting_for
from events.models import Event
from events.tasks import look_ahead
from tests.cast import new_company, new_member, new_tenant
from tests.conftest import APPLICATION, OWNER, _become

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_owner():
    """What a shell with DATABASE_OWNER_URL does."""

    def run(act):
        _become(OWNER, options="-c row_security=off")
        try:
            with transaction.atomic():
                return act()
        finally:
            _become(APPLICATION)

    return run


@pytest.fixture
def retain(as_owner):
    """`manage.py retain_events …`; returns what it says."""

    def run(*arguments: str) -> str:
        said = StringIO()
        as_owner(lambda: call_command("retain_events", *arguments, stdout=said))
        return said.getvalue()

    return run


@pytest.fixture
def long_ago():
    """An event of March 2019, in the rest: nobody made a part for that month."""
    tenant = new_tenant("Altbau IT", "altbau")
    company = new_company(new_member(tenant, "Ada Alt"), "Alt GmbH")
    with acting_for(tenant.pk):
        Event.objects.create(
            tenant_id=tenant.pk, key="companies.company_created", at=timezone.now().replace(2019, 3, 15),
            company_id=company.pk, subject_type="companies.company", subject_id=company.pk, subject_label="Alt GmbH",
            actor_kind="system",
        )  # fmt: skip
    return tenant


def _events_of_2019(tenant) -> list[str]:
    with acting_for(tenant.pk), connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM events_event WHERE at < '2020-01-01'")
        return [name for (name,) in cursor.fetchall()]


def test_there_is_a_part_for_this_month_and_a_year_ahead():
    for table in ("events_event", "events_fieldchange"):
        months = set(parts_of(table).values())
        assert {months_before(date.today(), -ahead) for ahead in range(13)} <= months


def test_what_waits_among_the_rest_moves_into_its_month_and_goes_with_it(long_ago, as_owner, retain):
    assert _events_of_2019(long_ago) == ["events_event_rest"]

    as_owner(lambda: open_months("events_event", since=date(2019, 3, 1), until=date(2019, 3, 1)))
    assert _events_of_2019(long_ago) == ["events_event_y2019m03"]

    assert "Would drop events_event_y2019m03." in retain("--older-than", "36", "--dry-run")
    assert _events_of_2019(long_ago) == ["events_event_y2019m03"]
    said = retain("--older-than", "36")
    assert "Dropped events_event_y2019m03." in said
    assert _events_of_2019(long_ago) == []


def test_the_last_months_are_never_dropped(retain):
    with pytest.raises(CommandError, match="At least 3 months"):
        retain("--older-than", "2")


def test_the_log_warns_when_the_next_month_has_no_part(caplog):
    look_ahead()
    assert caplog.text == ""

    with time_machine.travel(ahead() + timedelta(days=4), tick=False):
        look_ahead()

    for table in ("events_event", "events_fieldchange"):
        assert f"{table} has no part for {following(ahead()):%Y-%m}. Run `manage.py retain_events`" in caplog.text


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (date(2026, 11, 26), 0, date(2026, 11, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 11, 26), 36, date(2023, 11, 1)),
        (date(2026, 12, 1), -1, date(2027, 1, 1)),
        (date(2024, 2, 29), -12, date(2025, 2, 1)),
    ],
)
def test_months_are_counted_from_the_first(today, months, expected):
    assert months_before(today, months) == expected


def test_december_is_followed_by_january():
    assert following(date(2026, 12, 31)) == date(2027, 1, 1)
