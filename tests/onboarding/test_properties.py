"""Whatever happens to the data, in whatever order: a step is done if and only if its evidence holds."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.models import Company
from contacts.models import Contact
from contracts.operations import decide_standard_rates, withdraw_standard_rates
from core.errors import DomainError
from core.findings import all_hold
from onboarding.due_dates import WorkingDays
from onboarding.evidence import Evidence
from onboarding.models import Onboarding, SalesHandover, Step, StepState
from onboarding.operations import change_plan, sign_step
from onboarding.steps import kind_of
from tests.cast import new_contact

CHANGES = (
    "designate", "withdraw", "deactivate_contact", "bounce", "portal_on", "portal_off", "company_portal_off",
    "company_portal_on", "team", "no_team", "manager_alone", "independent", "customer", "lose_city", "write_handover",
    "sign", "skip", "take_up", "managed", "break_fix", "both", "standard_rates", "no_standard_rates", "new_manager",
)  # fmt: skip


class World:
    """One onboarding and everything that the test does to it."""

    def __init__(self, company, onboarding, jana, alice, tom):
        self.company_id, self.onboarding_id = company.pk, onboarding.pk
        self.jana, self.alice, self.tom = jana, alice, tom

    @property
    def company(self):
        return Company.objects.get(pk=self.company_id)

    @property
    def onboarding(self):
        return Onboarding.objects.get(pk=self.onboarding_id)

    def contact(self):
        return Contact.objects.filter(company=self.company_id, is_active=True).first() or new_contact(
            self.company, "Miriam", "Haas"
        )

    def step(self, key):
        return Step.objects.select_related("onboarding__company__tenant").get(onboarding=self.onboarding_id, key=key)

    def change(self, name):
        """Do it; what the domain refuses is no change."""
        try:
            getattr(self, name)()
        except DomainError:
            pass

    def designate(self):
        self.contact().designate_primary(by=self.alice)

    def withdraw(self):
        self.contact().withdraw_primary(by=self.alice)

    def deactivate_contact(self):
        self.contact().deactivate(by=self.alice)

    def bounce(self):
        self.contact().record_bounce(at=self.onboarding.started_at)

    def portal_on(self):
        self.contact().enable_portal(right="basic", by=self.alice)

    def portal_off(self):
        self.contact().disable_portal(by=self.alice)

    def company_portal_off(self):
        self.company.disable_portal(by=self.alice)

    def company_portal_on(self):
        self.company.enable_portal(by=self.alice)

    def team(self):
        self.company.set_team(members=[self.tom], by=self.alice)

    def no_team(self):
        self.company.set_team(members=[], by=self.alice)

    def manager_alone(self):
        self.company.decide_manager_alone(by=self.alice)

    def independent(self):
        self.company.decide_independent(by=self.alice)

    def customer(self):
        self.company.become_customer(by=self.alice)

    def lose_city(self):
        company = self.company
        company.update_details(values={"city": "" if company.city else "Mainz"}, seen=company.version, by=self.alice)

    def write_handover(self):
        made = SalesHandover.objects.for_company(self.company)
        SalesHandover.objects.filter(pk=made.pk).update(agreement_name="a.pdf")
        words = {"scope": "All", "exclusions": "None", "promises": made.promises + "x"}
        made.update_details(values=words, seen=made.version, by=self.alice)

    def sign(self):
        sign_step(step=self.step("sales_handover"), by=self.company.manager)

    def skip(self):
        self.step("account_team").skip(reason="Not needed", by=self.alice)

    def take_up(self):
        self.step("account_team").take_up_again(by=self.alice)

    def managed(self):
        change_plan(onboarding=self.onboarding, service_model="managed", by=self.alice)

    def break_fix(self):
        change_plan(onboarding=self.onboarding, service_model="break_fix", by=self.alice)

    def both(self):
        change_plan(onboarding=self.onboarding, service_model="both", by=self.alice)

    def standard_rates(self):
        decide_standard_rates(company=self.company, by=self.alice)

    def no_standard_rates(self):
        withdraw_standard_rates(company=self.company, by=self.alice)

    def new_manager(self):
        company = self.company
        other = self.alice if company.manager_id == self.jana.pk else self.jana
        company.change_manager(member=other, by=self.alice)

    def check(self):
        """A green check is true, a missing one too, and nothing may begin before its predecessors are passed."""
        onboarding = Onboarding.objects.select_related("company__tenant", "company__manager").get(pk=self.onboarding_id)
        for step in onboarding.step_list:
            step.onboarding = onboarding
        passed = {step.key for step in onboarding.step_list if step.is_passed}
        known = {step.key for step in onboarding.step_list}
        for step in onboarding.step_list:
            if step.state in (StepState.SKIPPED, StepState.NOT_APPLICABLE):
                continue
            findings = kind_of(step).findings(Evidence(onboarding.company), step)
            holds = all_hold(findings)
            if step.is_go_live:
                assert (step.state == StepState.OPEN) == holds
                continue
            assert (step.state == StepState.DONE) == holds, step.key
            assert [each["key"] for each in step.open_findings] == [each.key for each in findings if not each.holds]
            if step.state == StepState.NOT_YET:
                assert not passed.issuperset(known.intersection(step.predecessors)), step.key


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(changes=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=12))
def test_a_step_is_done_if_and_only_if_its_evidence_holds(running, prospect, jana, alice, tom, changes):
    world = World(prospect, running, jana, alice, tom)

    for change in changes:
        world.change(change)
        world.check()


@given(
    day=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    count=st.integers(1, 60),
    holidays=st.sets(st.dates(date(2026, 1, 1), date(2031, 12, 31)), max_size=30),
)
def test_counting_working_days_equals_walking_them(day, count, holidays):
    days = WorkingDays(holidays=frozenset(holidays))

    reached = days.after(day, count)

    between = [date.fromordinal(each) for each in range(day.toordinal() + 1, reached.toordinal() + 1)]
    assert sum(days.is_working_day(each) for each in between) == count
    assert days.is_working_day(reached)
