"""Bars are as long as their numbers."""

from hypothesis import given
from hypothesis import strategies as st

from core.charts import FULL, bars


@given(numbers=st.lists(st.integers(-1000, 10**12)))
def test_a_bar_is_as_long_as_its_number_to_the_largest(numbers):
    drawn = bars((f"n{position}", number, str(number)) for position, number in enumerate(numbers))

    largest = max([*numbers, 0])
    assert [bar.words for bar in drawn] == [str(number) for number in numbers]
    assert all(0 <= bar.width <= FULL for bar in drawn)
    assert all((bar.width == FULL) >= (number == largest > 0) for bar, number in zip(drawn, numbers, strict=True))
    assert [bar.width for bar in sorted(drawn, key=lambda bar: int(bar.words))] == sorted(bar.width for bar in drawn)


def test_nothing_at_all_is_drawn_as_nothing():
    assert [bar.width for bar in bars([("a", 0, "0"), ("b", -3, "-3")])] == [0, 0]
