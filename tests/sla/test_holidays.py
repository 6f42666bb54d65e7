"""Public holidays, written down for the years ahead."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from sla.models import Calendar, Holiday
from sla.tasks import add_holidays

BERLIN = ZoneInfo("Europe/Berlin")
GERMAN_UNITY = date(2031, 10, 3)


@pytest.fixture
def calendar(rheintal, time_machine) -> Calendar:
    """A calendar of Baden-Württemberg, filled in the summer of 2029 for the three years 2029 to 2031."""
    time_machine.move_to(datetime(2029, 7, 1, 3, tzinfo=BERLIN))
    calendar = Calendar.objects.create(tenant=rheintal, name="Office", country="DE", state="BW")
    add_holidays()
    return calendar


def days(calendar: Calendar, year: int) -> list[date]:
    return list(calendar.holidays.filter(on__year=year).order_by("on").values_list("on", flat=True))


def test_the_next_year_is_filled_when_a_year_has_begun(calendar, time_machine):
    assert days(calendar, 2032) == []
    time_machine.move_to(datetime(2030, 1, 1, 3, tzinfo=BERLIN))

    add_holidays()

    assert date(2032, 1, 6) in days(calendar, 2032), "Epiphany is a holiday in Baden-Württemberg"
    assert date(2032, 10, 3) in days(calendar, 2032)


def test_running_twice_changes_nothing(calendar):
    before = list(calendar.holidays.order_by("pk").values_list("pk", "on", "name"))

    add_holidays()

    assert list(calendar.holidays.order_by("pk").values_list("pk", "on", "name")) == before


def test_what_the_tenant_took_away_or_renamed_stays_so(calendar):
    calendar.holidays.filter(on=date(2031, 1, 6)).delete()
    calendar.holidays.filter(on=GERMAN_UNITY).update(name="Company outing")

    add_holidays()

    assert date(2031, 1, 6) not in days(calendar, 2031)
    assert calendar.holidays.get(on=GERMAN_UNITY).name == "Company outing"


def test_a_day_of_the_tenants_own_does_not_keep_a_year_empty(calendar, rheintal, time_machine):
    own = date(2032, 12, 24)
    Holiday.objects.create(tenant=rheintal, calendar=calendar, on=own, name="Closed")
    time_machine.move_to(datetime(2030, 1, 1, 3, tzinfo=BERLIN))

    add_holidays()

    assert date(2032, 10, 3) in days(calendar, 2032)
    assert calendar.holidays.get(on=own).name == "Closed"


def test_a_calendar_without_a_country_stays_without_holidays(calendar, rheintal):
    anywhere = Calendar.objects.create(tenant=rheintal, name="Anywhere")

    add_holidays()

    assert not anywhere.holidays.exists()
