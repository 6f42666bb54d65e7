import threading
import time

import pytest

from core.errors import DomainError
from core.rowsecurity import acting_for
from devices.models import Device
from imports import runs
from tests.devices.test_importing import check
from tests.support.together import together

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = "Name,Serial\nPC-01,S1\nPC-02,S2\n"


def test_one_run_that_two_people_apply_at_once_is_applied_once(rheintal, weinhold, tom, jana):
    with acting_for(rheintal.pk):
        run = check(weinhold, TABLE, by=tom)
    outcomes = together(rheintal.pk, lambda: runs.apply(run=run, by=tom), lambda: runs.apply(run=run, by=jana))
    assert sorted(isinstance(each, DomainError) for each in outcomes) == [False, True]
    with acting_for(rheintal.pk):
        assert Device.objects.count() == 2


def test_the_same_file_imported_by_two_people_at_once_makes_no_twins(rheintal, weinhold, tom, jana):
    with acting_for(rheintal.pk):
        first, second = check(weinhold, TABLE, by=tom), check(weinhold, TABLE, by=jana)
    outcomes = together(rheintal.pk, lambda: runs.apply(run=first, by=tom), lambda: runs.apply(run=second, by=jana))
    assert not [each for each in outcomes if isinstance(each, Exception)]
    with acting_for(rheintal.pk):
        assert Device.objects.count() == 2


def test_a_device_that_somebody_edits_while_its_import_is_taken_back_stays(rheintal, weinhold, tom, jana):
    with acting_for(rheintal.pk):
        run = runs.weigh_undo(run=runs.apply(run=check(weinhold, TABLE, by=tom), by=tom), by=tom)
        device = Device.objects.get(name="PC-02")
    is_edited = threading.Event()

    def edit() -> None:
        device.update_details(values={"model": "X"}, seen=device.version, by=jana)
        is_edited.set()
        time.sleep(0.5)

    def take_back() -> None:
        is_edited.wait(timeout=10)
        runs.undo(run=run, by=tom)

    assert together(rheintal.pk, edit, take_back) == [None, None]
    with acting_for(rheintal.pk):
        assert [each.name for each in Device.objects.all()] == ["PC-02"]
