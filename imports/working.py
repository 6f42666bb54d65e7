"""A worker's hold on an import: batch by batch, each in a transaction of its own that also moves the run forward.

Whatever kills the worker, the next one goes on behind the last batch. A claim keeps two workers apart; it is checked
in every batch, so that one who was taken for dead writes nothing any more.
"""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import override

from core.rowsecurity import acting_for
from imports.adapters import Adapter, adapter_of
from imports.models import WORKING, ImportRun
from tenants.models import Member

LEASE_SECONDS = 120
PROGRESS = ("done", "total", "rank", "line", "state", "file", "groups", "found_groups", "is_stopped",
            "problem", "applied_at", "undone_at")  # fmt: skip


class Stopped(Exception):
    """Somebody wants it to stop."""


class OutOfTime(Exception):
    """The rest is for the next task."""


class LostClaim(Exception):
    """Another worker has it."""


def start(run: ImportRun, state: str) -> None:
    """Begin with the first line of this work."""
    run.state, run.done, run.rank, run.line = state, 0, 0, 0


def start_among_done(run: ImportRun, state: str) -> None:
    """The same where lines are imported already: `done` says how many."""
    start(run, state)
    run.done = run.rows.filter(is_done=True).count()


def runs_without_worker():
    """Runs of the current tenant that nobody works on, although something is left to do."""
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    return ImportRun.objects.filter(unclaimed, state__in=WORKING)


class Work:
    """One run being worked on, here and now: within the request or transaction that asked for it."""

    def __init__(self, run: ImportRun, *, by: Member) -> None:
        self.run, self.member = run, by

    @property
    def adapter(self) -> Adapter:
        return adapter_of(self.run.kind)

    @contextmanager
    def batch(self) -> Iterator[ImportRun]:
        """One batch: what is written and how far the run came are kept together, or not at all."""
        with transaction.atomic():
            yield self.run
            self.run.save(update_fields=PROGRESS)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """All batches inside are kept together, or not at all."""
        with transaction.atomic():
            yield

    def release(self) -> None:
        """Let others have it."""


class BackgroundWork(Work):
    """The same by a worker, in transactions of its own, until its time is up."""

    def __init__(self, run_id: int, *, tenant_id: int, seconds: float) -> None:
        self.run_id, self.tenant_id = run_id, tenant_id
        self.claim, self.until = secrets.token_hex(16), time.monotonic() + seconds
        self.is_within_whole = False

    def take(self) -> bool:
        """Claim the run. False when another worker has it, or nothing is left to do."""
        with acting_for(self.tenant_id):
            taken = runs_without_worker().filter(pk=self.run_id)
            if not taken.update(claim=self.claim, claimed_until=_lease()):
                return False
            self.run = ImportRun.objects.select_related("created_by", "acted_by", "tenant").get(pk=self.run_id)
        return True

    @cached_property
    def member(self) -> Member:  # type: ignore[override]
        """In whose name it is done; what he sees is asked anew by each worker."""
        return Member.objects.with_scopes().get(pk=self.run.acted_by_id or self.run.created_by_id)

    @contextmanager
    def batch(self) -> Iterator[ImportRun]:
        if time.monotonic() > self.until and not self.is_within_whole:
            raise OutOfTime
        within = transaction.atomic() if self.is_within_whole else acting_for(self.tenant_id)
        with within, override(self.run.language):
            self._look(is_locking=not self.is_within_whole)
            yield self.run
            if not self.is_within_whole:
                self.run.claimed_until = _lease()
                self.run.save(update_fields=[*PROGRESS, "claimed_until"])
        if self.is_within_whole:
            self._report()

    @contextmanager
    def whole(self) -> Iterator[None]:
        with acting_for(self.tenant_id), override(self.run.language):
            self.is_within_whole = True
            try:
                yield
            finally:
                self.is_within_whole = False
            self._look(is_locking=True)
            self.run.save(update_fields=PROGRESS)

    def release(self) -> None:
        with acting_for(self.tenant_id):
            mine = ImportRun.objects.filter(pk=self.run_id, claim=self.claim)
            mine.update(claim="", claimed_until=None)

    def _look(self, *, is_locking: bool) -> None:
        """Whether it is still this worker's, and nobody wants it to stop."""
        rows = ImportRun.objects.select_for_update(of=("self",), no_key=True) if is_locking else ImportRun.objects
        found = rows.filter(pk=self.run_id, claim=self.claim).values_list("is_stopping", flat=True).first()
        if found is None:
            raise LostClaim
        if found:
            raise Stopped

    def _report(self) -> None:
        """Say how far a whole import came, past its own transaction, which nobody else sees into before its end."""
        teller = threading.Thread(target=self._tell, args=(self.run.done,))
        teller.start()
        teller.join()

    def _tell(self, done: int) -> None:
        try:
            with acting_for(self.tenant_id):
                mine = ImportRun.objects.filter(pk=self.run_id, claim=self.claim)
                mine.update(done=done, claimed_until=_lease())
        finally:
            connection.close()


def whole_if(work: Work, is_whole: bool):
    """`work.whole()` where it was chosen, else nothing around the batches."""
    return work.whole() if is_whole else nullcontext()


def _lease():
    return timezone.now() + timedelta(seconds=LEASE_SECONDS)
