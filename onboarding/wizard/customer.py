"""The pages of phase *Customer*."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from companies import operations as companies
from companies.forms import HierarchyForm, ProfileForm, TeamForm
from companies.models import HierarchyDecision
from contacts.forms import PrimaryContactForm
from contacts.operations import choose_primary_contact
from core.forms import retyped
from core.searching import searched
from onboarding.forms import HandoverForm, PressForm
from onboarding.models import SalesHandover
from onboarding.operations import sign_step
from onboarding.wizard.base import Part, StepPage
from onboarding.wizard.billing import payer_part
from tenants.roles import Capability


class HandoverPage(StepPage):
    parts = ("main", "sign")

    def build(self, key, data=None, files=None):
        handover = SalesHandover.objects.for_company(self.company)
        if key == "main":
            form = HandoverForm(data, files, instance=handover)
            kept = reverse("onboarding:agreement", args=[self.request.tenant.slug, self.step.onboarding_id])
            return Part(
                "main", form,
                lambda: handover.update_details(
                    values=form.details, seen=form.seen, by=self.member, agreement=form.cleaned_data["agreement"]
                ),
                columns=False, is_multipart=True, needs=Capability.RUN_ONBOARDING,
                template="onboarding/parts/handover.html",
                context={"agreement": handover.agreement_name, "agreement_url": kept},
            )  # fmt: skip
        return sign_part(
            self, data, _("Sign the hand-over"), _("Signed. A change of the hand-over asks for a new signature.")
        )

    @property
    def may_sign(self):
        return self.member.pk == self.company.manager_id


class ProfilePage(StepPage):
    parts = ("main", "customer")
    record, record_label = "companies:edit", _("Edit company")
    decides_who_sees_it = True

    def build(self, key, data=None, files=None):
        if key == "main":
            form = ProfileForm(data, instance=self.company)
            return Part(
                "main", form,
                lambda: self.company.update_details(values=form.values, seen=form.seen, by=self.member),
                needs=Capability.EDIT_COMPANIES,
            )  # fmt: skip
        if self.company.is_customer:
            return None
        return Part(
            "customer", PressForm(data), lambda: self.company.become_customer(by=self.member),
            title=_("The deal is won"), label=_("Make it a customer"), needs=Capability.EDIT_COMPANIES,
            intro=_("Contracts and tickets are for customers only. Do this once the agreement is signed."),
            done=_("It is a customer now."),
        )  # fmt: skip


class TeamPage(StepPage):
    parts = ("main",)
    record, record_label = "companies:team", _("Account team")
    decides_who_sees_it = True

    def build(self, key, data=None, files=None):
        form = TeamForm(data, company=self.company, member=self.member)
        if data is not None and "remove" in data:
            kept = data.copy()
            kept.setlist("team", [pk for pk in data.getlist("team") if pk != data["remove"]])
            form = retyped(TeamForm, kept, company=self.company, member=self.member)
        return Part(
            "main", form,
            lambda: companies.decide_team(company=self.company, by=self.member, **form.decision),
            template="onboarding/parts/team.html", needs=Capability.MANAGE_TEAMS,
        )  # fmt: skip


class PrimaryContactPage(StepPage):
    parts = ("main",)
    record, record_label = "contacts:company_tab", _("Contacts")

    def build(self, key, data=None, files=None):
        form = PrimaryContactForm(data, company=self.company, member=self.member)
        return Part(
            "main", form, lambda: choose_primary_contact(company=self.company, by=self.member, **form.choice),
            template="onboarding/parts/primary_contact.html", needs=Capability.EDIT_CONTACTS,
        )  # fmt: skip


class HierarchyPage(StepPage):
    parts = ("main", "payer")
    record, record_label = "companies:hierarchy", _("Parent and subsidiaries")

    def build(self, key, data=None, files=None):
        if key == "payer":
            return payer_part(self, data)
        find, chosen = searched(self.request.GET), self.request.GET.getlist("children")
        form = HierarchyForm(data, company=self.company, member=self.member, find=find, chosen=chosen)
        if data is None and self.step.onboarding.is_subsidiary and not self.company.hierarchy_decision:
            form.initial["decision"] = HierarchyDecision.CHILD
        return Part(
            "main", form,
            lambda: companies.decide_place(company=self.company, by=self.member, **form.values),
            template="onboarding/parts/hierarchy.html", needs=Capability.EDIT_COMPANIES, context={"find": find},
        )  # fmt: skip


def sign_part(page: StepPage, data, label, done) -> Part | None:
    """The signature under a step; not while it is signed already, nor for who may not sign."""
    finding = page.findings[-1]
    others = [each for each in page.findings[:-1] if not each.holds]
    if finding.holds or not page.step.may_work(page.member):
        return None
    if page.step.kind == "sales_handover" and page.member.pk != page.company.manager_id:
        return Part("sign", template="onboarding/parts/not_mine.html", context={"name": page.company.manager.name})
    if others:
        return None
    return Part(
        "sign", PressForm(data),
        lambda: sign_step(step=page.step, by=page.member, seen=data.get("seen", "")),
        title=_("Signature"), label=label, done=done, seen=page.kind.fingerprint(page.company, page.step),
        intro=_("You sign it with your name and the date. If anything in it changes, the signature is no longer "
                "valid."),
    )  # fmt: skip
