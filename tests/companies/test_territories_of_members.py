"""Which territories a member looks after."""

import pytest
from bs4 import BeautifulSoup

from companies.models import MemberTerritory, Territory
from companies.operations import set_territories
from core.errors import NotAllowed
from tenants.models import RoleScope
from tenants.roles import Role, Scope
from tests.support.events import events_of
from tickets.models import Source
from tickets.operations import open_ticket

PAGE = "/rheintal/customers/people/{pk}/territories/"


@pytest.fixture
def north(rheintal) -> Territory:
    return Territory.objects.create(tenant=rheintal, name="North")


@pytest.fixture
def south(rheintal) -> Territory:
    return Territory.objects.create(tenant=rheintal, name="South")


def test_territories_are_set_as_chosen_and_what_changed_is_recorded(alice, sina, north, south):
    set_territories(member=sina, territories=[north], by=alice)
    set_territories(member=sina, territories=[south], by=alice)
    set_territories(member=sina, territories=[south], by=alice)

    assert [place.territory for place in sina.territories.all()] == [south]
    changes = [event.changes["territories"] for event in events_of(None, "companies.member_territories_changed")]
    assert changes == [[[], ["North"]], [["North"], ["South"]]]


def test_only_admins_choose_them(jana, sina, north):
    with pytest.raises(NotAllowed):
        set_territories(member=sina, territories=[north], by=jana)


def test_the_page_offers_active_territories_and_those_one_has(client_of, alice, sina, north, south, rheintal):
    Territory.objects.create(tenant=rheintal, name="West", is_active=False)
    MemberTerritory.objects.create(tenant=rheintal, member=sina, territory=north)
    Territory.objects.filter(pk=north.pk).update(is_active=False)

    page = BeautifulSoup(client_of(alice).get(PAGE.format(pk=sina.pk)).text, "html.parser")

    boxes = {box.parent.get_text(strip=True): box.has_attr("checked") for box in page.select("[name=territories]")}
    assert boxes == {"North": True, "South": False}
    assert "None of the roles of Sina Vogt sees by territory" in page.get_text()


def test_the_page_saves_what_is_chosen_also_none(client_of, alice, sina, south):
    client, url = client_of(alice), PAGE.format(pk=sina.pk)

    assert client.post(url, {"territories": [south.pk]}).status_code == 303
    assert [place.territory for place in sina.territories.all()] == [south]
    assert client.post(url, {}).status_code == 303
    assert not sina.territories.exists()
    assert client.post(url, {"territories": ["9" * 30, "x\x00"]}).status_code == 422


def test_who_loses_a_territory_loses_the_tickets_there(alice, jana, sina, weinhold, south, seeded):
    RoleScope.objects.filter(role=Role.TECHNICIAN).update(scope=Scope.TERRITORIES)
    weinhold.update_details(values={"territory": south}, seen=weinhold.version, by=jana)
    set_territories(member=sina, territories=[south], by=alice)
    ticket = open_ticket(company=weinhold, contact=None, title="Printer", by=jana, source=Source.PHONE)
    ticket.assign(member=sina, by=sina)

    set_territories(member=sina, territories=[], by=alice)

    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_a_customer_that_leaves_the_territory_takes_its_tickets_along(alice, jana, sina, weinhold, south, seeded):
    RoleScope.objects.filter(role=Role.TECHNICIAN).update(scope=Scope.TERRITORIES)
    weinhold.update_details(values={"territory": south}, seen=weinhold.version, by=jana)
    set_territories(member=sina, territories=[south], by=alice)
    ticket = open_ticket(company=weinhold, contact=None, title="Printer", by=jana, source=Source.PHONE)
    ticket.assign(member=sina, by=sina)

    weinhold.update_details(values={"territory": None}, seen=weinhold.version, by=jana)

    ticket.refresh_from_db()
    assert ticket.assignee is None
