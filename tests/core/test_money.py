"""Amounts as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import LARGEST, parse_cents

CENTS = st.integers(0, LARGEST)


def grouped(cents: int, group: str, decimal: str) -> str:
    return f"{cents // 100:,}".replace(",", group) + f"{decimal}{cents % 100:02d}"


@given(
    CENTS,
    st.sampled_from([(".", ","), (",", "."), ("'", "."), (" ", ","), ("", ","), ("", ".")]),
    st.sampled_from(".,"),
)
def test_two_decimals_are_understood_in_every_notation_whoever_reads(cents, signs, reader):
    assert parse_cents(grouped(cents, *signs), decimal=reader) == cents
    assert parse_cents("-" + grouped(cents, *signs), decimal=reader) == -cents
    assert parse_cents(grouped(cents, *signs) + " €", decimal=reader) == cents


@given(st.text(max_size=20), st.sampled_from(".,"))
def test_anything_else_is_refused_and_never_guessed(text, reader):
    try:
        assert isinstance(parse_cents(text, decimal=reader), int)
    except ValueError:
        pass


@pytest.mark.parametrize(
    ("text", "reader", "cents"),
    [("1.234", ",", 123400), ("1,234", ".", 123400), ("1.234.567", ".", 123456700), ("0,5", ".", 50), ("7", ".", 700)],
)
def test_one_sign_before_three_digits_groups_when_it_is_not_the_reader_s_decimal_sign(text, reader, cents):
    assert parse_cents(text, decimal=reader) == cents


@pytest.mark.parametrize(
    ("text", "reader"),
    [("1,234", ","), ("1.234", "."), ("0.123", ","), ("1.23.4", ","), ("1.234,567", ","), (",5", ","), ("1e5", "."),
     ("", "."), ("٣", "."), ("9" * 30, ".")],
)  # fmt: skip
def test_what_could_mean_two_things_is_refused(text, reader):
    with pytest.raises(ValueError, match="amount"):
        parse_cents(text, decimal=reader)
