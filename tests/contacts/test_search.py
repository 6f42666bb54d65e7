"""The words that find contacts, and through them their company, when many of them change at once."""

import pytest

from companies.models import Company
from companies.models.search import SearchTerm
from contacts.many import change_contacts, remove_contacts
from tests.cast import new_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(weinhold) -> list:
    return [new_contact(weinhold, "A", f"B{number}", email=f"b{number}@weinhold.example") for number in range(3)]


def found(text: str) -> bool:
    return Company.objects.search(text).exists()


def words_of_contacts(company) -> dict[str, int]:
    return dict(SearchTerm.objects.filter(company=company, source=SearchTerm.CONTACTS).values_list("term", "pk"))


def test_contacts_taken_back_find_their_company_no_longer_and_words_that_stay_are_not_written_anew(
    people, weinhold, jana
):
    before = words_of_contacts(weinhold)

    remove_contacts(contacts=people[1:], by=jana)

    after = words_of_contacts(weinhold)
    assert (found("b0@weinhold.example"), found("b1@weinhold.example")) == (True, False)
    assert after.items() < before.items()


def test_another_address_finds_the_company_and_the_old_one_no_longer_does(people, weinhold, jana):
    change_contacts(values={people[0]: {"email": "neu@weinhold.example"}}, by=jana)

    assert (found("neu@weinhold.example"), found("b0@weinhold.example")) == (True, False)
    assert found("b2@weinhold.example")
