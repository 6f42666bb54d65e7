"""Due dates in working days of the tenant's own calendar."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from sla.models import Calendar, Holiday, Opening

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
    its = {"calendar": OuterRef("pk")}
    weekdays = ArraySubquery(Opening.objects.filter(**its, is_extended=False).values("weekday"))
    holidays = ArraySubquery(Holiday.objects.filter(**its).values("on"))
    found = Calendar.objects.filter(is_default=True).values_list(weekdays, holidays).first()
    if not found or not found[0]:
        return WorkingDays()
    return WorkingDays(*map(frozenset, found))
