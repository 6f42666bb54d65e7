"""Numbers with check digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identifiers import check_iban, check_leitweg_id, check_tax_number, check_vat_id


@pytest.mark.parametrize(
    ("typed", "stored", "country"),
    [
        ("DE 136 695 976", "DE136695976", "DE"),
        ("de136695976", "DE136695976", "DE"),
        ("ATU13585627", "ATU13585627", "AT"),
        ("CHE-107.787.577 MWST", "CHE107787577MWST", "CH"),
        ("CHE-107.787.577", "CHE107787577MWST", "CH"),
        ("FR40303265045", "FR40303265045", "FR"),
        ("IT00743110157", "IT00743110157", "IT"),
        ("NL004495445B01", "NL004495445B01", "NL"),
        ("EL094259216", "EL094259216", "GR"),
        ("GB980780684", "GB980780684", "GB"),
        ("LU15027442", "LU15027442", "LU"),
        ("PL8567346215", "PL8567346215", "PL"),
    ],
)
def test_a_right_vat_id_is_stored_without_blanks(typed, stored, country):
    checked = check_vat_id(typed)

    assert checked.is_valid, checked.problem
    assert (checked.value, checked.country) == (stored, country)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("DE136695977", "check digit"),
        ("DE13669597", "number of characters"),
        ("ATU1358562X", "another form"),
        ("136695976", "begins with its country"),
        ("", "begins with its country"),
        ("CHE107787578", "check digit"),
    ],
)
def test_a_wrong_vat_id_says_what_is_wrong(typed, says):
    assert says in str(check_vat_id(typed).problem)


def test_a_country_without_rules_is_taken_as_it_is():
    assert check_vat_id("LI12345").is_valid


@given(st.text(max_size=30))
def test_whatever_is_typed_is_answered(text):
    for check in (check_vat_id, check_leitweg_id, check_tax_number, check_iban):
        check(text)


@pytest.mark.parametrize("value", ["04011000-12345-03", "991-01484-64", "992-90009-96"])
def test_a_right_leitweg_id(value):
    assert check_leitweg_id(value).is_valid


@pytest.mark.parametrize(
    "value", ["04011000-12345-04", "0401100-12345-03", "04011000 12345 03", "55-12345-03", "x", ""]
)
def test_a_wrong_leitweg_id(value):
    assert not check_leitweg_id(value).is_valid


@pytest.mark.parametrize("position", range(17))
def test_one_mistyped_digit_of_a_leitweg_id_is_noticed(position):
    right = "04011000-12345-03"
    if right[position] == "-":
        return
    wrong = right[:position] + str((int(right[position]) + 1) % 10) + right[position + 1 :]

    assert not check_leitweg_id(wrong).is_valid


@pytest.mark.parametrize(
    ("value", "is_valid"), [("29/815/08150", True), ("2181508150", True), ("123", False), ("ab", False)]
)
def test_a_german_tax_number_is_taken_leniently(value, is_valid):
    assert check_tax_number(value).is_valid == is_valid


@pytest.mark.parametrize(
    ("value", "is_valid"),
    [
        ("DE89 3704 0044 0532 0130 00", True),
        ("DE88370400440532013000", False),
        ("CH9300762011623852957", True),
        ("x", False),
    ],
)
def test_an_iban_is_checked(value, is_valid):
    assert check_iban(value).is_valid == is_valid
