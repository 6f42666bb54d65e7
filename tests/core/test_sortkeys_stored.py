"""The sort key that the database works out is the one that is worked out on saving."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.models import Company
from core.sortkeys import sort_key

PLAIN = st.characters(codec="ascii", categories=["L", "Nd", "Pd", "Po", "Zs"])
LATIN = st.text(PLAIN | st.characters(min_codepoint=0xC0, max_codepoint=0x17F, categories=["L"]), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(city=LATIN)
def test_for_latin_letters_both_are_the_same(weinhold, city):
    Company.objects.filter(pk=weinhold.pk).update(city=city.strip())

    weinhold.refresh_from_db()

    assert (weinhold.sort_city or "") == sort_key(city.strip())
