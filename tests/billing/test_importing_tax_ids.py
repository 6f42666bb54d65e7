"""Tax ids in files about companies: they belong to the invoice settings, and a billing admin reviews those."""

from functools import partial

import pytest

from billing.models import InvoiceSettings
from companies.importing.company import KIND
from companies.models import Company
from events.models import Event
from imports import runs
from imports.models import Undo
from tenants.roles import CAPABILITIES, Capability, Role
from tests.billing.conftest import review_state
from tests.cast import new_company, new_member
from tests.support import imports
from tests.support.imports import actions, notes, undone
from tests.support.queries import at_most

check, imported = partial(imports.check, KIND), partial(imports.imported, KIND)
OLD, NEW = "DE136695976", "DE129273398"


def settings_of(number: str) -> InvoiceSettings:
    return InvoiceSettings.objects.get(company__number=number)


@pytest.fixture
def lotz(seeded, jana) -> Company:
    company = new_company(jana, "Bäckerei Lotz GmbH", number="7")
    InvoiceSettings.objects.for_company(company).enter_tax_id(OLD, by=jana)
    return company


def test_another_tax_id_is_a_change_shown_before_it_is_done(lotz, jana):
    run = check(f"Nummer;USt-IdNr.\n7;{NEW[:2]} {NEW[2:]}\n", by=jana)
    assert run.rows.get().changes == {"vat_id": [OLD, NEW]}
    before = settings_of("7").version

    runs.apply(run=run, by=jana)

    settings = settings_of("7")
    assert (settings.vat_id, settings.version, settings.updated_by) == (NEW, before + 1, jana)
    assert settings.entered_by_ids == [jana.pk]
    assert (list(Company.objects.search(NEW)), list(Company.objects.search(OLD))) == ([lotz], [])
    event = Event.objects.filter(key="billing.settings_changed", door="import").get()
    assert (event.company_id, event.changes) == (lotz.pk, {"vat_id": [OLD, NEW]})


def test_the_same_tax_id_in_another_spelling_changes_nothing(lotz, jana):
    assert actions(check("Nummer;USt-IdNr.\n7;de 136 695 976\n", by=jana)) == ["same"]


def test_a_tax_number_stands_beside_the_vat_id(lotz, jana):
    imported("Nummer;Steuernummer\n7;29/815/08150\n", by=jana)
    settings = settings_of("7")
    assert (settings.vat_id, settings.tax_number) == (OLD, "29/815/08150")


def test_a_new_company_and_one_without_invoice_settings_get_theirs(lotz, jana):
    new_company(jana, "Nord AG", number="8")
    imported(f"Nummer;Firma;USt-IdNr.\n8;Nord AG;{NEW}\n9;Süd AG;{OLD}\n", by=jana)
    assert (settings_of("8").vat_id, settings_of("9").vat_id) == (NEW, OLD)
    assert [company.number for company in Company.objects.search(NEW)] == ["8"]


def test_whoever_has_the_same_tax_id_is_named_to_who_sees_them(lotz, geheim, rheintal, jana):
    new_company(jana, "Nord AG", number="8")
    InvoiceSettings.objects.for_company(geheim).enter_tax_id(NEW, by=jana)
    other_manager = new_member(rheintal, "Bernd Holz", Role.ACCOUNT_MANAGER, email="bernd@rheintal.example")
    run = check(f"Nummer;USt-IdNr.\n8;{OLD}\n7;{NEW}\n", by=other_manager)
    assert notes(run) == [("tax_id", f"There is another company with this tax id: {lotz.name}.")]


def test_signed_invoice_settings_have_to_be_reviewed_again(ready, weinhold, petra, jana):
    ready.sign(by=petra)
    Company.objects.filter(pk=weinhold.pk).update(number="W1")
    run = check(f"Nummer;USt-IdNr.\nW1;{NEW}\n", by=jana)
    words = "The invoice settings are signed. With another tax id a billing admin has to review them again."
    assert notes(run) == [("tax_id", words)]

    runs.apply(run=run, by=jana)
    assert (review_state(weinhold), settings_of("W1").last_known_state) == ("stale", "stale")

    undone(run, jana)
    assert (review_state(weinhold), settings_of("W1").last_known_state) == ("signed", "signed")


def test_undoing_puts_back_what_still_is_what_the_import_wrote(lotz, jana):
    new_company(jana, "Nord AG", number="8", city="Kiel")
    new_company(jana, "Süd AG", number="9")
    run = imported(f"Nummer;Ort;USt-IdNr.\n7;;{NEW}\n8;Bonn;{NEW}\n9;;{NEW}\n", by=jana)
    settings_of("9").enter_tax_id(OLD, by=jana)

    run = undone(run, jana)

    assert [settings_of(number).vat_id for number in "789"] == [OLD, "", OLD]
    assert Company.objects.get(number="8").city == "Kiel"
    assert list(Company.objects.search(NEW)) == []
    outcomes = run.rows.order_by("line").values_list("undo", flat=True)
    assert list(outcomes) == [Undo.PUT_BACK, Undo.PUT_BACK, Undo.STAYS]


def test_who_may_not_edit_invoice_settings_is_told_that_it_is_left_out(lotz, jana, monkeypatch):
    monkeypatch.setitem(CAPABILITIES, Capability.EDIT_INVOICE_SETTINGS, frozenset({Role.BILLING_ADMIN}))
    run = imported(f"Nummer;Firma;USt-IdNr.\n7;;{NEW}\n8;Nord AG;{NEW}\n", by=jana)
    words = "Left out: it belongs to the invoice settings, which you may not edit."
    assert notes(run) == [("tax_id", words)] * 2
    assert settings_of("7").vat_id == OLD
    assert not InvoiceSettings.objects.filter(vat_id=NEW).exists()


@pytest.mark.parametrize("count", [2, 60])
def test_more_tax_ids_ask_no_more(seeded, jana, count):
    lines = [f"N{n};Firma {n};1{n:03}/815/08150" for n in range(count)]
    run = check("\n".join(["Nummer;Firma;Steuernummer", *lines]), by=jana)
    with at_most(45):
        runs.apply(run=run, by=jana)
    changed = check("\n".join(["Nummer;Firma;Steuernummer", *lines]).replace("/08150", "/08151"), by=jana)
    with at_most(45):
        runs.apply(run=changed, by=jana)
    assert InvoiceSettings.objects.filter(tax_number__endswith="/08151").count() == count
