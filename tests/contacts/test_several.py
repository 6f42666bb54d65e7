"""Several contacts at once: each becomes what the verb of one contact makes of it, with the same events."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.db import transaction

from contacts import several
from contacts.merging import merge_contacts
from contacts.models import Contact, PortalAccess
from contacts.several import Activate, Deactivate, change_several
from core.errors import NotAllowed
from events.models import Event
from tenants.models import Entrance, Invitation
from tests.cast import new_contact
from tests.support.queries import at_most

URL = "/rheintal/contacts/several/"
LIST = "/rheintal/contacts/"


@pytest.fixture
def people(weinhold, miriam, jana) -> list[Contact]:
    """The primary contact, who uses the portal; one who is invited to it; somebody else; one who has left already."""
    carl = new_contact(weinhold, "Carl", "Clever")
    carl.enable_portal(right="basic", by=jana)
    otto = new_contact(weinhold, "Otto", "Ort")
    return [miriam, carl, otto, new_contact(weinhold, "Gerd", "Gone", is_active=False)]


def what_comes_of(change: Callable[[], object]) -> tuple[list, list, list]:
    """Contacts, accesses and events after the change, which is then taken back."""
    with transaction.atomic():
        last = Event.objects.order_by("pk").last()
        change()
        contacts = Contact.objects.order_by("pk").values_list("pk", "is_active", "is_primary", "version")
        accesses = PortalAccess.objects.order_by("pk").values_list("pk", "is_enabled")
        told = Event.objects.filter(pk__gt=last.pk).values_list("key", "subject_id", "company_id", "changes", "data")
        invited = Invitation.objects.open().order_by("pk").values_list("pk")
        found = list(contacts), [*accesses, *invited], sorted(told, key=str)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("verb", "of_one"), [(Deactivate, "deactivate"), (Activate, "activate")])
def test_it_is_what_the_verb_of_one_makes_of_each(people, jana, verb, of_one):
    def one_by_one():
        for each in people:
            getattr(Contact.objects.get(pk=each.pk), of_one)(by=jana)

    def at_once():
        change_several(people, verb=verb(), all_or_none=True, by=jana)

    assert what_comes_of(at_once) == what_comes_of(one_by_one)


def test_who_has_left_gets_into_the_portal_no_more(people, jana, rheintal):
    change_several(people, verb=Deactivate(), all_or_none=False, by=jana)

    users = [access.user for access in PortalAccess.objects.select_related("user")]
    assert len(users) == 2
    assert not Entrance.objects.filter(user__in=users, tenant=rheintal).exists()


def test_who_has_left_already_is_left_alone(people, jana):
    outcome = change_several(people, verb=Deactivate(), all_or_none=False, by=jana)

    assert outcome.unchanged == [people[-1]]
    assert {each.pk for each in outcome.changed} == {each.pk for each in people[:-1]}


def test_an_alias_is_not_activated_with_others(people, jana):
    merge_contacts(absorbed=people[2], survivor=people[1], by=jana)

    outcome = change_several(people, verb=Activate(), all_or_none=False, by=jana)

    assert [(each.record, each.why) for each in outcome.refused] == [
        (people[2], "This record was merged into another one. Its page links to that record: continue there.")
    ]
    assert [each.pk for each in people if Contact.objects.get(pk=each.pk).is_active] == [
        people[0].pk, people[1].pk, people[3].pk,
    ]  # fmt: skip


def test_without_the_capability_nothing_is_changed(people, petra):
    with pytest.raises(NotAllowed):
        change_several(people, verb=Deactivate(), all_or_none=False, by=petra)


@pytest.mark.parametrize("number", [3, 30])
def test_the_statements_of_the_verb_do_not_grow_with_the_contacts(weinhold, jana, number, monkeypatch):
    contacts = [new_contact(weinhold, "Person", f"P{each:02}") for each in range(number)]
    monkeypatch.setattr(several, "publish", lambda *args, **kwargs: None)

    with at_most(7):
        change_several(contacts, verb=Deactivate(), all_or_none=False, by=jana)


def test_the_page_says_what_comes_of_it_and_then_does_it(client_of, jana, people):
    client = client_of(jana)
    rows = [each.pk for each in people]

    asked = client.post(URL, {"verb": "deactivate", "row": rows, "next": f"{LIST}?q=weinh"})
    text = BeautifulSoup(asked.content, "html.parser").get_text(" ", strip=True)
    assert "4 contacts are chosen" in text
    assert "1 of them is a primary contact" in text
    assert "2 of them use the customer portal" in text
    assert "1 is so already" in text
    assert Contact.objects.get(pk=rows[0]).is_active
    done = client.post(URL, {"verb": "deactivate", "row": rows, "confirm": "1", "next": f"{LIST}?q=weinh"}, follow=True)

    assert done.redirect_chain == [(f"{LIST}?q=weinh", 303)]
    assert "3 contacts changed. 1 was so already." in done.content.decode()
    assert not Contact.objects.active().filter(pk__in=rows).exists()


def test_all_that_was_found_can_be_chosen(client_of, jana, people, weinhold):
    client_of(jana).post(URL, {"verb": "deactivate", "all": "1", "state": "q=ort", "confirm": "1", "next": LIST})

    assert [each.pk for each in people if not Contact.objects.get(pk=each.pk).is_active] == [
        people[2].pk, people[3].pk,
    ]  # fmt: skip


def test_contacts_of_customers_one_does_not_see_are_not_there(client_of, alice, tom, people, geheim):
    hidden = new_contact(geheim, "Hanna", "Heim")
    tom.roles = ["technician", "account_manager"]
    tom.save()

    client_of(tom).post(URL, {"verb": "deactivate", "row": [hidden.pk, people[2].pk], "confirm": "1", "next": LIST})

    assert Contact.objects.get(pk=hidden.pk).is_active
    assert not Contact.objects.get(pk=people[2].pk).is_active


def test_who_may_not_edit_contacts_is_told_so_and_is_not_offered_it(client_of, petra, people):
    client = client_of(petra)

    assert client.post(URL, {"verb": "deactivate", "row": [people[2].pk], "confirm": "1"}).status_code == 403
    assert "verb" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"verb": "deactivate"},
        {"verb": "none", "row": "1"},
        {"verb": "deactivate", "row": ["x", "9" * 30, "²", "\x00"]},
    ],
)
def test_nothing_chosen_is_said(client_of, jana, people, data):
    response = client_of(jana).post(URL, {**data, "next": "https://evil.example/"}, follow=True)

    assert response.redirect_chain == [(LIST, 303)]
    assert "Choose at least one contact" in response.content.decode()
