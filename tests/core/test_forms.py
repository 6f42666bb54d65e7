"""Nothing typed is lost: refusals reach their field, and two edits meet in the open."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from companies.models import Company
from core.errors import DomainError, NotAllowed
from core.forms import DomainForm, EditForm, MoneyField, normalise
from core.http import render_form, see_other
from core.money import LARGEST
from tests.cast import new_company


class CompanyForm(EditForm):
    class Meta:
        model = Company
        fields = ["name", "city", "type", "is_confidential", "manager"]


class Note(DomainForm):
    note = forms.CharField(max_length=20)
    due_on = forms.DateField(required=False)
    many = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, choices=[("a", "A")], help_text="Some"
    )


@pytest.fixture
def company(jana):
    return new_company(jana, "Weinhold", city="Mainz")


def typed(company, **changes) -> dict:
    values = {"name": company.name, "city": company.city, "type": company.type, "manager": company.manager_id}
    return {**values, "version": company.version, **changes}


def rename(company, form):
    company.name, company.city = form.values["name"], form.values["city"]
    company.save_edit(["name", "city"], seen=form.seen)


def html(form) -> BeautifulSoup:
    source = "{% form_errors form %}{% form_fields form %}"
    return BeautifulSoup(engines["django"].from_string(source).render({"form": form}), "html.parser")


def test_a_verb_that_goes_through_leaves_its_result(company):
    form = CompanyForm(typed(company, name="  Weinhold \u200b  SE "), instance=company)
    assert form.is_valid()
    assert form.apply(lambda: rename(company, form)) is True
    assert Company.objects.get().name == "Weinhold SE"


def test_the_form_leaves_the_record_as_it_is_for_the_verb_to_compare(company):
    form = CompanyForm(typed(company, name="Other"), instance=company)
    assert form.is_valid()
    assert company.name == "Weinhold"


def test_the_second_editor_is_told_and_keeps_what_was_typed(company):
    second = CompanyForm(typed(company, name="Mine", city="Worms"), instance=company)
    company.name = "Theirs"
    company.save_edit(["name"], seen=company.version)
    stale = Company.objects.get()
    assert second.is_valid()
    assert second.apply(lambda: rename(stale, second)) is False
    assert second.status == 409
    page = html(second)
    assert page.find("input", {"name": "name"})["value"] == "Mine"
    assert page.find("input", {"name": "city"})["value"] == "Worms"
    assert page.find("input", {"name": "version"})["value"] == "2"
    assert [cell.text for cell in page.select(".conflict tbody tr:first-child > *")][1:] == ["Theirs", "Mine"]
    assert Company.objects.get().name == "Theirs"


def test_saving_a_second_time_decides_for_yours(company):
    company.save_edit(["name"], seen=1)
    first = CompanyForm(typed(company, name="Mine", version=1), instance=company)
    assert first.is_valid() and not first.apply(lambda: rename(company, first))
    again = CompanyForm(first.data, instance=Company.objects.get())
    assert again.is_valid() and again.apply(lambda: rename(company, again))
    assert Company.objects.get().name == "Mine"


def test_a_conflict_shows_words_and_not_keys(company):
    company.is_confidential = True
    company.save_edit(["is_confidential"], seen=1)
    form = CompanyForm(typed(company, version=1, type="vendor"), instance=company)
    assert form.is_valid() and not form.apply(lambda: rename(company, form))
    with translation.override("en"):
        assert {(each.theirs, each.yours) for each in form.conflict.differences} == {
            ("Customer", "Vendor"),
            ("Yes", "No"),
        }


def test_a_new_record_has_no_version(rheintal):
    assert "version" not in CompanyForm().fields


def test_a_lost_version_is_an_error_and_not_a_blind_write(company):
    data = typed(company)
    del data["version"]
    assert "version" in CompanyForm(data, instance=company).errors


@pytest.mark.django_db
def test_a_refusal_stands_at_its_field_and_undoes_what_was_written(company):
    def verb():
        Company.objects.update(city="Bonn")
        raise DomainError("too_late", "It is too late.", field="note")

    form = Note({"note": "Hello"})
    assert form.is_valid() and not form.apply(verb)
    assert form.errors["note"] == ["It is too late."]
    assert form.status == 422
    assert Company.objects.get().city == "Mainz"
    assert html(form).find("input", {"name": "note"})["value"] == "Hello"


@pytest.mark.django_db
def test_a_refusal_without_a_field_stands_above_the_form():
    form = Note({"note": "Hello"})

    def verb():
        raise DomainError("no", "Not in this state.", field="unknown")

    assert form.is_valid() and not form.apply(verb)
    assert "Not in this state." in html(form).select_one(".form-errors").text


@pytest.mark.django_db
def test_what_one_may_not_do_is_no_matter_of_the_form():
    form = Note({"note": "Hello"})

    def verb():
        raise NotAllowed("no", "You may not.")

    assert form.is_valid()
    with pytest.raises(NotAllowed):
        form.apply(verb)


def test_every_field_has_a_label_and_its_notes_are_announced():
    page = html(Note({"note": "x" * 30, "many": "q"}))
    assert page.find("label", {"for": "id_note"})
    assert page.find(id="id_note")["aria-describedby"] == "id_note_error"
    assert page.find(id="id_note_error")
    group = page.find("fieldset")
    assert group.legend
    assert all(page.find(id=each) for each in group["aria-describedby"].split())
    assert page.select_one(".form-errors a[href='#id_note']")
    assert page.find(id="id_due_on")["type"] == "date"


def test_dates_keep_their_value_in_german():
    with translation.override("de"):
        assert html(Note({"note": "x", "due_on": "2026-12-01"})).find(id="id_due_on")["value"] == "2026-12-01"


@pytest.mark.parametrize(
    ("language", "text", "cents"),
    [
        ("de", "1.234,50", 123450),
        ("de", "12", 1200),
        ("de", "12,5 €", 1250),
        ("en", "1,234.50", 123450),
        ("en", "0", 0),
    ],
)
def test_an_amount_is_read_as_the_reader_writes_it(language, text, cents):
    with translation.override(language):
        assert MoneyField().clean(text) == cents


@pytest.mark.parametrize("text", ["12,345", "zwölf", "1.2.3", "-1", "1e5", "NaN", "Infinity", "9" * 40])
def test_what_is_no_amount_is_refused(text):
    with translation.override("de"), pytest.raises(forms.ValidationError):
        MoneyField().clean(text)


@pytest.mark.parametrize("text", ["20.000.000,01", "-20.000.000,01", "9" * 40])
def test_a_price_that_no_column_holds_is_refused_with_the_largest(text):
    with translation.override("de"), pytest.raises(forms.ValidationError, match=r"20\.000\.000"):
        MoneyField(allow_negative=True).clean(text)


def test_an_amount_may_be_larger_where_its_field_says_so():
    with translation.override("de"):
        assert MoneyField(largest=LARGEST).clean("250.000.000,00") == 25_000_000_000


def test_an_amount_is_shown_as_it_may_be_typed():
    with translation.override("de"):
        field = MoneyField()
        assert field.clean(field.prepare_value(123450)) == 123450


def test_a_line_is_stored_composed_and_without_what_nobody_sees():
    assert normalise(" Mu\u0308ller\u200b \t GmbH\x00 ") == "Müller GmbH"


def test_a_page_answers_with_the_state_of_its_form(rheintal):
    request = RequestFactory().get("/")
    template, good, bad = "components/form_errors.html", Note(), Note({})
    assert render_form(request, template, {"form": good}, good).status_code == 200
    assert render_form(request, template, {"form": bad}, [good, bad]).status_code == 422


def test_after_a_verb_one_is_sent_on_by_303():
    assert see_other("/x/").status_code == 303


def test_an_empty_choice_is_said_in_words(company):
    with translation.override("en"):
        page = html(CompanyForm())
        assert page.find(id="id_manager").option.text == "Please choose"
    assert "-----" not in str(page)
