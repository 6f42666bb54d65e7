"""Imports that go on by themselves: a worker takes a run, does what its time allows, and lets go of it."""

import logging

from django.utils import timezone
from django.utils.translation import gettext, override

from core.errors import DomainError
from core.rowsecurity import acting_for
from imports.models import ImportRun
from imports.phases import perform
from imports.runs import halt
from imports.working import BackgroundWork, LostClaim, OutOfTime, Stopped

logger = logging.getLogger(__name__)

SLICE_SECONDS = 60.0
"""How long a worker stays with one import before others get their turn."""


def work_off(*, tenant_id: int, run_id: int, seconds: float = SLICE_SECONDS) -> bool:
    """Do what can be done of this import in the time given. Returns whether something is left for another task."""
    work = BackgroundWork(run_id, tenant_id=tenant_id, seconds=seconds)
    if not work.take():
        return False
    try:
        with timezone.override(work.run.tenant.zone):
            perform(work)
    except LostClaim:
        return False
    except OutOfTime:
        work.release()
        return True
    except Stopped:
        _halt(work, "")
    except DomainError as error:
        with override(work.run.language):
            _halt(work, str(error.message))
    except Exception:
        logger.exception("Import %s of tenant %s failed.", run_id, tenant_id)
        with override(work.run.language):
            _halt(work, gettext("Something went wrong on our side. It was written down; please try again."))
    else:
        work.release()
    return False


def _halt(work: BackgroundWork, problem: str) -> None:
    with acting_for(work.tenant_id):
        mine = ImportRun.objects.select_for_update(of=("self",)).filter(pk=work.run_id, claim=work.claim)
        run = mine.select_related("acted_by").first()
        if run is not None:
            halt(run, by=run.acted_by, problem=problem)
