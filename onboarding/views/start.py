"""Starting an onboarding: who and how, then the plan, then the start or a draft. What was typed goes both ways."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from companies.forms import NewCompanyForm
from companies.models import Company, CompanyType, ServiceModel
from companies.operations import create_company
from core.forms import retyped
from core.http import render_form, see_other
from core.searching import searched
from onboarding.forms import AnswersForm, ChooseCompanyForm
from onboarding.models import Onboarding
from onboarding.operations import Answers, plan_for, save_draft, start_onboarding
from onboarding.plan import Plan
from tenants.access import needs
from tenants.models import Member
from tenants.once import done_once
from tenants.roles import Capability

NEW, EXISTING = "new", "existing"
VERBS = {"start": start_onboarding, "draft": save_draft}


@needs(Capability.RUN_ONBOARDING)
@require_http_methods(["GET", "HEAD", "POST"])
@done_once
def start(request: HttpRequest) -> HttpResponse:
    """The questions; with `do=start` or `do=draft`, after the plan was seen, the start itself, or a draft of it."""
    verb = VERBS.get(request.POST.get("do", ""))
    if verb:
        asked = Questions.sent(request)
        if asked.is_valid() and asked.answers.apply(lambda: asked.do(verb, request)):
            if verb is save_draft:
                messages.success(request, _("Saved as a draft. Nothing was sent."))
            return see_other("onboarding:detail", request.tenant.slug, asked.answers.result.pk)
        return asked.render(request)
    return Questions.typed(request).render(request)


@needs(Capability.RUN_ONBOARDING)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """The steps that will be created, with owners and due dates. Nothing is written.

    With `take` the questions again, for a company that is there already instead of the new one that is like it.
    """
    if request.method != "POST":
        return see_other("onboarding:start", request.tenant.slug)
    if "take" in request.POST:
        return Questions.typed(request).render(request)
    asked = Questions.sent(request)
    if not asked.is_valid() or not asked.answers.apply(lambda: _worked_out(asked.plan(request.member))):
        return asked.render(request)
    steps, unseen_by = asked.answers.result
    context = {
        "steps": [each for each in steps if each.applies],
        "left_out": [each for each in steps if not each.applies],
        "name": asked.company.name if asked.company else asked.new.cleaned_data["name"],
        "is_new": asked.which == NEW,
        "answers": asked.answers.cleaned_data,
        "model": ServiceModel(asked.answers.cleaned_data["service_model"]).label,
        "typed": _typed(request),
        "unseen_by": unseen_by,
    }
    return render(request, "onboarding/plan.html", context)


def _worked_out(plan: Plan) -> tuple:
    """Inside `apply`, so that a refusal reaches the form."""
    return plan.steps, plan.unseen_by


@dataclass
class Questions:
    """The forms of the page: an existing company or a new one, and the answers."""

    which: str
    choose: ChooseCompanyForm
    new: NewCompanyForm
    answers: AnswersForm
    find: str = ""

    @classmethod
    def typed(cls, request: HttpRequest) -> "Questions":
        """Fresh, or as it was typed and not yet judged: after *Back*, while searching, or to take a duplicate."""
        data, member = request.POST, request.member
        find = _find(request)
        taken = data.get("take", "")
        chosen = taken or (data or request.GET).get("company", "")
        choose = ChooseCompanyForm(member=member, find=find, chosen=chosen, initial={"company": chosen})
        if not data:
            won = {"type": CompanyType.CUSTOMER}
            new = NewCompanyForm(prefix="new", tenant=request.tenant, member=member, initial=won)
            return cls(EXISTING if find or choose.offers_any else NEW, choose, new, AnswersForm(), find)
        new = retyped(NewCompanyForm, data, prefix="new", tenant=request.tenant, member=member)
        return cls(EXISTING if taken else _which(data), choose, new, retyped(AnswersForm, data), find)

    @classmethod
    def sent(cls, request: HttpRequest) -> "Questions":
        """As it was sent; only the company that was meant is judged."""
        data, member = request.POST, request.member
        which, find = _which(data), _find(request)
        chosen = data.get("company", "")
        if which == EXISTING:
            choose = ChooseCompanyForm(data, member=member, find=find, chosen=chosen)
            new = retyped(NewCompanyForm, data, prefix="new", tenant=request.tenant, member=member)
        else:
            choose = ChooseCompanyForm(member=member, find=find, chosen=chosen, initial={"company": chosen})
            new = NewCompanyForm(data, prefix="new", tenant=request.tenant, member=member)
        return cls(which, choose, new, AnswersForm(data), find)

    @property
    def company_form(self):
        return self.choose if self.which == EXISTING else self.new

    @property
    def company(self) -> Company | None:
        return self.choose.cleaned_data["company"] if self.which == EXISTING else None

    def is_valid(self) -> bool:
        return all([self.company_form.is_valid(), self.answers.is_valid()])

    def plan(self, member: Member) -> Plan:
        company = self.company
        manager = company.manager if company else self.new.cleaned_data["manager"]
        answers = Answers(**self.answers.values)
        return plan_for(answers=answers, manager=manager, start_on=timezone.localdate(), company=company)

    def do(self, verb: Callable[..., Onboarding], request: HttpRequest) -> Onboarding:
        company = self.company or create_company(tenant=request.tenant, by=request.member, **self.new.details)
        return verb(company=company, by=request.member, **self.answers.values)

    def render(self, request: HttpRequest) -> HttpResponse:
        self.new.may_take = self.choose.choosable(self.new.duplicates)
        context: dict[str, Any] = {
            "which": self.which,
            "choose": self.choose,
            "new": self.new,
            "answers": self.answers,
            "find": self.find,
            "title": _("Start onboarding"),
        }
        return render_form(request, "onboarding/start.html", context, [self.company_form, self.answers])


def _which(data) -> str:
    return NEW if data.get("which") == NEW else EXISTING


def _find(request: HttpRequest) -> str:
    return searched(request.POST or request.GET)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was typed, for hidden fields of the plan's page."""
    left_out = {"csrfmiddlewaretoken", "do"}
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]
