"""A merge is taken back after much has happened: nothing joins the two any more, and the admin is told what stays."""

from datetime import date

import pytest

from billing.models import InvoiceRecipient, InvoiceSettings
from companies.merging import merge_companies, undo_merge_of_companies
from companies.models import Company, Location, ParentLink
from contacts.merging import merge_contacts
from contacts.models import Contact
from contacts.operations import edit_contact
from contracts.models import Contract, ContractType, Service
from contracts.operations import create_contract
from core.errors import DomainError
from core.merging import Undone
from devices.models import Coverage, Device, Review
from notifications.models import DeliveryState, Message, MessageKind
from onboarding.models import SalesHandover
from sla.models import Assignment, ServiceLevel
from sla.operations import assign_service_level, create_own_service_level
from tests.cast import new_company, new_contact
from tests.support.api import Program
from tickets.models import Source, Ticket
from tickets.operations import open_ticket


@pytest.fixture
def rosa(second) -> Contact:
    return Contact.objects.get(first_name="Rosa")


@pytest.fixture
def merge(second, weinhold, rosa, jana):
    """Without a primary contact at Weinhold: Rosa stays the primary one."""
    return merge_companies(absorbed=second, survivor=weinhold, by=jana)


@pytest.fixture
def merge_of_two_primaries(second, weinhold, miriam, rosa, jana):
    """Rosa gave way to Miriam."""
    made = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    rosa.refresh_from_db()
    return made


def keys(counts) -> dict[str, int]:
    return {rule.key: count for rule, count in counts}


def managed(company, by, name="Managed", **fields) -> Contract:
    return create_contract(
        company=company, type=ContractType.RECURRING, name=name, starts_on=date(2026, 1, 1), by=by, **fields
    )


def own_level(company, by) -> ServiceLevel:
    shared = ServiceLevel.objects.filter(company=None).order_by("pk").first()
    return create_own_service_level(company=company, copy_of=shared, name="Own", by=by)


def test_a_location_of_the_survivor_stays_with_it(merge, weinhold, rosa, jana, alice):
    home = weinhold.locations.primary().get()
    edit_contact(contact=rosa, values={"location": home}, is_primary=True, seen=rosa.version, by=jana)
    Ticket.objects.get().reclassify(priority="low", issue=None, sub_issue=None, location=home, by=jana)

    undone = undo_merge_of_companies(merge=merge, by=alice)

    rosa.refresh_from_db()
    assert keys(undone.cut) == {"contacts.location": 1, "tickets.location": 1}
    assert (rosa.location, Ticket.objects.get().location) == (None, None)


def test_who_was_at_home_is_at_home_again_whatever_was_chosen_since(second, weinhold, jana, alice):
    home = second.locations.primary().get()
    hanna = new_contact(second, "Hanna", "Heim", location=home)
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    hanna.refresh_from_db()
    there = weinhold.locations.primary().get()
    edit_contact(contact=hanna, values={"location": there}, is_primary=False, seen=hanna.version, by=jana)

    undo_merge_of_companies(merge=merge, by=alice)

    hanna.refresh_from_db()
    assert hanna.location == home


def test_a_location_that_became_the_primary_one_stays(merge, second, weinhold, rosa, jana, alice):
    north = Location.objects.get(name="Kanzlei Nord")
    north.make_primary(by=jana)

    undone = undo_merge_of_companies(merge=merge, by=alice)

    rosa.refresh_from_db()
    assert weinhold.locations.primary().get() == north
    assert second.locations.primary().get().city == "Lörrach"
    assert rosa.location is None
    assert (keys(undone.stayed), keys(undone.cut)) == ({"companies.locations": 1}, {"contacts.location": 1})


def test_who_left_since_is_not_the_primary_contact_again(
    client_of, merge_of_two_primaries, rosa, weinhold, jana, alice
):
    rosa.deactivate(by=jana)

    address = f"/rheintal/customers/{weinhold.pk}/merges/{merge_of_two_primaries.pk}/undo/"
    told = client_of(alice).post(address, follow=True).content.decode()

    rosa.refresh_from_db()
    assert (rosa.is_primary, rosa.is_active) == (False, False)
    assert "Not given back, because it would break a rule by now: Primary contact (1)." in told


def test_who_has_no_address_by_now_is_not_the_primary_contact_again(merge_of_two_primaries, rosa, jana, alice):
    rosa.update_details(values={"email": ""}, seen=rosa.version, by=jana)

    undone = undo_merge_of_companies(merge=merge_of_two_primaries, by=alice)

    rosa.refresh_from_db()
    assert (rosa.is_primary, keys(undone.kept)) == (False, {"contacts.is_primary": 1})


def test_an_alias_that_has_a_primary_contact_keeps_it(merge_of_two_primaries, second, rosa, alice):
    nora = new_contact(second, "Nora", "Neu", is_primary=True)

    undo_merge_of_companies(merge=merge_of_two_primaries, by=alice)

    assert Contact.objects.primary_of(second) == nora


def test_contacts_of_both_that_were_merged_are_two_people_again(
    merge_of_two_primaries, second, rosa, miriam, jana, alice
):
    merge_contacts(absorbed=rosa, survivor=miriam, by=jana)

    undone = undo_merge_of_companies(merge=merge_of_two_primaries, by=alice)

    rosa.refresh_from_db()
    assert (rosa.company, rosa.is_active, rosa.is_primary) == (second, True, True)
    assert undone == Undone()
    Ticket.objects.get().answer(body="Only for you.", by=jana)
    assert Message.objects.get(kind=MessageKind.TICKET).contact == rosa


def test_contacts_of_one_of_them_that_were_merged_stay_merged(second, weinhold, rosa, jana, alice):
    double = new_contact(second, "Rosa", "Double")
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    merge_contacts(absorbed=double, survivor=rosa, by=jana)

    undo_merge_of_companies(merge=merge, by=alice)

    double.refresh_from_db()
    assert (double.company, double.absorption().survivor) == (second, rosa)


def test_a_ticket_goes_back_without_what_is_the_survivors(merge, second, weinhold, carl, jana, alice):
    Ticket.objects.update(contact=carl)
    here = open_ticket(
        company=weinhold, contact=carl, title="Scanner", by=jana, source=Source.PHONE, device=Device.objects.get()
    )

    undone = undo_merge_of_companies(merge=merge, by=alice)

    here.refresh_from_db()
    assert keys(undone.cut) == {"tickets.contact": 1, "tickets.device": 1}
    assert (here.company, here.contact, here.device) == (weinhold, carl, None)
    assert Ticket.objects.get(company=second).contact is None


def test_contacts_serve_the_companies_below_their_own(second, weinhold, obertal, rosa, carl, jana, alice):
    obertal.place_under(parent=second, link=ParentLink.SUBSIDIARY, by=jana)
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    rosa.refresh_from_db()
    open_ticket(company=obertal, contact=rosa, title="Ours", by=jana, source=Source.PHONE)
    open_ticket(company=obertal, contact=carl, title="Theirs", by=jana, source=Source.PHONE)

    undo_merge_of_companies(merge=merge, by=alice)

    assert Ticket.objects.get(title="Ours").contact == rosa
    assert Ticket.objects.get(title="Theirs").contact is None


def test_a_device_is_no_longer_covered_by_a_contract_of_the_survivor(merge, second, weinhold, jana, alice):
    contract = managed(weinhold, alice)
    line = contract.add_service(service=Service.objects.first(), units=2, effective_on=date(2026, 1, 1), by=alice)
    Device.objects.get().cover(contract_services=[line], service_level=None, by=alice)

    undone = undo_merge_of_companies(merge=merge, by=alice)

    assert keys(undone.cut) == {"devices.coverage": 1, "devices.review": 1}
    assert (Device.objects.get().review, Coverage.objects.count()) == (Review.UNREVIEWED, 0)


def test_an_own_service_level_goes_back_and_serves_nobody_else(second, weinhold, jana, alice):
    level = own_level(second, jana)
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    level.refresh_from_db()
    assign_service_level(company=weinhold, service_level=level, by=jana)
    contract = managed(weinhold, alice, is_default=True)
    contract.attach_service_level(service_level=level, by=jana)
    here = open_ticket(company=weinhold, contact=None, title="Scanner", by=jana, source=Source.PHONE)
    assert here.service_level == level

    undone = undo_merge_of_companies(merge=merge, by=alice)

    here.refresh_from_db()
    contract.refresh_from_db()
    assert keys(undone.cut) == {"contracts.service_level": 1, "sla.assignments": 1, "tickets.service_level": 1}
    assert (Assignment.objects.count(), contract.service_level) == (0, None)
    assert here.service_level != level


def test_invoices_of_the_survivor_no_longer_go_to_the_others(merge, second, weinhold, rosa, carl, alice):
    rosa.refresh_from_db()
    settings = InvoiceSettings.objects.for_company(weinhold)
    settings.update_details(values={}, recipients=[rosa, carl], seen=settings.version, by=alice)

    undone = undo_merge_of_companies(merge=merge, by=alice)

    assert InvoiceRecipient.objects.get().contact == carl
    assert keys(undone.cut) == {"billing.recipients": 1}


def test_a_default_contract_that_has_ended_is_no_default_again(second, weinhold, jana, alice):
    theirs, ours = managed(second, alice, is_default=True), managed(weinhold, alice, is_default=True)
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    theirs.refresh_from_db()
    theirs.end(on=date(2026, 2, 1), by=alice)

    undone = undo_merge_of_companies(merge=merge, by=alice)

    assert list(Contract.objects.filter(is_default=True)) == [ours]
    assert keys(undone.kept) == {"contracts.is_default": 1}


def test_who_has_subsidiaries_of_his_own_by_now_is_not_called_independent(second, weinhold, obertal, jana, alice):
    obertal.place_under(parent=second, link=ParentLink.SUBSIDIARY, by=jana)
    weinhold.decide_independent(by=jana)
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    new_company(jana, "Weinhold Süd", parent=weinhold, parent_link=ParentLink.SUBSIDIARY)

    undone = undo_merge_of_companies(merge=merge, by=alice)

    weinhold.refresh_from_db()
    assert (weinhold.hierarchy_decision, keys(undone.kept)) == ("", {"companies.hierarchy_decision": 1})


def test_what_only_looking_at_the_alias_made_gives_way(second, weinhold, jana, alice):
    settings, handover = InvoiceSettings.objects.for_company(second), SalesHandover.objects.for_company(second)
    settings.update_details(values={"attention": "Accounts"}, recipients=None, seen=settings.version, by=alice)
    handover.update_details(values={"scope": "Everything"}, seen=handover.version, by=jana)
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    InvoiceSettings.objects.for_company(second)
    SalesHandover.objects.for_company(second)

    undone = undo_merge_of_companies(merge=merge, by=alice)

    assert undone == Undone()
    assert InvoiceSettings.objects.get(company=second).attention == "Accounts"
    assert SalesHandover.objects.get(company=second).scope == "Everything"


def test_mail_that_has_gone_out_since_stays(merge, weinhold, alice):
    Message.objects.update(state=DeliveryState.SENT)

    undone = undo_merge_of_companies(merge=merge, by=alice)

    assert Message.objects.get().company == weinhold
    assert keys(undone.stayed) == {"notifications.waiting": 1}


def test_programs_are_told_what_is_not_as_before(merge_of_two_primaries, rosa, weinhold, jana, alice):
    rosa.deactivate(by=jana)

    answer = Program(alice).send(f"companies/{weinhold.pk}/merges/{merge_of_two_primaries.pk}/undo/")

    kept = [{"key": "contacts.is_primary", "label": "Primary contact", "count": 1}]
    assert (answer.status_code, answer.json()) == (200, {"left": [], "cut": [], "kept": kept})


def test_an_alias_that_stands_below_another_is_taken_out_first(merge, second, weinhold, obertal, alice):
    Company.objects.filter(pk=second.pk).update(parent=obertal, parent_link=ParentLink.SUBSIDIARY)

    with pytest.raises(DomainError, match="alias_in_family"):
        undo_merge_of_companies(merge=merge, by=alice)


def test_a_merge_below_another_one_is_taken_back_after_it(merge, weinhold, obertal, jana, alice):
    merge_companies(absorbed=weinhold, survivor=obertal, by=jana)

    with pytest.raises(DomainError, match="merged_since"):
        undo_merge_of_companies(merge=merge, by=alice)


def test_whatever_else_contradicts_it_is_said_in_words_and_nothing_is_changed(second, weinhold, obertal, jana, alice):
    obertal.place_under(parent=second, link=ParentLink.SUBSIDIARY, by=jana)
    merge = merge_companies(absorbed=second, survivor=weinhold, by=jana)
    Company.objects.filter(pk=second.pk).update(currency="CHF")

    answer = Program(alice).send(f"companies/{weinhold.pk}/merges/{merge.pk}/undo/")

    assert (answer.status_code, answer.json()["code"]) == (422, "cannot_be_parted")
    assert "Nothing is taken back." in answer.json()["detail"]
    second.refresh_from_db()
    assert (second.is_active, Ticket.objects.get().company) == (False, weinhold)
