"""What is taken for the id of a record."""

import pytest

from core.ids import LARGEST_ID, LONGEST, is_id


@pytest.mark.parametrize("text", ["1", "007", 17, "9" * LONGEST])
def test_figures_are_an_id(text):
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "-1", "1.0", " 1", "²", "٣", "x", None, str(LARGEST_ID), "9" * 30])
def test_what_else_is_sent_is_none(text):
    assert not is_id(text)
