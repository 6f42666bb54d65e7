import pytest
from celery import current_app
from django.utils import timezone

from core.rowsecurity import acting_for
from devices.models import Device
from events.models import Event, FieldChange
from imports import background, runs
from imports.adapters import adapter_of
from imports.background import work_off
from imports.models import ImportRow, ImportRun, RunState
from imports.tasks import sweep
from imports.working import BackgroundWork
from tests.devices.conftest import new_device
from tests.imports.conftest import fresh

pytestmark = pytest.mark.django_db(transaction=True)

LINES = 34


def table(count: int = LINES) -> str:
    return "Name,Serial\n" + "".join(f"PC-{number:03},S{number}\n" for number in range(count))


def devices_of(tenant) -> int:
    with acting_for(tenant.pk):
        return Device.objects.count()


def apply(run, by, **choice):
    with acting_for(run.tenant_id):
        return runs.apply(run=fresh(run), by=by, **choice)


class Killed(BaseException):
    """What a worker gets that is killed: nothing catches it."""


@pytest.fixture
def killed_after(monkeypatch):
    """The worker is killed in its so-many-th batch of writing devices, before the batch is committed."""

    def kill(batches: int) -> None:
        adapter, counted = adapter_of("devices"), iter(range(1, 1000))
        whole = adapter.carry_out

        def carry_out(**arguments):
            whole(**arguments)
            if next(counted) == batches:
                raise Killed

        monkeypatch.setattr(adapter, "carry_out", carry_out, raising=False)

    return kill


@pytest.fixture
def stopped_after_a_batch(monkeypatch):
    """Somebody stops the import while its next batch is written."""

    def stop() -> None:
        adapter = adapter_of("devices")
        whole = adapter.carry_out

        def carry_out(**arguments):
            whole(**arguments)
            ImportRun.objects.update(is_stopping=True)

        monkeypatch.setattr(adapter, "carry_out", carry_out, raising=False)

    return stop


def test_a_long_file_is_received_at_once_and_checked_by_a_worker(rheintal, weinhold, tom, uploaded, worked):
    run = uploaded(weinhold, table(), by=tom)
    assert (run.state, run.is_at_work) == (RunState.READING, True)
    run = worked(run)
    assert (run.state, run.total, run.file.name, run.claim) == (RunState.CHECKED, LINES, "", "")
    with acting_for(rheintal.pk):
        assert runs.counts_of(run)["create"] == LINES
    assert devices_of(rheintal) == 0


def test_it_is_imported_by_a_worker_too(rheintal, weinhold, tom, uploaded, worked):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    assert devices_of(rheintal) == 0
    run = worked(run)
    assert (run.state, run.done) == (RunState.APPLIED, LINES)
    assert devices_of(rheintal) == LINES


def test_a_worker_whose_time_is_up_lets_another_go_on(rheintal, weinhold, tom, uploaded):
    run = uploaded(weinhold, table(), by=tom)
    assert work_off(tenant_id=rheintal.pk, run_id=run.pk, seconds=0) is True
    assert (fresh(run).state, fresh(run).claimed_until) == (RunState.READING, None)
    assert work_off(tenant_id=rheintal.pk, run_id=run.pk) is False
    assert fresh(run).state == RunState.CHECKED


def test_a_killed_worker_loses_only_its_batch_and_nothing_is_doubled(
    rheintal, weinhold, tom, uploaded, worked, killed_after
):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    killed_after(3)
    with pytest.raises(Killed):
        work_off(tenant_id=rheintal.pk, run_id=run.pk)
    assert (devices_of(rheintal), fresh(run).done) == (20, 20)
    assert work_off(tenant_id=rheintal.pk, run_id=run.pk) is False
    assert devices_of(rheintal) == 20, "the claim of the dead still stands"
    with acting_for(rheintal.pk):
        ImportRun.objects.update(claimed_until=timezone.now())
    assert worked(run).state == RunState.APPLIED
    assert devices_of(rheintal) == LINES


def test_whoever_was_taken_for_dead_writes_nothing_any_more(rheintal, weinhold, tom, uploaded, worked):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    slow = BackgroundWork(run.pk, tenant_id=rheintal.pk, seconds=60)
    assert slow.take()
    with acting_for(rheintal.pk):
        ImportRun.objects.update(claimed_until=timezone.now())
    worked(run)
    with pytest.raises(background.LostClaim), slow.batch():
        pass
    assert devices_of(rheintal) == LINES


def test_all_or_nothing_leaves_nothing_behind_when_a_worker_dies(
    rheintal, weinhold, tom, uploaded, worked, killed_after
):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom, is_whole=True)
    killed_after(3)
    with pytest.raises(Killed):
        work_off(tenant_id=rheintal.pk, run_id=run.pk)
    assert devices_of(rheintal) == 0
    assert fresh(run).done == 20, "the progress was told all the same"


def test_all_or_nothing_imports_nothing_when_a_line_has_become_wrong(rheintal, weinhold, tom, uploaded, worked):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom, is_whole=True)
    with acting_for(rheintal.pk):
        for name in ("A", "B"):
            new_device(weinhold, name, serial_number="S33")
    run = worked(run)
    assert run.state == RunState.CHECKED
    assert "35" in run.problem
    assert devices_of(rheintal) == 2


def test_a_stopped_import_keeps_what_it_did_and_goes_on_later(rheintal, weinhold, tom, uploaded, worked, monkeypatch):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    work = BackgroundWork(run.pk, tenant_id=rheintal.pk, seconds=60)
    assert work.take()
    with acting_for(rheintal.pk):
        runs.stop(run=run, by=tom)
    assert fresh(run).is_stopping, "a worker has it: it is for him to stop"
    work.release()
    worked(run)
    assert (fresh(run).state, devices_of(rheintal)) == (RunState.CHECKED, 0)


def test_a_stopped_check_is_put_away(rheintal, weinhold, tom, uploaded):
    run = uploaded(weinhold, table(), by=tom)
    with acting_for(rheintal.pk):
        runs.stop(run=run, by=tom)
    assert fresh(run).state == RunState.DISCARDED
    with acting_for(rheintal.pk):
        assert not ImportRow.objects.exists()


def test_a_stopped_import_says_what_is_left(
    rheintal, weinhold, tom, uploaded, worked, stopped_after_a_batch, monkeypatch
):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    stopped_after_a_batch()
    run = worked(run)
    assert (run.state, run.is_stopped, run.done, devices_of(rheintal)) == (RunState.APPLIED, True, 10, 10)
    monkeypatch.undo()
    with acting_for(rheintal.pk):
        runs.go_on(run=run, by=tom)
    run = worked(run)
    assert (run.state, run.is_stopped, run.done, devices_of(rheintal)) == (RunState.APPLIED, False, LINES, LINES)


def test_how_much_a_stopped_import_left_is_known_after_weighing_its_undoing(
    rheintal, weinhold, tom, uploaded, worked, stopped_after_a_batch
):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    stopped_after_a_batch()
    run = worked(run)
    with acting_for(rheintal.pk):
        runs.weigh_undo(run=run, by=tom)
        runs.stop(run=run, by=tom)
    assert (fresh(run).state, fresh(run).done) == (RunState.APPLIED, 10)
    with acting_for(rheintal.pk):
        runs.weigh_undo(run=run, by=tom)
    run = worked(run)
    with acting_for(rheintal.pk):
        runs.keep(run=run, by=tom)
    assert (fresh(run).state, fresh(run).done) == (RunState.APPLIED, 10)


def test_the_page_works_without_a_broker_and_the_sweep_finds_the_run(rheintal, weinhold, tom, uploaded, monkeypatch):
    asked = []

    def refuse(*_arguments, **_options):
        raise OSError("nobody answers")

    monkeypatch.setattr(current_app, "send_task", refuse)
    run = uploaded(weinhold, table(), by=tom)
    monkeypatch.setattr(current_app, "send_task", lambda name, kwargs, **_more: asked.append((name, kwargs)))
    sweep()
    assert asked == [("imports.work", {"tenant_id": rheintal.pk, "run_id": run.pk})]


def test_a_file_that_breaks_half_way_is_refused_with_its_reason(rheintal, weinhold, tom, uploaded, worked):
    run = worked(uploaded(weinhold, table() + '"PC,S\n', by=tom))
    assert run.state == RunState.REFUSED
    assert "quotation marks" in run.problem
    with acting_for(rheintal.pk):
        assert not ImportRow.objects.exists()


def test_a_defect_of_ours_ends_the_work_with_words_and_is_reported(
    rheintal, weinhold, tom, uploaded, worked, monkeypatch, caplog
):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    monkeypatch.setattr(adapter_of("devices"), "carry_out", None, raising=False)
    run = worked(run)
    assert (run.state, devices_of(rheintal)) == (RunState.CHECKED, 0)
    assert "our side" in run.problem
    assert "TypeError" in caplog.text


def test_two_lines_far_apart_that_mean_the_same_are_found(rheintal, weinhold, tom, uploaded, worked):
    content = "Name,Device ID\n" + "".join(f"PC{number},{number % 25}\n" for number in range(30))
    run = worked(uploaded(weinhold, content, by=tom))
    with acting_for(rheintal.pk):
        wrong = list(run.rows.filter(action="wrong").values_list("line", "problems"))
    assert [line for line, _problems in wrong] == [27, 28, 29, 30, 31]
    assert wrong[0][1][0]["reason"] == "Line 2 has the same id."


def test_the_member_who_lost_the_right_meanwhile_imports_nothing(rheintal, weinhold, tom, uploaded, worked):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    with acting_for(rheintal.pk):
        tom.roles = ["billing_admin"]
        tom.save()
    run = worked(run)
    assert (run.state, devices_of(rheintal)) == (RunState.CHECKED, 0)
    assert "Your roles do not include" in run.problem


def test_an_import_is_told_once_at_its_end(rheintal, weinhold, tom, uploaded, worked):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    worked(run)
    with acting_for(rheintal.pk):
        [event] = Event.objects.filter(key="imports.import_applied")
    assert (event.subject_id, event.door, event.data["lines"]) == (run.pk, "import", LINES)


def test_how_far_an_import_came_is_no_history_and_its_states_are(rheintal, weinhold, tom, uploaded, worked):
    run = worked(uploaded(weinhold, table(), by=tom))
    apply(run, tom)
    worked(run)
    with acting_for(rheintal.pk):
        changes = FieldChange.objects.filter(subject_type="imports.importrun", subject_id=run.pk, operation="update")
        states = [change.changes.get("state") for change in changes.order_by("pk")]
    told = [state for state in states if state is not None]
    assert told == [["reading", "matching"], ["matching", "checking"], ["checking", "checked"],
                    ["checked", "applying"], ["applying", "applied"]]  # fmt: skip
    assert len(states) == len(told)
