from datetime import timedelta

import pytest
from django.utils import timezone

from billing.models import InvoiceSettings
from companies.models import Classification, Company, Location, ParentLink
from companies.operations import add_location
from contacts.models import Contact, PortalRight
from core.errors import DomainError
from events.models import Event, FieldChange, Operation
from imports import runs
from imports.models import ImportRun, RunState, Undo
from tests.cast import new_company, new_contact
from tests.companies.test_importing import check as check_companies
from tests.companies.test_importing import imported as companies_from
from tests.companies.test_importing_locations import imported as locations_from
from tests.contacts.test_importing import imported as contacts_from
from tests.devices.test_importing import check as check_devices
from tests.support.imports import undone
from tickets.operations import open_ticket


def outcomes(run) -> list[str]:
    return list(run.rows.order_by("line").values_list("undo", flat=True))


def reasons(run) -> list[str]:
    return [each["reason"] for row in run.rows.order_by("line") for each in row.undo_reasons]


def test_new_companies_are_removed_children_before_their_parents(seeded, jana):
    run = companies_from("Firma;Nummer;Mutter\nHolding;1;\nTochter;2;1\nEnkel;3;2\n", by=jana)
    assert Company.objects.filter(number__in="123").count() == 3

    run = undone(run, jana)

    assert (run.state, outcomes(run)) == (RunState.UNDONE, [Undo.REMOVE] * 3)
    assert not Company.objects.filter(number__in="123").exists()
    assert Event.objects.filter(key="companies.company_removed", door="import").count() == 3
    assert Event.objects.filter(key="imports.import_undone").count() == 1


def test_it_is_shown_before_it_is_done(seeded, jana):
    run = companies_from("Firma;Nummer\nA;1\n", by=jana)
    run = runs.weigh_undo(run=run, by=jana)
    assert (run.state, outcomes(run)) == (RunState.WEIGHED, [Undo.REMOVE])
    assert Company.objects.filter(number="1").exists()
    runs.keep(run=run, by=jana)
    run.refresh_from_db()
    assert run.state == RunState.APPLIED


def test_what_something_refers_to_stays_with_its_reason(seeded, jana):
    run = companies_from("Firma;Nummer\nA;1\nB;2\n", by=jana)
    new_contact(Company.objects.get(number="1"), "Sabine", "Ott")

    run = undone(run, jana)

    assert outcomes(run) == [Undo.STAYS, Undo.REMOVE]
    assert reasons(run) == ["Something refers to it: Contacts (1)."]
    assert list(Company.objects.filter(number__in="12").values_list("number", flat=True)) == ["1"]


def test_what_somebody_worked_on_since_stays(seeded, jana):
    run = companies_from("Firma;Nummer\nA;1\nB;2\n", by=jana)
    company = Company.objects.get(number="1")
    company.update_details(values={"city": "Ulm"}, seen=company.version, by=jana)
    assert outcomes(undone(run, jana)) == [Undo.STAYS, Undo.REMOVE]


def test_what_was_edited_and_put_back_since_goes(seeded, jana):
    run = companies_from("Firma;Nummer;Ort\nA;1;Ulm\n", by=jana)
    company = Company.objects.get(number="1")
    for city in ("Bonn", "Ulm"):
        company.update_details(values={"city": city}, seen=company.version, by=jana)
    assert outcomes(undone(run, jana)) == [Undo.REMOVE]


def test_a_later_import_that_was_undone_is_nothing_that_was_built(seeded, jana):
    run = companies_from("Firma;Nummer;Straße;Ort\nA;1;Ring 1;Ulm\n", by=jana)
    later = locations_from("Kundennummer;Name;Ort;Hauptsitz\n1;Neubau;Bonn;ja\n1;Lager;Kiel;\n", by=jana)
    undone(later, jana)

    assert outcomes(undone(run, jana)) == [Undo.REMOVE]
    assert not Company.objects.filter(number="1").exists()
    assert not FieldChange.objects.filter(operation=Operation.DELETE, event_id=None).exists(), "events tell of it"


def test_a_later_import_that_stands_is_built_upon_it(seeded, jana):
    run = companies_from("Firma;Nummer\nA;1\nB;2\n", by=jana)
    locations_from("Kundennummer;Name\n1;Lager\n", by=jana)

    run = undone(run, jana)

    assert outcomes(run) == [Undo.STAYS, Undo.REMOVE]
    assert reasons(run) == ["It was edited since the import."]


def test_a_contact_whose_place_as_primary_a_later_import_took_stays(seeded, jana):
    new_company(jana, "Lotz", number="1")
    head = "Kundennummer;Nachname;E-Mail;Hauptkontakt\n"
    run = contacts_from(f"{head}1;Alt;alt@lotz.example;ja\n", by=jana)
    later = contacts_from(f"{head}1;Neu;neu@lotz.example;ja\n", by=jana)
    assert outcomes(runs.weigh_undo(run=run, by=jana)) == [Undo.STAYS]

    undone(later, jana)

    assert outcomes(runs.weigh_undo(run=run, by=jana)) == [Undo.REMOVE]


def test_what_links_without_a_name_on_this_side_lead_to_stays(seeded, jana, weinhold):
    run = locations_from("Name\nLager\nDepot\n", by=jana, company=weinhold)
    lager = Location.objects.get(name="Lager")
    open_ticket(company=weinhold, contact=None, title="Scanner", by=jana, source="phone", location=lager)

    run = undone(run, jana)

    assert outcomes(run) == [Undo.STAYS, Undo.REMOVE]
    assert reasons(run) == ["Something refers to it: Tickets (1)."]


def test_who_gets_the_invoice_by_now_stays(seeded, jana):
    company = new_company(jana, "Lotz", number="1")
    run = contacts_from("Kundennummer;Nachname;E-Mail\n1;Ott;ott@lotz.example\n", by=jana)
    settings = InvoiceSettings.objects.create(company=company, tenant=company.tenant)
    settings.recipients.create(contact=Contact.objects.get(last_name="Ott"), tenant=company.tenant)

    run = undone(run, jana)

    assert reasons(run) == ["Something refers to it: Recipients of invoices (1)."]


def test_what_was_changed_past_the_verbs_stays_and_so_does_what_got_something_of_its_own(seeded, jana):
    new_company(jana, "Lotz", number="1")
    run = contacts_from("Kundennummer;Nachname;E-Mail\n1;A;a@lotz.example\n1;B;b@lotz.example\n1;C;;\n", by=jana)
    Contact.objects.filter(last_name="A").update(title="Chef")
    Contact.objects.get(last_name="B").enable_portal(right=PortalRight.BASIC, by=jana)

    assert outcomes(undone(run, jana)) == [Undo.STAYS, Undo.STAYS, Undo.REMOVE]


def test_nothing_new_goes_where_the_history_since_is_no_longer_kept(seeded, jana):
    run = companies_from("Firma;Nummer\nA;1\n", by=jana)
    ImportRun.objects.filter(pk=run.pk).update(created_at=timezone.now() + timedelta(days=400))

    run = undone(run, jana)

    assert outcomes(run) == [Undo.STAYS]
    assert reasons(run) == ["The history that would tell whether it was edited since the import is no longer kept."]


def test_changed_fields_are_put_back_where_they_still_are_what_the_import_wrote(seeded, jana, petra):
    company = new_company(jana, "Lotz", number="1", city="Ulm", phone="0731 1")
    run = companies_from("Nummer;Ort;Telefon;Betreuer\n1;Bonn;0228 2;Petra Kern\n", by=jana)
    company.refresh_from_db()
    company.update_details(values={"phone": "0228 3"}, seen=company.version, by=jana)

    run = undone(run, jana)

    company.refresh_from_db()
    assert (company.city, company.phone, company.manager) == ("Ulm", "0228 3", jana)
    assert outcomes(run) == [Undo.IN_PART]
    assert reasons(run) == ["It was changed since the import and stays as it is now."]


def test_a_family_link_is_taken_back(seeded, jana):
    parent, child = new_company(jana, "Holding", number="1"), new_company(jana, "Kind", number="2")
    run = companies_from("Nummer;Mutter\n2;1\n", by=jana)
    child.refresh_from_db()
    assert child.parent == parent
    undone(run, jana)
    child.refresh_from_db()
    assert child.parent is None


def test_contacts_are_undone_and_the_primary_contact_is_who_it_was(seeded, jana):
    company = new_company(jana, "Lotz", number="1")
    before = new_contact(company, "Alt", "Alt", is_primary=True, title="Chef")
    run = contacts_from(
        "Kundennummer;Vorname;Nachname;E-Mail;Hauptkontakt;Funktion\n"
        f"1;Neu;Neu;neu@lotz.example;ja;\n1;Alt;Alt;{before.email};;Rentner\n", by=jana,
    )  # fmt: skip
    assert Contact.objects.primary_of(company).last_name == "Neu"

    run = undone(run, jana)

    assert outcomes(run) == [Undo.REMOVE, Undo.PUT_BACK]
    before.refresh_from_db()
    assert (before.is_primary, before.title) == (True, "Chef")
    assert list(Contact.objects.for_company(company)) == [before]
    assert not Company.objects.search("neu@lotz.example").exists()


def test_contacts_are_undone_back_to_their_locations_as_far_as_those_are_used(seeded, jana):
    company = new_company(jana, "Lotz", number="1")
    depot, laden, lager = (add_location(company=company, by=jana, name=name) for name in ("Depot", "Laden", "Lager"))
    alt = new_contact(company, "Anton", "Alt", location=depot)
    neu = new_contact(company, "Nils", "Neu", location=laden)
    ohne = new_contact(company, "Olga", "Ohne")
    run = contacts_from(
        "Kundennummer;Vorname;Nachname;Standort\n1;Anton;Alt;Lager\n1;Nils;Neu;Lager\n1;Olga;Ohne;Lager\n", by=jana
    )
    laden.deactivate(by=jana)

    run = undone(run, jana)

    assert outcomes(run) == [Undo.PUT_BACK, Undo.STAYS, Undo.PUT_BACK]
    assert reasons(run) == ["The location where the contact was before is no longer used."]
    for contact in (alt, neu, ohne):
        contact.refresh_from_db()
    assert [alt.location, neu.location, ohne.location] == [depot, lager, None]


def test_devices_are_undone_too(weinhold, tom):
    run = runs.apply(run=check_devices(weinhold, "Name,Serial\nPC-01,S1\nPC-02,S2\n", by=tom), by=tom)
    device = weinhold.devices.get(name="PC-02")
    device.update_details(values={"model": "X"}, seen=device.version, by=tom)
    assert outcomes(undone(run, tom)) == [Undo.REMOVE, Undo.STAYS]
    assert [each.name for each in weinhold.devices.all()] == ["PC-02"]


def test_only_what_was_imported_is_undone_and_only_once(seeded, jana):
    run = check_companies("Firma;Nummer\nA;1\n", by=jana)
    with pytest.raises(DomainError, match="import_not_applied"):
        runs.weigh_undo(run=run, by=jana)
    run = undone(runs.apply(run=run, by=jana), jana)
    for verb in (runs.weigh_undo, runs.undo, runs.apply):
        with pytest.raises(DomainError, match="import_undone"):
            verb(run=run, by=jana)


def said(run) -> list[tuple[list[str], list[str]]]:
    """What was said of the run when it was weighed, and when it was undone."""
    run = runs.weigh_undo(run=run, by=run.actor)
    before = (outcomes(run), reasons(run))
    run = runs.undo(run=run, by=run.actor)
    return [before, (outcomes(run), reasons(run))]


def test_a_manager_who_has_left_is_said_before_and_the_rest_is_put_back(seeded, jana, petra, alice):
    company = new_company(jana, "Lotz", number="1", city="Ulm")
    run = companies_from("Nummer;Ort;Betreuer\n1;Bonn;Petra Kern\n", by=alice)
    jana.deactivate(by=alice)

    assert said(run) == [([Undo.IN_PART], ["Jana Roth is no longer active."])] * 2

    company.refresh_from_db()
    assert (company.city, company.manager) == ("Ulm", petra)


def test_a_parent_that_is_inactive_or_below_by_now_is_said_before(seeded, jana, alice):
    old, new = new_company(jana, "Alt", number="1"), new_company(jana, "Neu", number="2")
    one, two = new_company(jana, "Eins", number="3"), new_company(jana, "Zwei", number="4")
    other = new_company(jana, "Anders", number="5")
    one.place_under(parent=old, link=ParentLink.BRANCH, by=jana)
    two.place_under(parent=other, link=ParentLink.BRANCH, by=jana)
    run = companies_from("Nummer;Mutter\n3;2\n4;2\n", by=alice)
    Company.objects.get(pk=old.pk).deactivate(by=jana)
    Company.objects.get(pk=other.pk).place_under(parent=two, link=ParentLink.BRANCH, by=jana)

    assert (
        said(run)
        == [
            (
                [Undo.STAYS, Undo.STAYS],
                [
                    "The parent company is not active.",
                    "Anders is below Zwei in the family; that would be a circle.",
                ],
            )
        ]
        * 2
    )

    assert {each.parent for each in Company.objects.filter(number__in="34")} == {new}


def test_a_classification_that_is_switched_off_is_said_before(seeded, jana, alice):
    bronze, gold = Classification.objects.all()[:2]
    company = new_company(jana, "Lotz", number="1", classification=bronze)
    run = companies_from(f"Nummer;Klassifizierung\n1;{gold.name}\n", by=alice)
    Classification.objects.filter(pk=bronze.pk).update(is_active=False)

    assert said(run) == [([Undo.STAYS], [f"“{bronze.name}” is no longer offered. Choose another one."])] * 2

    company.refresh_from_db()
    assert company.classification == gold


def test_a_customer_keeps_its_primary_contact_where_the_former_one_cannot_be_it_again(seeded, jana):
    company = new_company(jana, "Lotz", number="1")
    before = new_contact(company, "Alt", "Alt", is_primary=True)
    new_contact(company, "Neu", "Neu", email="neu@lotz.example")
    run = contacts_from("Kundennummer;Vorname;Nachname;E-Mail;Hauptkontakt\n1;Neu;Neu;neu@lotz.example;ja\n", by=jana)
    Contact.objects.get(pk=before.pk).deactivate(by=jana)

    why = (
        "Alt Alt was the primary contact before and cannot be it again: An inactive contact cannot be the primary "
        "contact."
    )
    assert said(run) == [([Undo.STAYS], [why])] * 2

    assert Contact.objects.primary_of(company).last_name == "Neu"


def test_that_nobody_is_the_primary_contact_any_more_is_said_where_the_new_one_goes(seeded, jana):
    company = new_company(jana, "Lotz", number="1")
    before = new_contact(company, "Alt", "Alt", is_primary=True)
    run = contacts_from("Kundennummer;Nachname;E-Mail;Hauptkontakt\n1;Neu;neu@lotz.example;ja\n", by=jana)
    former = Contact.objects.get(pk=before.pk)
    former.update_details(values={"email": ""}, seen=former.version, by=jana)

    why = (
        "Alt Alt was the primary contact before and cannot be it again: The primary contact needs an e-mail address: "
        "messages go there."
    )
    assert said(run) == [([Undo.REMOVE], [why])] * 2

    assert Contact.objects.primary_of(company) is None


def test_asking_what_undoing_would_do_changes_nothing_and_leaves_no_event(seeded, jana):
    company = new_company(jana, "Lotz", number="1", city="Ulm")
    run = companies_from("Nummer;Ort\n1;Bonn\n", by=jana)
    before = Event.objects.count()

    runs.weigh_undo(run=run, by=jana)

    company.refresh_from_db()
    assert (company.city, Event.objects.count()) == ("Bonn", before)
