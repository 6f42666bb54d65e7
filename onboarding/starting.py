"""How an onboarding begins: at once, or as a draft that is started, or discarded, later."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from companies.models import Company
from core.errors import DomainError, NotAllowed
from core.events import publish
from onboarding.evaluation import evaluate
from onboarding.models import Onboarding, OnboardingState, Step
from onboarding.plan import Answers, current_playbook, plan_for
from tenants.models import Member
from tenants.roles import Capability


@transaction.atomic
def start_onboarding(*, company: Company, by: Member, at: datetime | None = None, **answers) -> Onboarding:
    """Begin to onboard the company by the tenant's current playbook for this service model.

    `answers` are those of `Answers`. The steps are a snapshot; those that do not apply are kept as *not applicable*.
    Due dates count from `at` (now by default). Raises NotAllowed without the capability or for a company that `by`
    does not see, DomainError `already_open` or `already_drafted` while the company has another open onboarding.
    """
    by.check_may(Capability.RUN_ONBOARDING)
    locked = _locked_company(company, by)
    _check_is_first(locked)
    started = _begin(_with(locked, Answers(**answers)), by=by, at=at)
    company.service_model, company.version = locked.service_model, locked.version
    return started


@transaction.atomic
def save_draft(*, company: Company, by: Member, **answers) -> Onboarding:
    """Keep the answers for later. The company stays as it is, there are no steps, and nobody is told.

    Raises what `start_onboarding` raises: a company has one open onboarding, be it a draft.
    """
    by.check_may(Capability.RUN_ONBOARDING)
    locked = _locked_company(company, by)
    _check_is_first(locked)
    draft = _with(locked, Answers(**answers))
    draft.state, draft.started_by, draft.playbook = OnboardingState.DRAFT, by, current_playbook(draft.service_model)
    draft.save()
    publish("onboarding.draft_saved", subject=draft, company=locked, by=by)
    return draft


@transaction.atomic
def start_draft(*, draft: Onboarding, by: Member, seen: int | None = None, at: datetime | None = None) -> Onboarding:
    """Begin as if it had not been a draft: by the playbook of today, with due dates from `at` (now by default).

    `seen` is the version whose plan was before the member's eyes (the present one by default). Raises DomainError
    `draft_changed` when it is another one now, `go_live_past` for a go-live before today, `no_draft` when somebody
    has started or discarded it.
    """
    by.check_may(Capability.RUN_ONBOARDING)
    company = _locked_company(draft.company, by)
    fresh = _locked_draft(draft)
    if seen not in (None, fresh.version):
        raise DomainError("draft_changed", _("Somebody has changed this draft meanwhile. Look at the plan again."))
    if fresh.go_live_on < timezone.localdate():
        raise DomainError("go_live_past", _("The go-live date has passed. Change the draft first."), field="go_live_on")
    fresh.company = company
    return _begin(fresh, by=by, at=at)


@transaction.atomic
def discard_draft(*, draft: Onboarding, by: Member) -> None:
    """Throw the draft away: nothing had begun, so nothing but its events remains. The company stays.

    Raises DomainError `no_draft` when somebody has started or discarded it.
    """
    by.check_may(Capability.RUN_ONBOARDING)
    fresh = _locked_draft(draft)
    publish("onboarding.draft_discarded", subject=fresh, company=fresh.company, by=by)
    fresh.delete()


def _with(company: Company, answers: Answers) -> Onboarding:
    return Onboarding(tenant_id=company.tenant_id, company=company, **asdict(answers))


def _begin(onboarding: Onboarding, *, by: Member, at: datetime | None) -> Onboarding:
    """Make the plan of its answers real, for a locked company: steps, event, first verification."""
    company = onboarding.company
    onboarding.state, onboarding.started_by, onboarding.started_at = OnboardingState.ACTIVE, by, at or timezone.now()
    plan = plan_for(
        answers=Answers.of(onboarding), manager=company.manager, start_on=onboarding.started_on, company=company
    )
    if company.service_model != onboarding.service_model:
        values = {"service_model": onboarding.service_model}
        company.update_details(values=values, seen=company.version, by=by)
    onboarding.playbook = plan.playbook
    onboarding.save()
    Step.objects.bulk_create([planned.step_of(onboarding) for planned in plan.steps])
    publish(
        "onboarding.onboarding_started", subject=onboarding, company=company, by=by,
        data={"go_live_on": onboarding.go_live_on.isoformat(), "service_model": onboarding.service_model},
    )  # fmt: skip
    return evaluate(onboarding, by=by)


def _locked_company(company: Company, by: Member) -> Company:
    """The company, locked, so that two who start at once start one after the other."""
    found = (
        Company.objects.select_for_update(of=("self",), no_key=True)
        .select_related("manager", "tenant")
        .filter(pk__in=Company.objects.visible_to(by).filter(pk=company.pk).values("pk"))
        .first()
    )
    if found is None:
        raise NotAllowed("company_not_seen", _("You do not see this customer."))
    found.check_is_no_alias()
    if found.is_own or not found.is_active:
        raise DomainError("company_not_active", _("Only an active customer can be onboarded."), field="company")
    return found


def _check_is_first(company: Company) -> None:
    other = Onboarding.objects.open().filter(company=company).first()
    if other is None:
        return
    if other.is_draft:
        raise DomainError("already_drafted", _("There is a draft for this customer: open that one."), field="company")
    raise DomainError("already_open", _("This customer is being onboarded already."), field="company")


def _locked_draft(draft: Onboarding) -> Onboarding:
    drafts = Onboarding.objects.drafts().select_for_update(of=("self",)).select_related("company")
    found = drafts.filter(pk=draft.pk).first()
    if found is None:
        raise DomainError("no_draft", _("This draft was started or discarded meanwhile."))
    return found
