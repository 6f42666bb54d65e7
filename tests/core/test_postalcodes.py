"""Postal codes of the countries that an MSP's customers are in."""

import pytest
from django.utils.translation import override
from django_countries import countries
from hypothesis import given
from hypothesis import strategies as st

from core.postalcodes import postal_code_problem


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("DE", "01067"), ("DE", "D-68159"), ("AT", "1010"), ("CH", "8001"), ("CH", "CH-8001"), ("LI", "9490"),
        ("NL", "1012 AB"), ("NL", "1012ab"), ("FR", "75001"), ("LU", "L-1009"), ("BE", "1000"), ("IT", "39100"),
        ("GB", "BS1 4QA"), ("US", "22162-1010"), ("PL", "00-950"), ("CZ", "110 00"), ("DK", "2100"),
    ],
)  # fmt: skip
def test_a_code_of_its_country_can_be_right(country, code):
    assert postal_code_problem(code, country=country) == ""


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("DE", "10"), ("DE", "6815"), ("DE", "681590"), ("DE", "6815O"), ("AT", "79576"), ("CH", "79576"),
        ("LI", "8001"), ("NL", "1012"), ("FR", "7500"), ("GB", "12345"), ("DE", "AT-1010"),
    ],
)  # fmt: skip
def test_a_code_of_another_form_cannot(country, code):
    assert postal_code_problem(code, country=country)


def test_what_is_wrong_is_said_with_an_example_in_both_languages():
    with override("en"):
        assert postal_code_problem("10", country="AT") == "Postal codes look like this: 1010 (Austria)."
    with override("de"):
        assert postal_code_problem("10", country="AT") == "Postleitzahlen sehen so aus: 1010 (Österreich)."


@pytest.mark.parametrize("country", ["AE", "HK", "", "ZZ"])
def test_where_no_form_is_known_every_code_is_taken(country):
    assert postal_code_problem("anything", country=country) == ""


def test_an_empty_code_is_missing_and_not_wrong():
    assert postal_code_problem("", country="DE") == ""


@given(code=st.text(max_size=12), country=st.sampled_from([code for code, _name in countries]))
def test_whatever_is_typed_is_answered(code, country):
    postal_code_problem(code, country=country)
