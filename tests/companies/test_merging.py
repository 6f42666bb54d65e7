"""Two companies that were one become one, and can be parted again for a week."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from companies.merging import merge_companies, preview_of_companies, undo_merge_of_companies
from companies.models import Company, ParentLink, TeamDecision
from contacts.models import Contact, PortalRight
from contacts.portal_places import places_of
from contracts.models import ContractType
from contracts.operations import create_contract
from core.errors import DomainError, NotAllowed
from core.merging import Undone
from devices.models import Device
from events.models import Event
from onboarding.models import Onboarding, StepState
from onboarding.starting import save_draft, start_onboarding
from tenants.models import RoleScope
from tenants.roles import Scope
from tests.cast import new_company, new_contact, new_portal_access
from tests.support.api import Program
from tests.support.queries import at_most
from tickets.models import Source, Ticket
from tickets.operations import open_ticket


def moved(preview) -> dict[str, int]:
    return {move.key: count for move, count in preview.moves}


def codes(preview) -> list[str]:
    return [refusal.code for refusal in preview.refusals]


def test_the_preview_counts_what_moves_and_changes_nothing(second, weinhold, jana):
    with at_most(6):
        found = preview_of_companies(absorbed=second, survivor=weinhold, by=jana)

    assert moved(found) == {
        "companies.locations": 1, "contacts.contacts": 1, "devices.devices": 1, "tickets.tickets": 1,
        "notifications.waiting": 1,
    }  # fmt: skip
    assert found.refusals == []
    assert Contact.objects.get(last_name="Weinhold", first_name="Rosa").company == second


def test_everything_of_the_absorbed_company_is_the_survivors(second, weinhold, miriam, jana):
    merge_companies(absorbed=second, survivor=weinhold, by=jana)

    second.refresh_from_db()
    assert not second.is_active
    assert {Ticket.objects.get().company, Device.objects.get().company} == {weinhold}
    assert weinhold.locations.filter(name="Kanzlei Nord").exists()
    assert [contact.pk for contact in Contact.objects.primary().filter(company=weinhold)] == [miriam.pk]


def test_the_alias_keeps_its_address_and_its_history(second, weinhold, jana):
    before = Event.objects.filter(company_id=second.pk).count()

    merge_companies(absorbed=second, survivor=weinhold, by=jana)

    assert second.locations.primary().get().city == "Lörrach"
    keys = list(Event.objects.filter(company_id=second.pk).order_by("pk").values_list("key", flat=True))
    assert len(keys) == before + 1
    assert keys[-1] == "companies.company_absorbed"


def test_the_survivor_is_found_by_the_words_of_its_alias(second, weinhold, jana, alice):
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    assert weinhold in Company.objects.search("k-77")

    undo_merge_of_companies(merge=merge, by=alice)
    assert weinhold not in Company.objects.search("k-77")


def test_contacts_keep_a_location_that_moves_and_lose_the_one_that_stays(second, weinhold, jana, alice):
    home = second.locations.primary().get()
    at_home = new_contact(second, "Hanna", "Heim", location=home)

    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    at_home.refresh_from_db()
    assert at_home.location is None
    assert Contact.objects.get(first_name="Rosa").location.name == "Kanzlei Nord"

    undo_merge_of_companies(merge=merge, by=alice)
    at_home.refresh_from_db()
    assert at_home.location == home


def test_tickets_keep_a_location_that_moves_and_lose_the_one_that_stays(second, weinhold, jana, alice):
    home, north = second.locations.primary().get(), second.locations.get(name="Kanzlei Nord")
    there = Ticket.objects.get()
    here = open_ticket(company=second, contact=None, title="Scanner", by=jana, source=Source.PHONE, location=home)
    there.reclassify(priority="low", issue=None, sub_issue=None, location=north, by=jana)

    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    assert list(Ticket.objects.order_by("pk").values_list("location", flat=True)) == [north.pk, None]

    undo_merge_of_companies(merge=merge, by=alice)
    here.refresh_from_db()
    assert here.location == home


def test_a_primary_contact_goes_along_where_the_survivor_has_none(second, weinhold, jana):
    merge_companies(absorbed=second, survivor=weinhold, by=jana)

    assert Contact.objects.primary_of(weinhold).first_name == "Rosa"


def test_whoever_is_on_both_teams_stands_once(second, weinhold, jana, tom, sina):
    second.set_team(members=[tom, sina], by=jana)

    merge_companies(absorbed=second, survivor=weinhold, by=jana)

    assert set(weinhold.team_members()) == {tom, sina}


def test_an_open_onboarding_of_the_absorbed_company_goes_on_at_the_survivor(second, weinhold, jana):
    onboarding = start_onboarding(company=second, service_model="managed", go_live_on=date(2027, 3, 1), by=jana)

    merge_companies(absorbed=second, survivor=weinhold, by=jana)

    onboarding.refresh_from_db()
    assert onboarding.company == weinhold
    assert weinhold.team_decision == TeamDecision.TEAM
    assert onboarding.steps.get(kind="account_team").state == StepState.DONE


def test_two_open_onboardings_are_refused(second, weinhold, jana):
    for company in (second, weinhold):
        start_onboarding(company=company, service_model="managed", go_live_on=date(2027, 3, 1), by=jana)

    assert codes(preview_of_companies(absorbed=second, survivor=weinhold, by=jana)) == ["two_onboardings"]
    with pytest.raises(DomainError, match="two_onboardings"):
        merge_companies(absorbed=second, survivor=weinhold, by=jana)
    assert Ticket.objects.get().company == second


def drafted(company, jana) -> Onboarding:
    return save_draft(company=company, service_model="managed", go_live_on=date(2027, 3, 1), by=jana)


@pytest.mark.parametrize("drafts", [("absorbed",), ("survivor",), ("absorbed", "survivor")])
def test_of_two_onboardings_a_draft_is_to_be_discarded(second, weinhold, jana, drafts):
    for name, company in (("absorbed", second), ("survivor", weinhold)):
        if name in drafts:
            drafted(company, jana)
        else:
            start_onboarding(company=company, service_model="managed", go_live_on=date(2027, 3, 1), by=jana)

    found = preview_of_companies(absorbed=second, survivor=weinhold, by=jana)

    assert codes(found) == ["onboarding_draft"]
    assert "Discard the draft" in str(found.refusals[0].message)


def test_a_draft_alone_goes_along(second, weinhold, jana):
    draft = drafted(second, jana)

    merge_companies(absorbed=second, survivor=weinhold, by=jana)

    draft.refresh_from_db()
    assert draft.company == weinhold


def test_taskfire_goes_along_with_its_agreement(second, weinhold, jana, alice):
    second.enable_taskfire(confirmations=(True, True), by=jana)
    agreement = second.taskfire_agreement()
    contact = Contact.objects.get(first_name="Rosa")
    contact.enable_portal(right=PortalRight.TASKFIRE_ADMIN, by=jana)

    assert moved(preview_of_companies(absorbed=second, survivor=weinhold, by=jana))["companies.taskfire"] == 1
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)

    weinhold.refresh_from_db()
    assert (weinhold.taskfire_enabled, weinhold.taskfire_agreement()) == (True, agreement)
    assert [place.contact for place in places_of(contact.access.user, weinhold.tenant)] == [contact]

    undo_merge_of_companies(merge=merge, by=alice)
    weinhold.refresh_from_db()
    assert (weinhold.taskfire_enabled, weinhold.taskfire_agreement()) == (False, None)
    assert second.taskfire_agreement() == agreement


def test_the_step_of_taskfire_holds_by_an_agreement_that_came_along(second, weinhold, jana):
    second.enable_taskfire(confirmations=(True, True), by=jana)
    onboarding = start_onboarding(
        company=weinhold, service_model="managed", go_live_on=date(2027, 3, 1), wants_portal=True, wants_taskfire=True,
        by=jana,
    )  # fmt: skip

    merge_companies(absorbed=second, survivor=weinhold, by=jana)

    assert [found["key"] for found in onboarding.steps.get(kind="taskfire").open_findings] == ["contact"]


def test_where_both_have_taskfire_both_agreements_stand(second, weinhold, jana, alice):
    for company in (second, weinhold):
        company.enable_taskfire(confirmations=(True, True), by=jana)

    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    assert weinhold.taskfire_agreements.count() == 2

    undo_merge_of_companies(merge=merge, by=alice)
    weinhold.refresh_from_db()
    assert (weinhold.taskfire_enabled, weinhold.taskfire_agreements.count()) == (True, 1)


def test_taskfire_does_not_go_where_the_portal_is_off(second, weinhold, jana):
    second.enable_taskfire(confirmations=(True, True), by=jana)
    weinhold.disable_portal(by=jana)

    assert codes(preview_of_companies(absorbed=second, survivor=weinhold, by=jana)) == ["portal_off"]


def test_an_agreement_of_what_was_switched_off_again_stays(second, weinhold, jana):
    second.enable_taskfire(confirmations=(True, True), by=jana)
    second.disable_taskfire(by=jana)

    merge_companies(absorbed=second, survivor=weinhold, by=jana)

    weinhold.refresh_from_db()
    assert (weinhold.taskfire_enabled, weinhold.taskfire_agreement()) == (False, None)


def test_contracts_do_not_go_to_somebody_who_is_no_customer(second, weinhold, alice):
    create_contract(company=second, type=ContractType.RECURRING, name="Managed", starts_on=date(2026, 1, 1), by=alice)
    Company.objects.filter(pk=weinhold.pk).update(type="prospect")

    found = preview_of_companies(absorbed=second, survivor=Company.objects.get(pk=weinhold.pk), by=alice)

    assert codes(found) == ["contracts_need_customer"]


def test_a_person_who_uses_the_portal_of_both_is_asked_about_first(second, weinhold, miriam, jana):
    new_portal_access(new_contact(second, "Miriam", "Weinhold", email=miriam.email))

    assert codes(preview_of_companies(absorbed=second, survivor=weinhold, by=jana)) == ["portal_address_twice"]


@pytest.mark.parametrize(
    "change, code",
    [
        ({"currency": "CHF"}, "currencies_differ"),
        ({"is_confidential": True}, "confidential_differs"),
    ],
)
def test_what_differs_between_the_two_is_decided_first(second, weinhold, change, code, jana):
    Company.objects.filter(pk=second.pk).update(**change)

    assert codes(preview_of_companies(absorbed=Company.objects.get(pk=second.pk), survivor=weinhold, by=jana)) == [code]


def test_a_parent_is_not_merged_into_what_stands_below_it(second, weinhold, jana):
    weinhold.place_under(parent=second, link=ParentLink.SUBSIDIARY, by=jana)

    assert codes(preview_of_companies(absorbed=second, survivor=weinhold, by=jana)) == ["merge_in_family"]
    assert codes(preview_of_companies(absorbed=weinhold, survivor=second, by=jana)) == ["merge_below_parent"]


def test_the_own_company_is_merged_neither_way(seeded, weinhold, jana):
    own = Company.objects.own().get()

    assert "own_company_stays" in codes(preview_of_companies(absorbed=own, survivor=weinhold, by=jana))
    assert "own_company_stays" in codes(preview_of_companies(absorbed=weinhold, survivor=own, by=jana))


def test_an_alias_is_neither_merged_again_nor_activated(second, weinhold, obertal, jana):
    merge_companies(absorbed=second, survivor=weinhold, by=jana)
    second.refresh_from_db()

    assert "already_merged" in codes(preview_of_companies(absorbed=second, survivor=obertal, by=jana))
    with pytest.raises(DomainError, match="merged"):
        second.activate(by=jana)


def test_an_alias_does_not_name_what_one_does_not_see(client_of, second, weinhold, jana, alice):
    RoleScope.objects.update(scope=Scope.MINE)
    weinhold.change_manager(member=alice, by=alice)
    merge_companies(absorbed=second, survivor=Company.objects.get(pk=weinhold.pk), by=alice)
    address = f"/rheintal/customers/{second.pk}/"

    told = client_of(jana).get(address).content.decode()
    refused = client_of(jana).post(f"{address}activate/", follow=True).content.decode()

    assert "It was merged into a company that you do not see." in told
    assert "Its page links to that record" in refused
    assert weinhold.name not in told + refused
    assert weinhold.name in client_of(alice).get(address).content.decode()


def test_what_remains_names_its_alias_only_to_who_sees_it(client_of, weinhold, alice, tom):
    absorbed = new_company(alice, "Absorbiert Still GmbH")
    merge_companies(absorbed=absorbed, survivor=weinhold, by=alice)
    page, path = f"/rheintal/customers/{weinhold.pk}/", f"companies/{weinhold.pk}/merges/"

    hidden, seen = client_of(tom).get(page), client_of(alice).get(page)
    hidden_merge, seen_merge = (Program(each).read(path).json()["results"][0] for each in (tom, alice))

    assert (absorbed.name in hidden.text, absorbed.name in seen.text) == (False, True)
    assert "A record that you do not see" in hidden.text
    assert hidden_merge["absorbed"] is None
    assert seen_merge["absorbed"] == {"id": absorbed.pk, "name": absorbed.name}


def test_taking_it_back_restores_both(second, weinhold, miriam, jana, alice):
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    later = new_contact(weinhold, "Nora", "Neu")

    undone = undo_merge_of_companies(merge=merge, by=alice)

    second.refresh_from_db()
    assert undone == Undone()
    assert second.is_active
    assert Contact.objects.primary_of(second).first_name == "Rosa"
    assert Contact.objects.primary_of(weinhold) == miriam
    assert {Ticket.objects.get().company, Device.objects.get().company} == {second}
    assert Contact.objects.get(pk=later.pk).company == weinhold


def test_only_an_admin_takes_it_back_and_only_within_a_week(second, weinhold, jana, alice):
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    with pytest.raises(NotAllowed):
        undo_merge_of_companies(merge=merge, by=jana)

    merge.merged_at = timezone.now() - timedelta(days=8)
    merge.save()
    with pytest.raises(DomainError, match="merge_final"):
        undo_merge_of_companies(merge=merge, by=alice)


def test_the_page_shows_what_happens_then_does_it_then_takes_it_back(client_of, alice, second, weinhold):
    browser = client_of(alice)
    address = f"/rheintal/customers/{second.pk}/merge/"

    assert "Weinhold Steuerberatung GmbH" in browser.get(address).content.decode()
    shown = browser.get(address, {"into": weinhold.pk})
    assert "Devices" in shown.content.decode()
    done = browser.post(address, {"into": weinhold.pk})

    assert (done.status_code, done.url) == (303, f"/rheintal/customers/{weinhold.pk}/")
    merge = weinhold.merges.get()
    assert "This record is an alias" in browser.get(f"/rheintal/customers/{second.pk}/").content.decode()
    assert browser.post(f"/rheintal/customers/{weinhold.pk}/merges/{merge.pk}/undo/").status_code == 303
    second.refresh_from_db()
    assert second.is_active


def test_a_company_one_does_not_see_cannot_be_chosen(client_of, petra, alice, geheim, second):
    petra.roles = ["account_manager"]
    petra.save()
    answer = client_of(petra).get(f"/rheintal/customers/{second.pk}/merge/", {"into": geheim.pk})

    assert answer.status_code == 422
    assert "Geheim" not in answer.content.decode()
