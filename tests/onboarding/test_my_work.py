"""*My work*: what one finds there, what it leads to, and what it keeps from whom."""

import pytest
from django.urls import reverse

from onboarding.models import Step, StepState
from tenants.models import Member
from tests.cast import new_company

MY_WORK = "/rheintal/onboarding/my-work/"


@pytest.mark.parametrize(
    ("show", "hand_over", "contact"),
    [("mine", True, False), ("team", True, False), ("roles", False, False), ("waiting", False, True)],
)
def test_what_there_is_to_do_stands_where_one_looks_for_it(both, client_of, jana, show, hand_over, contact):
    both.steps.get(key="primary_contact").wait_on(whom="customer", note="The address", by=jana)

    page = client_of(jana).get(MY_WORK, {"show": show}).text

    assert ("Sales hand-over" in page, "Primary contact" in page) == (hand_over, contact)


def test_the_billing_admin_finds_that_nobody_has_decided_who_pays_for_a_subsidiary(
    both, client_of, weinhold, jana, petra
):
    holding = new_company(jana, "Weinhold Holding SE")

    weinhold.place_under(parent=holding, link="subsidiary", by=jana)

    assert both.steps.get(key="hierarchy").state == StepState.DONE
    assert "Who pays is decided" in str(Step.objects.to_do().get(key="invoice_settings").missing)
    assert "Invoice settings" in client_of(petra).get(MY_WORK).text


@pytest.mark.parametrize(("who", "offers"), [("jana", True), ("tom", False)])
def test_it_offers_to_start_an_onboarding_to_who_may(both, client_of, request, who, offers):
    response = client_of(request.getfixturevalue(who)).get(MY_WORK)

    assert (reverse("onboarding:start", args=["rheintal"]) in response.text) == offers


@pytest.mark.parametrize("few", [5_000, 0], ids=["few", "many"])
@pytest.mark.parametrize(("person", "seen"), [("jana", True), ("tom", True), ("petra", False), ("sina", False)])
def test_the_team_s_work_is_the_same_however_many_customers_one_has(request, both, monkeypatch, person, seen, few):
    monkeypatch.setattr("companies.access.FEW", few)
    member = Member.objects.get(pk=request.getfixturevalue(person).pk)

    found = set(Step.objects.to_do_by_team(member).values_list("key", flat=True))

    open_ones = set(both.steps.filter(state="open").values_list("key", flat=True))
    assert found == (open_ones if seen else set())


def test_it_says_that_there_is_more_than_it_shows(both, client_of, jana, monkeypatch):
    monkeypatch.setattr("onboarding.views.lists.SHOWN", 1)
    page = client_of(jana).get(MY_WORK).text

    assert "These are the 1 steps that are due first." in page
    assert page.count('class="work__step"') == 1


def test_it_does_not_show_customers_one_does_not_see(both, client_of, sina):
    response = client_of(sina).get(MY_WORK, {"show": "roles"})

    assert "Weinhold" not in response.content.decode()


def test_in_a_new_tenant_it_offers_the_first_step(rheintal, alice, jana, tom, client_of):
    start, invite = (reverse(name, args=["rheintal"]) for name in ("onboarding:start", "tenants:invite"))
    of_alice, of_jana, of_tom = (client_of(each).get(MY_WORK).content.decode() for each in (alice, jana, tom))

    assert start in of_alice
    assert invite in of_alice
    assert start in of_jana
    assert invite not in of_jana
    assert start not in of_tom
    assert "Nothing to do here" in of_tom
