"""The digits of a number that the database works out are those that a list asks for."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies.reach import phone_key
from contacts.models import Contact

WRITTEN = st.text(st.sampled_from("0123456789 +-/().") | st.characters(categories=["L", "Nd"]), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=WRITTEN)
def test_both_are_the_same(miriam, number):
    Contact.objects.filter(pk=miriam.pk).update(phone=number, mobile=number, alternate_phone=number)

    miriam.refresh_from_db()

    stored = {miriam.phone_key or "", miriam.mobile_key or "", miriam.alternate_phone_key or ""}
    assert stored == {phone_key(number)}
