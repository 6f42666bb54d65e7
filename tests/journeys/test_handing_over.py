"""A colleague leaves: customers, places on teams, steps and tickets go to somebody else in one go."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from companies.models import Term
from config.transfer import transfer
from core.errors import DomainError, NotAllowed
from onboarding.models import Step
from onboarding.operations import start_onboarding
from tests.cast import new_company
from tests.support.events import events_of, keys_of
from tests.support.queries import at_most
from tickets.models import Source, Ticket
from tickets.operations import open_ticket

PAGE = "/rheintal/settings/people/{pk}/transfer/"


@pytest.fixture
def work(seeded, jana, tom, weinhold, obertal):
    """Jana manages two customers, has the steps of an onboarding and a ticket; Tom is on a team."""
    go_live = timezone.localdate() + timedelta(days=30)
    start_onboarding(company=weinhold, service_model="managed", go_live_on=go_live, by=jana)
    ticket = open_ticket(company=weinhold, contact=None, title="Printer", by=jana, source=Source.PHONE)
    ticket.assign(member=jana, by=jana)
    return ticket


def steps_with(member) -> int:
    return Step.objects.assigned_to(member).unfinished().count()


def test_everything_goes_over_at_once_with_one_event_for_each_customer(alice, jana, sina, work, weinhold, obertal):
    before = steps_with(jana)

    transfer(member=jana, to=sina, by=alice)

    for company in (weinhold, obertal):
        company.refresh_from_db()
        assert company.manager == sina
        assert keys_of(company).count("companies.manager_changed") == 1
    assert (before > 0, steps_with(jana), steps_with(sina)) == (True, 0, before)
    assert Ticket.objects.get(pk=work.pk).assignee == sina
    assert Step.objects.exclude(left_by_name="").count() == 0
    jana.deactivate(by=alice)


def test_a_place_on_a_team_goes_over_with_its_term(alice, jana, tom, sina, weinhold):
    until = timezone.localdate() + timedelta(days=5)
    weinhold.set_team(members={tom: Term(until, "Project")}, by=jana)

    transfer(member=tom, to=sina, by=alice)

    assert weinhold.team_terms() == {sina: Term(until, "Project")}
    assert events_of(weinhold, "companies.team_changed")[-1].changes["team"] == [["Tom Bauer"], ["Sina Vogt"]]


def test_who_is_on_the_team_already_stays_as_before(alice, jana, tom, sina, weinhold):
    weinhold.set_team(members=[tom, sina], by=jana)

    transfer(member=tom, to=sina, by=alice)

    assert weinhold.team_terms() == {sina: Term()}


def test_whoever_would_not_see_the_work_joins_the_team_and_the_page_says_so(
    client_of, alice, jana, petra, sina, work, weinhold, geheim
):  # fmt: skip
    step = Step.objects.get(onboarding__company=weinhold, key="invoice_settings")
    step.assign(member=petra, by=jana)

    page = client_of(alice).get(PAGE.format(pk=petra.pk), {"to": sina.pk}).text
    assert "Joins account teams first" in page and weinhold.name in page

    transfer(member=petra, to=sina, by=alice)
    step.refresh_from_db()
    assert step.assignee == sina
    assert sina in weinhold.team_terms()


def test_tickets_go_to_somebody_who_works_on_tickets_or_nothing_goes(alice, jana, petra, work, weinhold):
    with pytest.raises(DomainError) as refusal:
        transfer(member=jana, to=petra, by=alice)

    assert (refusal.value.code, refusal.value.field) == ("works_no_tickets", "to")
    weinhold.refresh_from_db()
    assert weinhold.manager == jana


def test_only_an_admin_hands_over_and_only_to_somebody_else_who_is_active(alice, jana, tom, sina):
    sina.deactivate(by=alice)

    with pytest.raises(NotAllowed):
        transfer(member=tom, to=jana, by=jana)
    for to, code in ((tom, "same_member"), (sina, "member_inactive")):
        with pytest.raises(DomainError) as refusal:
            transfer(member=tom, to=to, by=alice)
        assert refusal.value.code == code


def test_the_page_shows_what_moves_then_does_it_then_offers_to_deactivate(client_of, alice, jana, sina, work, weinhold):
    client, url = client_of(alice), PAGE.format(pk=jana.pk)
    page = BeautifulSoup(client.get(url, {"to": sina.pk}).text, "html.parser")
    assert {"Weinhold Steuerberatung GmbH", "Gemeinde Obertal"} <= {
        row.get_text(strip=True) for row in page.select(".rows__main")
    }

    done = client.post(url, {"to": sina.pk}, follow=True)

    assert "Everything of Jana Roth is with Sina Vogt now." in done.text
    assert "Nothing stands in the way of deactivating now." in done.text
    assert client.post(url, {"to": "9" * 30}).status_code == 422
    assert client.post(url, {"to": jana.pk}).status_code == 422


def test_the_preview_of_many_asks_no_more_than_for_few(client_of, alice, jana, tom, sina, rheintal):
    for number in range(15):
        new_company(jana, f"Firma {number}")
    client = client_of(alice)

    with at_most(20):
        client.get(PAGE.format(pk=jana.pk), {"to": sina.pk})


@pytest.mark.parametrize("number", [1, 15])
def test_handing_over_many_asks_no_more_than_few(alice, jana, tom, sina, number):
    """Each of them managed, with a place on its team."""
    for each in range(number):
        new_company(jana, f"Firma {each}").add_to_team(member=jana, by=alice)

    with at_most(30):
        transfer(member=jana, to=sina, by=alice)

    assert sina.managed_companies.count() == number


def test_a_member_of_another_tenant_is_not_there(client_of, alice, mallory):
    assert client_of(alice).get(PAGE.format(pk=mallory.pk)).status_code == 404
    assert client_of(mallory).get(PAGE.format(pk=alice.pk)).status_code == 404
