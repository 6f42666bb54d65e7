"""Widgets that more than one package draws."""

import pytest
from bs4 import BeautifulSoup
from django import forms

from companies.models import Company
from core.widgets import NarrowedSelect
from tests.cast import new_company


class Choice(forms.Form):
    company = forms.ModelChoiceField(
        queryset=Company.objects.order_by("name"), required=False, empty_label="none",
        widget=NarrowedSelect(by="manager", belongs_to=lambda company: company.manager_id),
    )  # fmt: skip


@pytest.fixture
def companies(jana, tom):
    return new_company(jana, "Berg AG"), new_company(tom, "Meer AG")


def drawn(form):
    return BeautifulSoup(str(form["company"]), "html.parser").select_one("select")


def test_each_option_says_where_it_belongs_and_the_empty_one_belongs_everywhere(companies, jana, tom):
    select = drawn(Choice())

    belongs = {each.get_text(): each.get("data-ui-belongs-to") for each in select.select("option")}
    assert select["data-ui-narrowed-by"] == "manager"
    assert belongs == {"none": None, "Berg AG": str(jana.pk), "Meer AG": str(tom.pk)}


def test_what_was_chosen_stays_chosen(companies):
    meer = companies[1]

    select = drawn(Choice({"company": str(meer.pk)}))

    assert [each.get_text() for each in select.select("option[selected]")] == ["Meer AG"]
