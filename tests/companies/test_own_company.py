"""The MSP's own company: once, always, on top."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction

from companies import defaults
from companies.models import Company, ParentLink
from core.errors import DomainError
from tests.companies.test_pages import fields_of

OWN = "/rheintal/customers/own/"


@pytest.fixture
def own(rheintal, alice) -> Company:
    defaults.seed(tenant=rheintal, admin=alice)
    return Company.objects.own().get()


def test_an_admin_reaches_and_edits_it_from_the_settings(client_of, alice, own):
    browser = client_of(alice)
    tabs = BeautifulSoup(browser.get("/rheintal/settings/").content, "html.parser").select("nav.tabs a")
    assert OWN in [tab["href"] for tab in tabs]

    sent = {**fields_of(browser.get(OWN)), "street": "Rheinweg 1", "postal_code": "79539", "city": "Lörrach"}
    assert browser.post(OWN, sent).status_code == 303

    own.refresh_from_db()
    assert own.address_lines == ["Rheinweg 1", "79539 Lörrach", "Germany"]


def test_two_admins_who_edit_it_do_not_overwrite_each_other(client_of, alice, own):
    browser = client_of(alice)
    opened = fields_of(browser.get(OWN))
    own.update_details(values={"city": "Basel"}, seen=1, by=alice)

    assert browser.post(OWN, {**opened, "city": "Bern"}).status_code == 409


def test_its_page_says_what_it_is_and_offers_nothing_that_cannot_be(client_of, alice, own):
    page = client_of(alice).get(f"/rheintal/customers/{own.pk}/").content.decode()

    assert "Your own company" in page
    for verb in ("deactivate/", "become-customer/", "/onboarding/start/"):
        assert f"{verb}" not in page.replace(f"contacts/{verb}", "")


def test_page_verb_and_database_keep_it(client_of, alice, own, weinhold):
    told = client_of(alice).post(f"/rheintal/customers/{own.pk}/deactivate/", follow=True)
    assert "Your own company cannot be deactivated." in told.content.decode()

    with pytest.raises(DomainError) as refusal:
        own.place_under(parent=weinhold, link=ParentLink.BRANCH, by=alice)
    assert refusal.value.code == "own_company_on_top"
    for values in ({"is_active": False}, {"parent": weinhold, "parent_link": "branch"}, {"is_own": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Company.objects.filter(pk=own.pk).update(**values)


def test_it_may_have_subsidiaries(alice, own, weinhold):
    weinhold.place_under(parent=own, link=ParentLink.SUBSIDIARY, by=alice)

    assert list(own.children.all()) == [weinhold]
