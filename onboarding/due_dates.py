"""Due dates in working days of the tenant's own calendar."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sla.models import Calendar

MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True)
class WorkingDays:
    """On which days the MSP works: weekdays (0 is Monday) without the holidays."""

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def after(self, day: date, count: int) -> date:
        """The working day that comes `count` working days after `day`; with 0 the day itself or the next one."""
        while not self.is_working_day(day) and count == 0:
            day += timedelta(days=1)
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day


def working_days() -> WorkingDays:
    """The default calendar of the current tenant; Monday to Friday as long as it has none."""
    calendar = Calendar.objects.filter(is_default=True).prefetch_related("openings", "holidays").first()
    weekdays = {each.weekday for each in calendar.openings.all() if not each.is_extended} if calendar else set()
    if not calendar or not weekdays:
        return WorkingDays()
    return WorkingDays(frozenset(weekdays), frozenset(each.on for each in calendar.holidays.all()))
