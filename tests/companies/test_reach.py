"""Phone numbers, web addresses, and names as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.names import name_key, tax_key
from companies.reach import check_phones, check_website, domain_of, domain_of_email, phone_key
from core.errors import DomainError


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.weinhold.de/kontakt?x=1", "weinhold.de"),
        ("WWW.Weinhold.DE", "weinhold.de"),
        ("weinhold.de:8080/pfad", "weinhold.de"),
        ("shop.weinhold.co.uk", "shop.weinhold.co.uk"),
        ("bäckerei-lotz.de", "xn--bckerei-lotz-gcb.de"),
        ("https://weinhold.de.", "weinhold.de"),
        ("Weinhold", ""),
        ("javascript:alert(1)", ""),
        ("post@weinhold.de", ""),
        ("http://[::1", ""),
        ("http://-.de", ""),
        ("10.0.0.1", ""),
        ("", ""),
    ],
)
def test_a_web_address_has_a_domain_or_none(text, domain):
    assert domain_of(text) == domain


@given(st.text(max_size=300))
def test_any_text_has_a_domain_that_has_itself_or_none(text):
    domain = domain_of(text)
    assert domain_of(domain) == domain


@pytest.mark.parametrize(
    "number", ["+49 621 123-0", "0049 621 1230", "+49 (0)621 / 123 0", "49 (621) 12 30", "+49 621 123 - 0 Zentrale"]
)
def test_a_number_has_one_key_however_it_is_written(number):
    assert phone_key(number) == "496211230"


def test_a_number_without_its_country_keeps_the_zero_before_it():
    assert phone_key("(0621) 123-0") == "06211230"


def test_an_address_of_a_free_mail_service_tells_no_company():
    assert domain_of_email("Miriam@Weinhold.de") == "weinhold.de"
    assert domain_of_email("miriam@gmx.de") == domain_of_email("kein Konto") == ""


def test_a_number_is_anything_that_can_be_dialled():
    check_phones({"phone": "+49 (621) 123-45 App. 7, Frau Haas", "fax": ""}, names=("phone", "fax"))

    with pytest.raises(DomainError) as refusal:
        check_phones({"phone": "+49 621 1", "fax": "keins"}, names=("phone", "fax"))
    assert (refusal.value.code, refusal.value.field) == ("phone_invalid", "fax")


def test_a_web_address_without_a_domain_is_refused():
    with pytest.raises(DomainError) as refusal:
        check_website({"website": "unsere Seite"})
    assert refusal.value.field == "website"


def test_a_name_is_compared_without_its_legal_form():
    assert name_key("Bäckerei Lotz GmbH & Co. KG") == name_key("BÄCKEREI LOTZ") == "backerei lotz"
    assert name_key("GmbH") == ""


def test_a_tax_id_is_one_word():
    assert tax_key("DE 136 695 976") == "de136695976"
    assert tax_key("29/815/08150") == "2981508150"
