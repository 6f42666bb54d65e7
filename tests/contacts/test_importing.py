from functools import partial
from pathlib import Path

import pytest

from companies.merging import merge_companies
from companies.models import SearchTerm
from companies.operations import add_location
from contacts.importing import KIND
from contacts.merging import merge_contacts
from contacts.models import Contact, Salutation
from contacts.reading_lines import split_name
from core.errors import NotAllowed
from events.models import Event
from imports import runs
from tests.cast import new_company, new_contact, new_portal_access
from tests.support import imports
from tests.support.imports import actions, problems
from tests.support.queries import at_most

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


check, imported = partial(imports.check, KIND), partial(imports.imported, KIND)


@pytest.fixture
def lotz(jana):
    return new_company(jana, "Bäckerei Lotz GmbH & Co. KG", number="10001")


def test_a_spreadsheet_of_contacts_is_read_as_it_is(jana, lotz):
    kanzlei = new_company(jana, "Kanzlei Öztürk & Partner mbB")
    new_company(jana, "Rheintal Holding AG", number="10003")
    run = check((EXAMPLES / "contacts.xlsx").read_bytes(), by=jana)
    assert actions(run) == ["create", "create", "create", "wrong", "wrong"]
    assert problems(run) == [
        ("company_number", "There is no company “99999” that you may see."),
        ("email", "“keine adresse” is not an e-mail address."),
    ]

    runs.apply(run=run, by=jana)

    sabine, joerg = Contact.objects.for_company(lotz).order_by("-is_primary")
    assert (sabine.salutation, sabine.email, sabine.is_primary) == (Salutation.MS, "sabine.lotz@lotz.example", True)
    assert (joerg.last_name, joerg.phone, joerg.is_primary) == ("Ähre", "4935148122", False)
    assert Contact.objects.primary_of(kanzlei).last_name == "Öztürk"
    assert list(Contact.objects.search("ahre jorg")) == [joerg]
    assert SearchTerm.objects.filter(company=lotz, source=SearchTerm.CONTACTS, term="sabine").exists()


def test_each_record_is_an_event_through_the_door_of_imports(jana, lotz):
    imported("Kundennummer;Nachname;E-Mail;Hauptkontakt\n10001;Ott;o@lotz.example;ja\n", by=jana)
    events = Event.objects.filter(company_id=lotz.pk, door="import").order_by("id")
    assert [event.key for event in events] == ["contacts.contact_created", "contacts.primary_designated"]


def test_a_contact_is_known_within_its_customer_by_address_then_by_name(jana, lotz):
    ott = new_contact(lotz, "Sabine", "Ott", email="s.ott@lotz.example")
    other = new_contact(new_company(jana, "Andere", number="2"), "Sabine", "Ott", email="x@andere.example")
    run = check(
        "Kundennummer;Vorname;Nachname;E-Mail;Funktion\n"
        "10001;Sabine;Ott-Maier;S.Ott@Lotz.example;Chefin\n2;Sabine;Ott;;Chefin\n", by=jana,
    )  # fmt: skip
    rows = run.rows.order_by("line")
    assert [(row.matched_by, row.record_id) for row in rows] == [("email", ott.pk), ("last_name", other.pk)]
    assert rows[0].changes == {"last_name": ["Ott", "Ott-Maier"], "title": ["", "Chefin"]}

    runs.apply(run=run, by=jana)

    ott.refresh_from_db()
    assert (ott.last_name, ott.version) == ("Ott-Maier", 2)
    assert list(Contact.objects.search("maier")) == [ott]


def test_a_number_in_another_system_tells_first_and_phones_have_digits(jana, lotz):
    ott = new_contact(lotz, "Sabine", "Ott", external_id="P-7")
    run = check(
        "Kontakt-ID;Kundennummer;Nachname;E-Mail;Zimmer;Fax\nP-7;10001;Maier;neu@lotz.example;3;\n;10001;X;;;nein\n",
        by=jana,
    )
    row = run.rows.order_by("line")[0]
    assert (row.matched_by, row.record_id) == ("external_id", ott.pk)
    assert problems(run) == [("fax", "Enter a phone number, such as +49 621 12345-0.")]

    runs.apply(run=run, by=jana)

    ott.refresh_from_db()
    assert (ott.last_name, ott.email, ott.room) == ("Maier", "neu@lotz.example", "3")


def test_the_details_of_the_person_are_read_under_their_german_and_english_headers(jana, lotz):
    german = check(
        "Kundennummer;Nachname;Zusatz nach dem Namen;E-Mail;E-Mail 2;Straße;PLZ;Ort;Land;LinkedIn-Profil;"
        "Keine Werbeanrufe;Keine Umfragen\n"
        "10001;Ott;MBA;o@lotz.example;Ott@Privat.example;Am Rain 3;1067;Dresden;;www.linkedin.com/in/ott;ja;nein\n",
        by=jana,
    )
    english = check(
        "Customer number,Last name,Suffix,Email,Email 2,Street,Zip,City,Country,LinkedIn,Do not call,No surveys\n"
        "10001,Ott,MBA,o@lotz.example,ott@privat.example,Am Rain 3,01067,Dresden,,www.linkedin.com/in/ott,yes,no\n",
        by=jana,
    )
    assert german.rows.get().changes == english.rows.get().changes

    runs.apply(run=german, by=jana)

    ott = Contact.objects.get(email="o@lotz.example")
    assert (ott.full_name, ott.email_2, ott.postal_code) == ("Ott MBA", "ott@privat.example", "01067")
    assert (ott.opted_out_of_calls, ott.opted_out_of_surveys) == (True, False)
    assert ott.calls_opted_out_at is not None
    assert actions(check(
        "Kundennummer;Nachname;E-Mail;PLZ;Keine Werbeanrufe\n10001;Ott;o@lotz.example;01067;ja\n", by=jana
    )) == ["same"]  # fmt: skip


def test_what_a_file_changed_of_the_person_is_put_back(jana, lotz):
    ott = new_contact(lotz, "Sabine", "Ott", email="o@lotz.example", email_2="alt@privat.example", country="AT")
    run = imported(
        "E-Mail;E-Mail 2;PLZ;Land;Keine Werbeanrufe\no@lotz.example;neu@privat.example;4051;Schweiz;ja\n", by=jana
    )
    ott.refresh_from_db()
    assert (ott.email_2, ott.country, ott.opted_out_of_calls) == ("neu@privat.example", "CH", True)
    assert list(Contact.objects.search("neu@privat.example")) == [ott]

    runs.undo(run=runs.weigh_undo(run=run, by=jana), by=jana)

    ott.refresh_from_db()
    assert (ott.email_2, ott.country, ott.postal_code) == ("alt@privat.example", "AT", "")
    assert ott.calls_opted_out_at is None
    assert not Contact.objects.search("neu@privat.example").exists()


@pytest.mark.parametrize(
    ("header", "text", "field", "reason"),
    [
        ("PLZ", "123", "postal_code", "Postal codes look like this: 26133 (Germany)."),
        ("Facebook", "keine", "facebook_url", "Enter the address of a page, such as https://www.example.com/name."),
        ("E-Mail 3", "keine", "email_3", "“keine” is not an e-mail address."),
        ("Land", "Nirgendwo", "country", "“Nirgendwo” is not known here."),
    ],
)
def test_details_that_cannot_be_are_wrong_at_their_field(jana, lotz, header, text, field, reason):
    assert problems(check(f"Kundennummer;Nachname;{header}\n10001;Ott;{text}\n", by=jana)) == [(field, reason)]


def test_an_alias_is_nobody_that_a_line_could_mean(jana, lotz):
    remains = new_contact(lotz, "Sabine", "Ott", email="ott@lotz.example")
    alias = new_contact(lotz, "Sabine", "Ott", email="s.ott@lotz.example")
    merge_contacts(absorbed=alias, survivor=remains, by=jana)

    run = check(
        "Kundennummer;Vorname;Nachname;E-Mail\n10001;Sabine;Ott;\n10001;Sabine;Ott;s.ott@lotz.example\n", by=jana
    )

    assert run.rows.order_by("line")[0].record_id == remains.pk
    assert problems(run) == [
        ("email", "This record was merged into another one. Its page links to that record: continue there.")
    ]


def test_a_contact_of_an_alias_is_one_of_the_company_that_remains(jana, lotz):
    alias = new_company(jana, "Lotz KG", number="10002")
    merge_companies(absorbed=alias, survivor=lotz, by=jana)

    imported("Kundennummer;Nachname;E-Mail\n10002;Ott;ott@lotz.example\n", by=jana)

    assert Contact.objects.get(email="ott@lotz.example").company == lotz


def test_without_a_customer_the_address_alone_may_tell(jana, lotz):
    ott = new_contact(lotz, "Sabine", "Ott", email="s.ott@lotz.example")
    run = check("E-Mail;Nachname\ns.ott@lotz.example;Ott\nneu@lotz.example;Neu\n", by=jana)
    assert run.rows.order_by("line")[0].record_id == ott.pk
    assert problems(run) == [("company", "A new contact needs a customer, by number or name.")]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("10001;;x@y.example;", "last_name", "A new contact needs a last name."),
        ("10001;Ott;kein;", "email", "“kein” is not an e-mail address."),
        ("10001;Ott;;ja", "is_primary", "The primary contact needs an e-mail address: messages go there."),
        ("10001;Ott;;vielleicht", "is_primary", "“vielleicht” is not known here."),
        (f"10001;{'x' * 51};;", "last_name", "Longer than 50 characters."),
        ("4711;Ott;;", "company_number", "There is no company “4711” that you may see."),
    ],
)  # fmt: skip
def test_what_the_form_refuses_the_import_refuses_at_the_line(jana, lotz, line, field, reason):
    run = check(f"Kundennummer;Nachname;E-Mail;Hauptkontakt\n{line}\n", by=jana)
    assert problems(run) == [(field, reason)]


def test_two_primary_contacts_and_two_of_one_address_are_wrong(jana, lotz):
    run = check(
        "Kundennummer;Nachname;E-Mail;Hauptkontakt\n"
        "10001;A;a@lotz.example;ja\n10001;B;b@lotz.example;ja\n10001;C;a@lotz.example;\n", by=jana,
    )  # fmt: skip
    assert problems(run) == [
        ("is_primary", "Line 2 is the primary contact of the same customer already."),
        ("email", "Line 2 has the same e-mail address at the same customer."),
    ]


def test_a_primary_contact_takes_the_place_of_another_and_the_page_says_so(jana, lotz):
    before = new_contact(lotz, "Alt", "Alt", is_primary=True)
    run = check("Kundennummer;Nachname;E-Mail;Hauptkontakt\n10001;Neu;neu@lotz.example;x\n", by=jana)
    assert run.rows.get().notes[0]["reason"] == "Takes the place of Alt Alt. Nobody is written to because of it."

    runs.apply(run=run, by=jana)

    before.refresh_from_db()
    assert (before.is_primary, Contact.objects.primary_of(lotz).last_name) == (False, "Neu")


def test_the_address_of_somebody_in_the_portal_is_not_changed_by_a_file(jana, lotz):
    ott = new_contact(lotz, "Sabine", "Ott", email="")
    ott.email = "s.ott@lotz.example"
    ott.save()
    new_portal_access(ott)
    run = check("Kundennummer;Vorname;Nachname;E-Mail\n10001;Sabine;Ott;neu@lotz.example\n", by=jana)
    assert actions(run) == ["create"], "two different addresses are two people"
    Contact.objects.filter(pk=ott.pk).update(email="")
    run = check("Kundennummer;Vorname;Nachname;E-Mail\n10001;Sabine;Ott;neu@lotz.example\n", by=jana)
    assert problems(run)[0][0] == "email"


@pytest.mark.parametrize("header", ["Standort", "Location", "Site", "Niederlassung"])
def test_a_contact_is_at_a_location_of_its_company_that_the_file_names(jana, lotz, header):
    depot = add_location(company=lotz, by=jana, name="Depot Süd", city="Ulm")
    add_location(company=new_company(jana, "Andere", number="2"), by=jana, name="Depot Süd")
    ott = new_contact(lotz, "Sabine", "Ott", email="s.ott@lotz.example")
    run = check(
        f"Kundennummer;Nachname;E-Mail;{header}\n;Ott;s.ott@lotz.example; depot SÜD \n10001;Neu;;Depot Süd\n", by=jana
    )
    assert [row.changes["location"] for row in run.rows.all()] == [[None, "Depot Süd"]] * 2

    runs.apply(run=run, by=jana)

    ott.refresh_from_db()
    assert (ott.location, Contact.objects.get(last_name="Neu").location) == (depot, depot)
    event = Event.objects.get(key="contacts.contact_changed", subject_id=ott.pk)
    assert event.changes["location"] == [None, "Depot Süd"]


def test_a_location_without_a_name_is_called_by_its_address_as_the_export_writes_it(jana, client):
    kern = new_company(jana, "Kern KG", number="3", street="Hauptstr. 1", city="Ulm")
    new_contact(kern, "Sabine", "Ott", email="s.ott@kern.example", location=kern.locations.get())
    client.force_login(jana.user)
    columns = "columns=name&columns=company&columns=email&columns=location"
    exported = client.get(f"/rheintal/contacts/?export=csv&{columns}")
    content = b"".join(exported.streaming_content)

    run = check(content, by=jana)

    assert b"Hauptstr. 1, Ulm" in content
    assert actions(run) == ["same"]


def test_an_address_that_is_the_customers_or_the_locations_is_left_to_it(jana):
    kern = new_company(jana, "Kern KG", number="3", street="Hauptstraße 1", postal_code="89073", city="Ulm")
    add_location(company=kern, by=jana, name="Depot", street="Am Rain 3", postal_code="89077", city="Ulm")
    moved = new_contact(kern, "Eva", "Moll", email="moll@kern.example", street="Hauptstraße 9", city="Ulm")
    content = (
        "Kundennummer;Nachname;E-Mail;Standort;Straße;PLZ;Ort;Land\n"
        "3;Ott;ott@kern.example;;Hauptstrasse 1;89073;Ulm;Deutschland\n"
        "3;Abt;abt@kern.example;Depot;Am Rain 3;89077;Ulm;\n"
        "3;Ley;ley@kern.example;Depot;Hauptstraße 1;89073;Ulm;\n"
        "3;Uhl;uhl@kern.example;;Hauptstraße 2;89073;Ulm;\n"
        "3;Moll;moll@kern.example;;Hauptstraße 1;89073;Ulm;\n"
    )
    run = check(content, by=jana)
    assert [row.changes.get("street") for row in run.rows.order_by("line")] == [
        None, None, None, [None, "Hauptstraße 2"], ["Hauptstraße 9", ""],
    ]  # fmt: skip

    runs.apply(run=run, by=jana)

    moved.refresh_from_db()
    assert not moved.has_own_address
    assert [contact.last_name for contact in Contact.objects.all() if contact.has_own_address] == ["Uhl"]
    assert actions(check(content, by=jana)) == ["same"] * 5


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Lager", "This customer has no location “Lager”."),
        ("Laden", "This location is no longer used."),
        ("Halle", "Several locations could be meant."),
    ],
)
def test_a_location_that_cannot_be_meant_is_wrong_at_its_field(jana, lotz, name, reason):
    add_location(company=new_company(jana, "Andere", number="2"), by=jana, name="Lager")
    add_location(company=lotz, by=jana, name="Laden").deactivate(by=jana)
    add_location(company=lotz, by=jana, name="Halle")
    add_location(company=lotz, by=jana, name="halle")
    run = check(f"Kundennummer;Nachname;Standort\n10001;Ott;{name}\n", by=jana)
    assert problems(run) == [("location", reason)]


def test_who_is_at_a_location_that_is_no_longer_used_may_stay_there(jana, lotz):
    laden = add_location(company=lotz, by=jana, name="Laden")
    new_contact(lotz, "Sabine", "Ott", email="s.ott@lotz.example", location=laden)
    laden.deactivate(by=jana)
    run = check("Kundennummer;Nachname;Vorname;E-Mail;Standort\n10001;Ott;Sabine;s.ott@lotz.example;Laden\n", by=jana)
    assert actions(run) == ["same"]


def test_contacts_of_a_customer_that_one_may_not_see_read_like_none(jana, alice, tom, lotz):
    hidden = new_company(alice, "Geheim AG", number="77", is_confidential=True)
    new_contact(hidden, "Gert", "Geheim", email="gert@geheim.example")
    content = "Kundennummer;Nachname;E-Mail\n77;Geheim;gert@geheim.example\n88;Geheim;gert@geheim.example\n"
    reasons = {reason.replace("77", "X").replace("88", "X") for _field, reason in problems(check(content, by=jana))}
    assert reasons == {"There is no company “X” that you may see."}
    by_address = check("E-Mail;Nachname\ngert@geheim.example;Geheim\n", by=jana)
    assert problems(by_address) == [("company", "A new contact needs a customer, by number or name.")]
    assert set(actions(check(content.replace("77", "10001"), by=tom))) == {"wrong"}, "a technician sees none of them"


def test_billing_admins_may_not_import_contacts(jana, petra, lotz):
    with pytest.raises(NotAllowed):
        check("Nachname\nOtt\n", by=petra)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Ott, Sabine", "Sabine", "Ott"),
        ("Sabine Ott", "Sabine", "Ott"),
        ("Anna Maria von der Heide", "Anna Maria", "von der Heide"),
        ("Ott", "", "Ott"),
    ],
)
def test_one_column_of_names_is_split(text, first, last):
    assert split_name(text) == (first, last)


@pytest.mark.parametrize("count", [2, 120])
def test_more_lines_ask_no_more(seeded, jana, count):
    for number in range(count):
        company = new_company(jana, f"Firma {number}", number=str(number))
        add_location(company=company, by=jana, name="Depot")
        add_location(company=company, by=jana, name="Lager")
    lines = "".join(f"{n};Nach{n};n{n}@x.example;ja;Funktion;Depot;79540\n" for n in range(count))
    run = check("Kundennummer;Nachname;E-Mail;Hauptkontakt;Funktion;Standort;PLZ\n" + lines, by=jana)
    with at_most(50):
        runs.apply(run=run, by=jana)
    lines = lines.replace(";ja;", ";Chefin").replace("Depot", "Lager").replace("79540", "79539")
    changed = check("Kundennummer;Nachname;E-Mail;Funktion;Standort;PLZ\n" + lines, by=jana)
    with at_most(50):
        runs.apply(run=changed, by=jana)
    weighed = runs.weigh_undo(run=changed, by=jana)
    with at_most(50):
        runs.undo(run=weighed, by=jana)
