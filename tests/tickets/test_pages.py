"""The pages of tickets for staff: who gets in, what is refused, and that nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from companies.operations import add_location
from contacts.models import PortalAccess, PortalRight
from events.models import Event
from sla.models import IssueType, Priority, ServiceLevel
from tests.cast import new_company, new_contact, new_portal_access
from tests.support.queries import at_most
from tickets.models import Note, Source, Status, Ticket
from tickets.operations import open_ticket

VERBS = ("answer", "complete", "assign", "reclassify")


@pytest.fixture
def ticket(seeded, weinhold, miriam, tom):
    return open_ticket(
        company=weinhold, contact=miriam, title="Printer is on strike", description="It blinks.", by=tom,
        source=Source.PHONE,
    )  # fmt: skip


def url(name, *args):
    return reverse(f"tickets:{name}", args=["rheintal", *args])


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_whoever_sees_a_ticket_of_somebody_else_takes_it_with_one_press(client_of, tom, ticket):
    browser = client_of(tom)
    take = BeautifulSoup(browser.get(url("detail", ticket.pk)).content, "html.parser").select_one("form#take")

    browser.post(take["action"], {each["name"]: each["value"] for each in take.select("input")})

    assert Ticket.objects.get(pk=ticket.pk).assignee == tom
    assert 'id="take"' not in browser.get(url("detail", ticket.pk)).text


def test_the_page_shows_what_was_asked_the_service_level_and_why(client_of, tom, ticket):
    shown = text_of(client_of(tom).get(url("detail", ticket.pk)))

    for expected in (ticket.number, "It blinks.", "Miriam Weinhold", "Bronze", "is our default", "due in"):
        assert expected in shown


def test_whoever_does_not_see_the_customer_does_not_find_the_ticket(client_of, sina, mallory, ticket):
    assert client_of(sina).get(url("detail", ticket.pk)).status_code == 404
    assert client_of(mallory).get(url("detail", ticket.pk)).status_code == 404
    for verb in VERBS:
        assert client_of(sina).post(url(verb, ticket.pk), {"body": "x"}).status_code == 404
    assert ticket.number not in text_of(client_of(sina).get(url("list")))


def test_a_portal_contact_does_not_get_into_the_pages_of_staff(client_of, miriam, ticket):
    assert client_of(miriam).get(url("detail", ticket.pk)).status_code == 404
    assert client_of(miriam).get(url("list")).status_code == 404


def test_a_billing_admin_reads_but_does_not_work(client_of, petra, ticket):
    page = client_of(petra).get(url("detail", ticket.pk))

    assert page.status_code == 200
    assert "Send answer" not in text_of(page)
    for verb in VERBS:
        assert client_of(petra).post(url(verb, ticket.pk), {"body": "x"}).status_code == 403
    assert client_of(petra).get(url("new")).status_code == 403


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_are_not_done_by_looking(client_of, tom, ticket, verb):
    assert client_of(tom).get(url(verb, ticket.pk)).status_code == 405


def test_a_public_answer_moves_the_ticket_and_leads_back(client_of, tom, ticket):
    answer = client_of(tom).post(url("answer", ticket.pk), {"body": "Coming.", "visibility": "public"})

    ticket.refresh_from_db()
    assert answer.status_code == 303
    assert ticket.status == Status.IN_PROGRESS
    assert Note.objects.get().is_public


def test_an_internal_note_is_marked_as_such(client_of, tom, ticket):
    client_of(tom).post(url("answer", ticket.pk), {"body": "Old model.", "visibility": "internal"})

    note = BeautifulSoup(client_of(tom).get(url("detail", ticket.pk)).content, "html.parser").select_one(
        ".conversation__note--internal"
    )
    assert "Old model." in note.get_text()
    assert "internal" in note.get_text()


def test_an_answer_without_a_word_about_who_reads_it_is_refused(client_of, tom, ticket):
    page = client_of(tom).post(url("answer", ticket.pk), {"body": "Kept text"})

    assert page.status_code == 422
    assert b"Kept text" in page.content
    assert not Note.objects.exists()


def test_completing_needs_a_resolution(client_of, tom, ticket):
    assert client_of(tom).post(url("complete", ticket.pk), {"resolution": " "}).status_code == 422
    assert client_of(tom).post(url("complete", ticket.pk), {"resolution": "Paper."}).status_code == 303

    ticket.refresh_from_db()
    assert ticket.status == Status.COMPLETE


def test_only_who_sees_the_customer_is_offered_and_taken(client_of, tom, sina, ticket):
    page = client_of(tom).get(url("detail", ticket.pk))

    assert "Sina Vogt" not in text_of(page)
    assert client_of(tom).post(url("assign", ticket.pk), {"assignee": sina.pk}).status_code == 422
    assert client_of(tom).post(url("assign", ticket.pk), {"assignee": tom.pk}).status_code == 303


def test_the_second_of_two_classifications_is_told_and_loses_nothing(client_of, tom, jana, ticket):
    mail = IssueType.objects.get(name="E-mail", parent=None)
    seen = {"version": ticket.version, "priority": Priority.LOW}
    client_of(jana).post(url("reclassify", ticket.pk), {**seen, "issue": mail.pk})

    page = client_of(tom).post(url("reclassify", ticket.pk), {**seen, "priority": Priority.CRITICAL})

    ticket.refresh_from_db()
    assert page.status_code == 409
    assert "Theirs, saved" in text_of(page)
    assert ticket.priority == Priority.LOW
    assert ticket.issue == mail


def test_a_forged_service_level_of_another_customer_is_refused(client_of, tom, obertal, ticket):
    bronze = ServiceLevel.objects.get(name="Bronze")
    theirs = ServiceLevel.objects.create(
        tenant_id=bronze.tenant_id, company=obertal, name="Own", commitment="internal", calendar=bronze.calendar
    )

    data = {"version": ticket.version, "priority": Priority.LOW, "service_level": theirs.pk}

    assert client_of(tom).post(url("reclassify", ticket.pk), data).status_code == 422


def test_staff_opens_a_ticket_for_somebody_who_called(client_of, tom, seeded, weinhold, miriam, carl):
    data = {"title": "Wi-Fi is gone", "contact": carl.pk, "source": Source.PHONE, "priority": Priority.CRITICAL}

    chosen = client_of(tom).post(url("new"), {"company": weinhold.pk})
    answer = client_of(tom).post(chosen.url, data)

    ticket = Ticket.objects.get()
    assert answer.status_code == 303
    assert (ticket.contact, ticket.created_by, ticket.priority) == (carl, tom, Priority.CRITICAL)


def test_a_ticket_cannot_be_opened_with_somebody_elses_contact(client_of, jana, seeded, weinhold, obertal):
    stranger = new_contact(obertal, "Otto", "Ober")
    data = {"title": "x", "contact": stranger.pk, "source": Source.PHONE, "priority": Priority.LOW}

    page = client_of(jana).post(url("new_for", weinhold.pk), data)

    assert page.status_code == 422
    assert not Ticket.objects.exists()


def test_for_a_customer_one_does_not_see_no_ticket_is_opened(client_of, tom, sina, seeded, weinhold, obertal):
    assert client_of(tom).get(url("new_for", obertal.pk)).status_code == 404
    assert client_of(tom).post(url("new"), {"company": obertal.pk}).status_code == 422
    assert client_of(tom).get(url("company_tab", obertal.pk)).status_code == 404
    assert "Obertal" not in text_of(client_of(tom).get(url("new")))


def test_the_views_of_the_list_show_what_they_say(client_of, tom, jana, ticket, weinhold, miriam):
    mine = open_ticket(company=weinhold, contact=miriam, title="Mine", by=tom, source=Source.STAFF)
    mine.assign(member=tom, by=tom)
    done = open_ticket(company=weinhold, contact=miriam, title="Done", by=tom, source=Source.STAFF)
    done.complete(resolution="ok", by=tom)

    def numbers(view):
        shown = text_of(client_of(tom).get(url("list") + view))
        return {each.number for each in (ticket, mine, done) if each.number in shown}

    assert numbers("") == {ticket.number, mine.number, done.number}
    assert numbers("?view=mine") == {mine.number}
    assert numbers("?view=unassigned") == {ticket.number}
    assert numbers("?view=due") == {ticket.number, mine.number}
    assert numbers("?q=weinh") == {ticket.number, mine.number, done.number}
    assert numbers("?q=nowhere") == set()
    assert numbers(f"?q={mine.number}") == {mine.number}
    assert numbers("?status=complete") == {done.number}


@pytest.mark.parametrize(
    "sort", ["company__manager__user__password", "-notes__body", "service_level__company__name", ""]
)
def test_nothing_but_the_columns_shown_can_be_sorted_by(client_of, tom, ticket, sort):
    assert client_of(tom).get(url("list"), {"sort": sort, "notes__body__startswith": "a"}).status_code == 200


@pytest.mark.parametrize("rows", [2, 20])
def test_the_list_asks_a_bounded_number_of_questions(client_of, tom, seeded, weinhold, miriam, rows):
    for step in range(rows):
        each = open_ticket(company=weinhold, contact=miriam, title=f"T{step}", by=tom, source=Source.STAFF)
        each.assign(member=tom, by=tom)
    client = client_of(tom)
    client.get(url("list"))

    with at_most(12):
        client.get(url("list"), {"columns": ["number", "contact", "service_level", "issue", "assignee", "company"]})


def test_the_page_asks_a_bounded_number_of_questions(client_of, tom, ticket, miriam):
    for step in range(20):
        ticket.answer(body=f"Note {step}", by=tom if step % 2 else miriam)
    client = client_of(tom)
    client.get(url("detail", ticket.pk))

    with at_most(20):
        client.get(url("detail", ticket.pk))


def test_a_contact_with_basic_right_sees_only_the_own_tickets(ticket, weinhold, tom, carl):
    own = open_ticket(company=weinhold, contact=carl, title="Own", by=carl, source=Source.PORTAL)
    access = new_portal_access(carl, PortalRight.BASIC)

    assert list(Ticket.objects.visible_to_contact(access)) == [own]


@pytest.mark.parametrize("right", [right for right in PortalRight if right != PortalRight.BASIC])
def test_any_other_right_shows_the_company_and_what_is_below_it(ticket, weinhold, jana, tom, carl, right, obertal):
    branch = new_company(jana, "Weinhold Branch", parent=weinhold, parent_link="branch")
    deeper = new_company(jana, "Weinhold Kiosk", parent=branch, parent_link="branch")
    below = open_ticket(company=deeper, contact=None, title="Below", by=jana, source=Source.STAFF)
    open_ticket(company=obertal, contact=None, title="Elsewhere", by=jana, source=Source.STAFF)
    access = new_portal_access(carl, PortalRight.ADVANCED)
    PortalAccess.objects.filter(pk=access.pk).update(right=right)
    access.refresh_from_db()

    assert set(Ticket.objects.visible_to_contact(access)) == {ticket, below}


def test_a_contact_below_does_not_see_the_parents_tickets(ticket, weinhold, jana):
    branch = new_company(jana, "Weinhold Branch", parent=weinhold, parent_link="branch")
    access = new_portal_access(new_contact(branch, "Bea", "Branch"), PortalRight.MANAGER)

    assert not Ticket.objects.visible_to_contact(access).exists()


def test_internal_notes_are_not_among_the_public_ones_nor_in_the_log(ticket, tom):
    ticket.answer(body="SECRET among colleagues", by=tom, is_public=False)
    ticket.answer(body="For all", by=tom)

    assert [note.body for note in ticket.notes.public()] == ["For all"]
    assert "SECRET" not in str(list(Event.objects.values()))


def options_of(response, name) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    return [each.get_text(strip=True) for each in page.select(f"select[name={name}] option")]


def test_the_place_is_asked_where_a_customer_has_several(client_of, tom, jana, weinhold, ticket):
    client = client_of(tom)
    new = url("new_for", weinhold.pk)
    assert options_of(client.get(new), "location") == []
    assert "Location" not in text_of(client.get(url("detail", ticket.pk)))

    store = add_location(company=weinhold, by=jana, name="Lager")
    assert "Lager" in options_of(client.get(new), "location")
    sent = {"title": "Scanner", "source": "phone", "priority": "high", "location": store.pk}
    made = client.post(new, sent)

    assert made.status_code == 303
    shown = text_of(client.get(made.url))
    assert "Location Lager" in shown
    assert "Change priority, type or location" in shown


def test_the_place_is_changed_with_the_classification(client_of, tom, jana, weinhold, ticket):
    store = add_location(company=weinhold, by=jana, name="Lager")
    sent = {"priority": "low", "location": store.pk, "version": ticket.version}

    assert client_of(tom).post(url("reclassify", ticket.pk), sent).status_code == 303

    ticket.refresh_from_db()
    assert ticket.location == store


def test_a_place_of_another_customer_is_no_choice(client_of, tom, jana, weinhold, obertal):
    add_location(company=weinhold, by=jana, name="Lager")
    sent = {"title": "Scanner", "source": "phone", "priority": "high", "location": obertal.locations.get().pk}

    assert client_of(tom).post(url("new_for", weinhold.pk), sent).status_code == 422


def test_an_account_manager_gives_the_ticket_to_somebody_who_joins_the_team(client_of, jana, tom, sina, ticket):
    page = client_of(jana).get(url("detail", ticket.pk))
    group = BeautifulSoup(page.content, "html.parser").select_one("select[name=assignee] optgroup")

    assert group["label"] == "Joins the account team"
    assert sina.name in group.get_text()
    assert "joins its account team with the ticket" in text_of(page)
    assert client_of(jana).post(url("assign", ticket.pk), {"assignee": sina.pk}).status_code == 303
    ticket.refresh_from_db()
    assert ticket.assignee == sina
    assert sina in ticket.company.team_members()


def test_a_technician_gives_it_only_to_who_sees_the_customer(client_of, tom, sina, ticket):
    assert sina.name not in options_of(client_of(tom).get(url("detail", ticket.pk)), "assignee")
    assert client_of(tom).post(url("assign", ticket.pk), {"assignee": sina.pk}).status_code == 422
