"""Numbers as people read them, and what is not counted any further."""

import pytest
from django.utils.translation import override

from core.counting import up_to


@pytest.mark.parametrize(
    ("language", "cap", "counted", "read"),
    [
        ("en", 99, 0, "0"), ("en", 99, 99, "99"), ("en", 99, 100, "99+"), ("en", 1000, 1000, "1,000"),
        ("en", 1000, 1001, "1,000+"), ("de", 1000, 1001, "1.000+"),
    ],
)  # fmt: skip
def test_beyond_the_cap_it_says_that_there_are_more(language, cap, counted, read):
    with override(language):
        assert up_to(cap, counted) == read
