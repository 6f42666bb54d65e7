from datetime import date
from functools import partial
from pathlib import Path

import pytest

from companies.importing.company import KIND
from companies.merging import merge_companies
from companies.models import Company, CompanyType, ParentLink
from core.errors import NotAllowed
from events.models import Event
from imports import runs
from imports.models import Undo
from onboarding.operations import start_onboarding
from tests.cast import new_company
from tests.support import imports
from tests.support.imports import actions, notes, problems, undone
from tests.support.queries import at_most

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"


check, imported = partial(imports.check, KIND), partial(imports.imported, KIND)


def test_a_german_excel_export_is_read_as_it_is(seeded, jana):
    run = check((EXAMPLES / "customers-excel-german.csv").read_bytes(), by=jana)
    assert run.headers[:4] == ["Kd.-Nr.", "Firma", "Straße", "Hausnummer"]
    assert actions(run) == ["create"] * 6
    assert notes(run) == [("postal_code", "Read as 04109: German postal codes have five digits.")]

    runs.apply(run=run, by=jana)

    lotz, oeztuerk, holding, logistics, cafe, lines = (
        Company.objects.get(number=str(number)) for number in range(10001, 10007)
    )
    assert (lotz.name, lotz.street, lotz.postal_code) == ("Bäckerei Lotz GmbH & Co. KG", "Marktstraße 3", "01067")
    assert (lotz.type, lotz.manager, lotz.country.code) == (CompanyType.CUSTOMER, jana, "DE")
    assert lotz.invoice_settings.vat_id == "DE136695976"
    assert (oeztuerk.street, oeztuerk.type, oeztuerk.manager) == ("Königsallee 12a", CompanyType.PROSPECT, jana)
    assert (logistics.parent, logistics.parent_link) == (holding, "subsidiary")
    assert cafe.postal_code == "04109"
    assert lines.name == "Musterfirma mit Umbruch Niederlassung Süd"
    assert list(Company.objects.search("grossenw leip")) == [cafe]


def test_an_english_export_is_read_too(rheintal, jana):
    imported((EXAMPLES / "customers-english.csv").read_bytes(), by=jana)
    dental, smith, orthodontics = Company.objects.filter(number__startswith="C-").order_by("number")
    assert (dental.country.code, dental.postal_code, dental.address_addition) == ("GB", "BS1 4QA", "Suite 4")
    assert smith.name == "Smith, Wesson & Daughters Ltd"
    assert orthodontics.parent == dental


def test_each_record_is_an_event_through_the_door_of_imports(rheintal, jana):
    imported("Firma;Nummer\nA;1\nB;2\n", by=jana)
    events = Event.objects.filter(key="companies.company_created", door="import").order_by("id")
    assert [(event.subject_label, event.actor_id) for event in events] == [("A", jana.pk), ("B", jana.pk)]


def test_a_postal_code_that_cannot_be_one_keeps_the_line_out_and_says_so(rheintal, jana):
    run = check("Firma;PLZ;Ort;Telefon\nLotz GmbH;10;Ulm;keins\nOtt GmbH;89073;Ulm;0731 1234\n", by=jana)

    assert actions(run) == ["wrong", "create"]
    assert problems(run) == [
        ("phone", "Enter a phone number, such as +49 621 12345-0."),
        ("postal_code", "Postal codes look like this: 26133 (Germany)."),
    ]


def test_a_postal_code_is_read_by_the_country_of_the_company_that_is_known(rheintal, jana):
    vienna = new_company(jana, "Lotz GmbH", number="1", city="Wien", postal_code="1010", country="AT")
    new_company(jana, "Ott GmbH", number="2", city="Ulm", postal_code="10")

    run = imported("Nummer;PLZ;Ort\n1;1020;Wien\n2;10;Neu-Ulm\n", by=jana)

    vienna.refresh_from_db()
    assert (vienna.postal_code, notes(run), actions(run)) == ("1020", [], ["update", "update"])


def test_a_change_is_shown_field_by_field_and_the_rest_stays(rheintal, jana, petra):
    company = new_company(jana, "Lotz GmbH", number="1", city="Ulm", phone="0731 1")
    run = check("Nummer;Ort;Telefon;Betreuer\n1;Neu-Ulm;;Petra Kern\n", by=jana)
    row = run.rows.get()
    assert row.changes == {"city": ["Ulm", "Neu-Ulm"], "manager": [str(jana), str(petra)]}
    assert (row.matched_by, row.record_id) == ("number", company.pk)

    runs.apply(run=run, by=jana)

    company.refresh_from_db()
    assert (company.city, company.phone, company.manager, company.version) == ("Neu-Ulm", "0731 1", petra, 3)
    assert list(Company.objects.search("neu ulm")) == [company]
    keys = Event.objects.filter(company_id=company.pk, door="import").order_by("id").values_list("key", flat=True)
    assert list(keys) == ["companies.company_changed", "companies.manager_changed"]


def test_importing_twice_changes_nothing(seeded, jana):
    content = (EXAMPLES / "customers-excel-german.csv").read_bytes()
    imported(content, by=jana)
    assert actions(check(content, by=jana)) == ["same"] * 6


@pytest.mark.parametrize(
    ("line", "found_by"),
    [("7;Anders;Ulm;", "number"), (";Anders;Ulm;DE 136695976", "tax_id"), (";lotz gmbh;;", "name")],
)
def test_a_company_is_known_by_number_then_tax_id_then_name(seeded, jana, line, found_by):
    imported("Nummer;Firma;Ort;USt-IdNr.\n7;Lotz GmbH;Ulm;DE136695976\n", by=jana)
    row = check(f"Nummer;Firma;Ort;USt-IdNr.\n{line}\n", by=jana).rows.get()
    assert (row.matched_by, row.record_id) == (found_by, Company.objects.get(number="7").pk)


def test_the_same_name_elsewhere_or_under_another_number_is_another_company(rheintal, jana):
    new_company(jana, "Lotz GmbH", number="7", city="Ulm")
    run = check("Nummer;Firma;Ort\n;Lotz GmbH;Bonn\n8;Lotz GmbH;Ulm\n", by=jana)
    assert actions(run) == ["create", "create"]
    assert ("name", "There is a company with a similar name: Lotz GmbH.") in notes(run)


def test_two_companies_that_could_be_meant_are_wrong(rheintal, jana):
    new_company(jana, "Lotz", number="7")
    new_company(jana, "Lotz", number="7")
    assert problems(check("Nummer;Firma\n7;Lotz\n", by=jana)) == [("number", "Several companies could be meant.")]


@pytest.mark.parametrize(
    ("content", "field", "reason"),
    [
        ("Nummer;Firma\n1;\n", "name", "A new company needs a name."),
        (f"Firma\n{'x' * 101}\nok\n", "name", "Longer than 100 characters."),
        ("Firma;Typ\nA;Kumpel\n", "type", "“Kumpel” is not known here."),
        ("Firma;Land\nA;Atlantis\n", "country", "“Atlantis” is not known here."),
        ("Firma;Währung\nA;XXX\n", "currency", "“XXX” is not known here."),
        ("Firma;Betreuer\nA;Niemand\n", "manager", "No active member has this name."),
        ("Firma;Mutter\nA;Fehlt\n", "parent", "There is no company “Fehlt” that you may see."),
        ("Firma;Klassifizierung\nA;Gold\n", "classification", "“Gold” is not known here."),
        ("Firma;Telefon\nA;keins\n", "phone", "Enter a phone number, such as +49 621 12345-0."),
        ("Firma;Website\nA;kein web\n", "website", "Enter a web address, such as www.example.com."),
        ("Firma;Vertraulich\nA;vielleicht\n", "is_confidential", "“vielleicht” is not known here."),
        ("Firma;Nummer\nA;1\nB;1\n", "number", "Line 2 has the same number."),
        ("Firma;Ort\nA;Ulm\na;ulm\n", "name",
         "Line 2 has the same name and city. Add a company number here to tell them apart."),
    ],
)  # fmt: skip
def test_what_the_form_refuses_the_import_refuses_at_the_line(rheintal, jana, content, field, reason):
    assert problems(check(content, by=jana)) == [(field, reason)]


def test_tax_ids_are_checked_by_their_digits(rheintal, jana):
    [(field, reason)] = problems(check("Firma;USt-IdNr.\nA;DE136695977\n", by=jana))
    assert (field, "check digit" in reason) == ("tax_id", True)


def test_parents_come_first_wherever_they_stand_in_the_file(rheintal, jana):
    run = imported("Firma;Nummer;Mutter\nEnkel;3;2\nTochter;2;Holding\nHolding;1;\n", by=jana)
    assert list(run.rows.order_by("line").values_list("rank", flat=True)) == [2, 1, 0]
    grandchild = Company.objects.get(number="3")
    assert [each.name for each in grandchild.ancestors()] == ["Tochter", "Holding"]


def test_a_circle_within_the_file_is_wrong(rheintal, jana):
    run = check("Firma;Nummer;Mutter\nA;1;2\nB;2;1\nC;3;3\n", by=jana)
    assert {field for field, _reason in problems(run)} == {"parent"}
    assert actions(run) == ["wrong"] * 3


def test_a_known_company_moves_by_the_rules_of_families(rheintal, jana):
    holding = new_company(jana, "Holding", number="1")
    child = new_company(jana, "Kind", number="2")
    swiss = new_company(jana, "Schweiz AG", number="3", currency="CHF")
    run = imported("Nummer;Mutter;Art der Verbindung\n2;1;Filiale\n3;1;\n1;2;\n", by=jana)
    child.refresh_from_db()
    assert (child.parent, child.parent_link) == (holding, "branch")
    assert actions(run) == ["update", "wrong", "wrong"]
    assert "currency" in problems(run)[0][1]
    assert Company.objects.get(pk=swiss.pk).parent is None


def test_another_kind_of_link_to_the_same_parent_is_a_change(rheintal, jana):
    holding = new_company(jana, "Holding", number="1")
    child = new_company(jana, "Kind", number="2")
    child.place_under(parent=holding, link=ParentLink.BRANCH, by=jana)

    run = imported("Nummer;Mutter;Art der Verbindung\n2;1;Franchisenehmer\n", by=jana)

    child.refresh_from_db()
    assert (child.parent, child.parent_link) == (holding, "franchise")
    assert run.rows.get().changes == {"parent_link": ["branch", "franchise"]}
    undone(run, jana)
    child.refresh_from_db()
    assert (child.parent, child.parent_link) == (holding, "branch")


def test_a_kind_of_link_that_was_changed_since_stays(rheintal, jana):
    holding = new_company(jana, "Holding", number="1")
    child = new_company(jana, "Kind", number="2")
    child.place_under(parent=holding, link=ParentLink.BRANCH, by=jana)
    run = imported("Nummer;Mutter;Art der Verbindung\n2;1;Franchisenehmer\n", by=jana)
    child.place_under(parent=holding, link=ParentLink.SUBSIDIARY, by=jana)

    row = undone(run, jana).rows.get()

    child.refresh_from_db()
    assert (row.undo, child.parent_link) == (Undo.STAYS, "subsidiary")


def test_a_file_that_says_no_kind_of_link_leaves_the_present_one(rheintal, jana):
    holding = new_company(jana, "Holding", number="1")
    child = new_company(jana, "Kind", number="2")
    child.place_under(parent=holding, link=ParentLink.BRANCH, by=jana)

    assert actions(check("Nummer;Mutter\n2;1\n", by=jana)) == ["same"]


def test_a_company_that_one_may_not_see_reads_like_none(rheintal, jana, alice):
    hidden = new_company(alice, "Geheim AG", number="77", is_confidential=True)
    run = check("Firma;Nummer\nGeheim AG;77\n", by=jana)
    assert actions(run) == ["create"]
    assert not notes(run), "nor is it named as a likely duplicate"
    run = check("Firma;Nummer;Mutter\nA;1;77\nB;2;Geheim AG\nC;3;Gibtsnicht\n", by=jana)
    assert actions(run) == ["wrong"] * 3
    words = {reason.replace("77", "X").replace("Geheim AG", "X").replace("Gibtsnicht", "X")
             for _field, reason in problems(run)}  # fmt: skip
    assert words == {"There is no company “X” that you may see."}
    assert str(hidden.pk) not in str(list(run.rows.values()))


def test_an_alias_is_no_company_that_a_line_could_mean(rheintal, jana):
    remains, alias, last = (new_company(jana, "Lotz", number=number) for number in ("1", "2", "3"))
    merge_companies(absorbed=alias, survivor=remains, by=jana)
    merge_companies(absorbed=remains, survivor=last, by=jana)

    run = check("Firma;Nummer;Ort;Mutter\nLotz;;Weil am Rhein;\nLotz;2;;\nTochter;4;;2\n", by=jana)

    assert actions(run) == ["same", "wrong", "create"]
    assert problems(run) == [
        ("number", "This record was merged into another one. Its page links to that record: continue there.")
    ]
    assert run.rows.order_by("line")[0].record_id == last.pk
    runs.apply(run=run, by=jana)
    assert Company.objects.get(number="4").parent == last


def test_nobody_imports_himself_out_of_sight(rheintal, jana, alice):
    new_company(alice, "Offen AG", number="1")
    run = check("Nummer;Vertraulich\n1;ja\n", by=jana)
    assert problems(run)[0][0] == "is_confidential"


def test_technicians_may_not_import_companies(rheintal, tom):
    with pytest.raises(NotAllowed):
        check("Firma\nA\n", by=tom)


def test_a_mapping_is_remembered_for_the_same_headers_in_any_order(rheintal, jana, alice):
    run = check("Alpha;Beta;Gamma\nLotz;1;Ulm\n", by=jana)
    assert actions(run) == ["wrong"]
    runs.remap(run=run, layout="", mapping={"name": "Alpha", "city": "Gamma"}, groups=[], by=jana)
    again = check("gamma;ALPHA;beta\nUlm;Lotz;1\n", by=alice)
    assert (again.is_remembered, again.mapping) == (True, {"name": "ALPHA", "city": "gamma"})
    assert actions(again) == ["create"]


@pytest.mark.parametrize("count", [2, 120])
def test_more_lines_ask_no_more(seeded, jana, count):
    content = "Nummer;Firma;Ort;Betreuer\n" + "".join(f"N{n};Firma {n};Ort {n};Jana Roth\n" for n in range(count))
    run = check(content, by=jana)
    with at_most(45):
        runs.apply(run=run, by=jana)
    changed = check(content.replace("Ort ", "Stadt "), by=jana)
    with at_most(45):
        runs.apply(run=changed, by=jana)


def test_a_new_branch_asks_no_more_than_many_do(seeded, jana, weinhold):
    start_onboarding(company=weinhold, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)
    new_company(jana, "Mutter GmbH", number="M")
    content = "Nummer;Firma;Mutter\n" + "".join(f"N{n};Zweig {n};M\n" for n in range(30))
    run = check(content, by=jana)
    with at_most(45):
        runs.apply(run=run, by=jana)
    assert Company.objects.filter(parent__number="M").count() == 30


@pytest.mark.parametrize("count", [3, 30])
def test_new_branches_of_many_companies_ask_no_more_than_those_of_one(seeded, jana, count):
    for each in range(count):
        new_company(jana, f"Mutter {each}", number=f"M{each}")
    content = "Nummer;Firma;Mutter\n" + "".join(f"N{n};Zweig {n};M{n}\n" for n in range(count))
    with at_most(30):
        run = check(content, by=jana)
    with at_most(40):
        runs.apply(run=run, by=jana)
    assert Company.objects.filter(parent__number__startswith="M").count() == count


@pytest.mark.parametrize("count", [3, 30])
def test_the_family_of_new_branches_is_verified_once(seeded, jana, weinhold, count):
    start_onboarding(company=weinhold, service_model="managed", go_live_on=date(2030, 1, 31), by=jana)
    content = "Nummer;Firma;Mutter\n" + "".join(f"N{n};Zweig {n};{weinhold.name}\n" for n in range(count))
    run = check(content, by=jana)
    with at_most(40):
        runs.apply(run=run, by=jana)
    assert Company.objects.filter(parent=weinhold).count() == count
