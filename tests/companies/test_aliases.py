"""A company that was merged into another is an alias: nothing new is entered there, and no page offers it."""

from datetime import date

import pytest

from companies.many_locations import create_locations
from companies.merging import merge_companies
from companies.models import Company, ParentLink
from companies.operations import add_location
from companies.transfers import join_teams
from contacts.many import create_contacts
from contacts.operations import create_contact
from contracts.models import ContractType
from contracts.operations import create_contract
from core.errors import DomainError
from devices.models import DeviceKind
from devices.operations import add_device
from onboarding.starting import save_draft, start_onboarding
from sla.models import ServiceLevel
from sla.operations import assign_service_level
from tests.support.api import Program
from tickets.models import Source
from tickets.operations import open_ticket


@pytest.fixture
def alias(second, weinhold, jana) -> Company:
    merge_companies(absorbed=second, survivor=weinhold, by=jana)
    second.refresh_from_db()
    return second


ENTERED = {
    "contact": lambda alias, by: create_contact(company=alias, last_name="Neu", by=by),
    "contacts": lambda alias, by: create_contacts(drafts=[(alias, {"last_name": "Neu"})], by=by),
    "location": lambda alias, by: add_location(company=alias, name="Lager", by=by),
    "locations": lambda alias, by: create_locations(drafts=[(alias, {"name": "Lager"})], by=by),
    "device": lambda alias, by: add_device(company=alias, name="SRV-03", kind=DeviceKind.SERVER, by=by),
    "ticket": lambda alias, by: open_ticket(company=alias, contact=None, title="T", by=by, source=Source.PHONE),
    "contract": lambda alias, by: create_contract(
        company=alias, type=ContractType.RECURRING, name="Managed", starts_on=date(2026, 1, 1), by=by
    ),
    "onboarding": lambda alias, by: start_onboarding(
        company=alias, service_model="managed", go_live_on=date(2027, 3, 1), by=by
    ),
    "draft": lambda alias, by: save_draft(company=alias, service_model="managed", go_live_on=date(2027, 3, 1), by=by),
    "service level": lambda alias, by: assign_service_level(
        company=alias, service_level=ServiceLevel.objects.active().shared().first(), by=by
    ),
    "team": lambda alias, by: alias.set_team(members=[by], by=by),
    "teams": lambda alias, by: join_teams(companies=Company.objects.filter(pk=alias.pk), member=by, by=by),
    "Taskfire": lambda alias, by: alias.enable_taskfire(confirmations=(True, True), by=by),
}


@pytest.mark.parametrize("enter", ENTERED.values(), ids=ENTERED.keys())
def test_nothing_new_is_entered_at_an_alias(alias, alice, enter):
    with pytest.raises(DomainError, match="merged"):
        enter(alias, alice)


def test_an_alias_is_placed_below_nobody_and_nobody_below_it(alias, obertal, jana):
    with pytest.raises(DomainError, match="merged"):
        alias.place_under(parent=obertal, link=ParentLink.SUBSIDIARY, by=jana)
    with pytest.raises(DomainError, match="parent_inactive"):
        obertal.place_under(parent=alias, link=ParentLink.SUBSIDIARY, by=jana)


def test_programs_are_told_why(alias, jana):
    answer = Program(jana).send("contacts/", {"company": alias.pk, "last_name": "Neu"})

    assert (answer.status_code, answer.json()["code"]) == (422, "merged")
    assert "continue there." in answer.json()["detail"]


@pytest.mark.parametrize(
    "page, button",
    [
        ("customers/{pk}/", "New contact"),
        ("customers/{pk}/", "Merge into another company"),
        ("customers/{pk}/", "Change account team"),
        ("customers/{pk}/", "Place in the family"),
        ("contacts/of/{pk}/", "New contact"),
        ("customers/{pk}/locations/", "New location"),
        ("customers/{pk}/subsidiaries/", "New subsidiary"),
        ("devices/customers/{pk}/", "What covers the devices"),
        ("tickets/customers/{pk}/", "New ticket"),
        ("contracts/company/{pk}/", "New contract"),
        ("onboarding/company/{pk}/", "Start onboarding"),
        ("service-levels/customers/{pk}/", "Choose service level"),
    ],
)
def test_pages_of_an_alias_offer_nothing_that_would_be_refused(client_of, alias, weinhold, alice, page, button):
    browser = client_of(alice)

    assert button in browser.get(f"/rheintal/{page.format(pk=weinhold.pk)}").content.decode()
    assert button not in browser.get(f"/rheintal/{page.format(pk=alias.pk)}").content.decode()
