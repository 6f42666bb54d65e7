"""What the wizard's page of a step is made of."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from companies.models import Company
from companies.sight import Sight
from core.findings import Finding
from onboarding.evidence import Evidence
from onboarding.gathering import verified_once
from onboarding.models import Onboarding, Step
from onboarding.steps import StepKind, kind_of
from tenants.models import Member
from tenants.roles import Capability


@dataclass
class Part:
    """A form of the page, or something else that does a part of the step's job.

    `save` is the verb behind the form. The part called `main` carries *Save & continue*; others have a button with
    their own `label` and stay on the page. Without `save` the form knows its verb; without `form` the template does
    its job by itself. `body` is a template of the fields alone, with `form` in its context.
    """

    key: str
    form: Any = None
    save: Callable[[], Any] | None = None
    title: Any = ""
    intro: Any = ""
    label: Any = ""
    template: str = "onboarding/parts/fields.html"
    body: str = ""
    columns: bool = True
    is_multipart: bool = False
    danger: bool = False
    needs: Capability | None = None
    who: Any = ""
    done: Any = ""
    makes: bool = False
    """Whether it records something each time that it is sent, so that its form carries a key."""
    seen: str = ""
    """The fingerprint of what is shown, for a verb that refuses when something else is there by now."""
    context: dict[str, Any] = field(default_factory=dict)
    verified: dict[int, Onboarding] = field(default_factory=dict)
    """The onboardings that saving it has verified, by id, as they are then."""

    def apply(self) -> bool:
        """Save what was sent. False: the form says why not."""
        if not self.form.is_bound or not self.form.is_valid():
            return False
        with verified_once() as gathering:
            is_saved = self.form.apply(self.save)
            if not is_saved:
                gathering.forget()
        self.verified = gathering.verified
        return is_saved

    @property
    def is_main(self) -> bool:
        return self.key == "main"


class StepPage:
    """The page of one kind of step. Subclasses name their parts and build each of them.

    A part is built bound when it was sent, and fresh otherwise. Which parts a member gets is decided by what the verb
    behind it asks for; the others are named, with who can do them.
    """

    parts: ClassVar[tuple[str, ...]] = ()
    record: ClassVar[str] = ""
    """The URL name of the full record, which takes the company."""
    record_label: ClassVar[Any] = ""
    decides_who_sees_it: ClassVar[bool] = False
    """Whether saving may take the customer out of the member's own sight."""

    def __init__(self, request: HttpRequest, step: Step) -> None:
        self.request = request
        self.step = step
        self.company: Company = step.onboarding.company
        self.member: Member = request.member
        self.kind: StepKind = kind_of(step)

    def build(self, key: str, data=None, files=None) -> Part | None:
        """The part called so, bound to `data` if there is any; None when it has nothing to do now."""
        raise NotImplementedError

    def part(self, key: str, data=None, files=None) -> Part | None:
        """The part that was sent; None when it has nothing to do any more. Raises Http404 for one it never has."""
        if key not in self.parts:
            raise Http404
        found = self.build(key, data, files)
        if found and found.needs:
            self.member.check_may(found.needs)
        return found

    def all_parts(self, sent: Part | None = None) -> list[Part]:
        """Every part that the page has now, the one that was sent as it was sent."""
        if not self.step.onboarding.is_open:
            return []
        built = [sent if sent and sent.key == key else self.build(key) for key in self.parts]
        return [part for part in built if part is not None]

    @cached_property
    def findings(self) -> list[Finding]:
        """The evidence. Links to the page of the full record lead to the same field here."""
        own = reverse(self.record, args=[self.request.tenant.slug, self.company.pk]) if self.record else ""
        found = self.kind.findings(self.evidence, self.step)
        return [replace(each, url=each.url.removeprefix(own)) if own and "#" in each.url else each for each in found]

    @cached_property
    def sight(self) -> Sight:
        """Which other companies the page may name."""
        return Sight(self.member, known=[self.company.pk])

    @cached_property
    def evidence(self) -> Evidence:
        """What the findings and the parts of the page are written from. Not to be asked any more after a verb."""
        return Evidence(self.company, sight=self.sight)

    @property
    def may_sign(self) -> bool:
        """Whether the step asks for a signature that the member may give."""
        return False

    @property
    def mend_label(self):
        """What the link beside a finding that does not hold says."""
        return _("fix it")

    missing_mark = ""
    """How a finding that does not hold is drawn, where that is nothing amiss (`core.templatetags.ui.STEP_STATES`)."""

    @cached_property
    def may_mend(self) -> bool:
        """Whether the links beside the findings lead the member anywhere."""
        return self.kind.may_do(self.member, self.company)

    def may(self, part: Part) -> bool:
        return part.needs is None or self.member.may(part.needs)
