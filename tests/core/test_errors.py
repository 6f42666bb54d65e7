"""Several rules that say no at once."""

import pytest

from core.errors import DomainError, NotAllowed, ask_all, refuse

PHONE = DomainError("phone_invalid", "Enter a phone number.", field="phone")
WEBSITE = DomainError("website_invalid", "Enter a web address.", field="website")


def saying(error):
    def rule():
        raise error

    return rule


def test_all_that_is_refused_is_said_at_once():
    with pytest.raises(DomainError) as refusal:
        ask_all(saying(PHONE), lambda: None, saying(WEBSITE))

    assert refusal.value.each == [PHONE, WEBSITE]
    assert (refusal.value.code, refusal.value.field) == ("invalid", None)
    assert str(refusal.value.message) == "Enter a phone number. Enter a web address."


def test_one_refusal_stays_as_it_is():
    with pytest.raises(DomainError) as refusal:
        ask_all(lambda: None, saying(WEBSITE))

    assert refusal.value is WEBSITE
    assert refusal.value.each == [WEBSITE]


def test_rules_that_ask_several_rules_are_said_one_by_one():
    fax = DomainError("phone_invalid", "Enter a phone number.", field="fax")

    with pytest.raises(DomainError) as refusal:
        ask_all(lambda: refuse([PHONE, fax]), saying(WEBSITE))

    assert [each.field for each in refusal.value.each] == ["phone", "fax", "website"]


def test_where_nothing_is_wrong_nothing_is_refused():
    ask_all()
    refuse([])


def test_what_one_may_not_do_is_said_alone():
    with pytest.raises(NotAllowed):
        ask_all(saying(PHONE), saying(NotAllowed("staff_only", "Staff only.")))
