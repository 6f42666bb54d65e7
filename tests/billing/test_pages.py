"""The pages of billing: who gets them, what they answer, what they ask of the database."""

import pytest
from bs4 import BeautifulSoup

from billing.fingerprints import fingerprint_in
from billing.models import InvoiceSettings, InvoiceTemplate, PayerDecision, SellerProfile, TaxRegion
from billing.operations import make_template_default, switch_template
from billing.pages import next_to_review
from billing.tasks import look_again
from companies.models import Company, ParentLink
from tests.billing.conftest import fill, review_state
from tests.cast import new_company, new_contact
from tests.support.events import keys_of
from tests.support.queries import at_most
from tests.support.shown import carried

SIGN, PAYER = 'form[action$="/sign/"]', 'form[action$="/payer/"]'


def settings_data(company, **values):
    """What the form of invoice settings sends."""
    settings = InvoiceSettings.objects.for_company(company)
    data = {
        "version": settings.version, "template": "", "tax_region": settings.tax_region_id or "",
        "address_mode": settings.address_mode, "attention": settings.attention, "channel": settings.channel,
        "format": settings.format, "recipients": [each.contact_id for each in settings.recipients.all()],
    }  # fmt: skip
    return {**data, **values}


@pytest.fixture
def page(weinhold):
    return f"/rheintal/billing/{weinhold.pk}/"


def test_the_queue_shows_states_and_what_is_missing(ready, weinhold, obertal, petra, client_of):
    ready.sign(by=petra)
    page = client_of(petra).get("/rheintal/billing/").content.decode()

    assert "Signed" in page
    assert "Waiting" in page
    assert "Tax region chosen" in page


@pytest.mark.parametrize(("state", "shown"), [("signed", True), ("waiting", False), ("stale", False)])
def test_the_queue_is_narrowed_by_state(ready, weinhold, petra, client_of, state, shown):
    ready.sign(by=petra)

    page = client_of(petra).get(f"/rheintal/billing/?state={state}").content.decode()
    assert ("Weinhold Steuerberatung" in page) == shown


def test_what_changes_afterwards_is_found_as_stale(ready, weinhold, petra, jana, client_of):
    ready.sign(by=petra)
    weinhold.update_details(values={"city": "Basel"}, seen=weinhold.version, by=jana)

    assert "Weinhold" in client_of(petra).get("/rheintal/billing/?state=stale").content.decode()


def test_a_confidential_company_is_in_nobody_else_s_queue(seller, geheim, petra, alice, client_of):
    assert "Geheim" not in client_of(petra).get("/rheintal/billing/").content.decode()
    assert "Geheim" in client_of(alice).get("/rheintal/billing/").content.decode()


def test_the_next_to_review_is_the_next_unsigned_by_name_and_after_the_last_the_first(ready, weinhold, petra, jana):
    ready.sign(by=petra)
    named = [new_company(jana, name) for name in ("Zorn", "Adler", "Mayer", "mayer", "Mäyer")]
    in_order = [each for each in Company.objects.customers().in_name_order() if each != weinhold]
    following = {one.pk: other for one, other in zip(in_order, in_order[1:] + in_order[:1], strict=True)}

    assert {each.pk: next_to_review(each, petra) for each in named} == {each.pk: following[each.pk] for each in named}


@pytest.mark.parametrize("path", ["", "{pk}/", "setup/seller/", "setup/tax-regions/", "setup/templates/"])
def test_technicians_are_told_that_billing_is_not_theirs(seller, weinhold, tom, client_of, path):
    assert client_of(tom).get("/rheintal/billing/" + path.format(pk=weinhold.pk)).status_code == 403


@pytest.mark.parametrize("path", ["setup/seller/", "setup/tax-regions/", "setup/templates/"])
def test_only_admins_set_up_invoices(seller, petra, alice, client_of, path):
    assert client_of(petra).get(f"/rheintal/billing/{path}").status_code == 403
    assert client_of(alice).get(f"/rheintal/billing/{path}").status_code == 200


def test_what_one_may_not_see_is_not_there(seller, geheim, kuestenhof, petra, client_of):
    client = client_of(petra)

    for pk in (geheim.pk, kuestenhof.pk, 10**9):
        assert client.get(f"/rheintal/billing/{pk}/").status_code == 404
        assert client.post(f"/rheintal/billing/{pk}/", {"version": 1}).status_code == 404
        assert client.post(f"/rheintal/billing/{pk}/sign/").status_code == 404
        assert client.post(f"/rheintal/billing/{pk}/payer/", {"payer_decision": "itself"}).status_code == 404


def test_settings_are_saved_and_shown(seller, weinhold, miriam, jana, client_of, page):
    region = TaxRegion.objects.get(name="Germany")
    data = settings_data(
        weinhold, tax_region=region.pk, attention="Einkauf", recipients=[miriam.pk], vat_id="DE 136695976"
    )

    answer = client_of(jana).post(page, data)
    assert answer.status_code == 303
    stored = InvoiceSettings.objects.get(company=weinhold)
    assert (stored.tax_region, stored.attention, stored.vat_id, stored.updated_by) == (
        region, "Einkauf", "DE136695976", jana
    )  # fmt: skip
    assert keys_of(weinhold, "billing.") == ["billing.settings_changed"]


def test_a_wrong_vat_id_is_said_at_its_field_and_nothing_typed_is_lost(seller, weinhold, jana, client_of, page):
    answer = client_of(jana).post(page, settings_data(weinhold, vat_id="DE136695977", attention="Einkauf"))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "check digit is wrong" in text
    assert "Einkauf" in text


def test_the_second_of_two_editors_is_told(ready, weinhold, jana, petra, client_of, page):
    late = settings_data(weinhold, attention="Yours")
    ready.update_details(values={"attention": "Theirs"}, recipients=None, seen=ready.version, by=jana)

    answer = client_of(petra).post(page, late)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in text
    assert "Yours" in text
    assert "Jana Roth" in text


def test_recipients_of_strangers_are_not_offered(ready, weinhold, jana, obertal, client_of, page):
    stranger = new_contact(obertal, "Otto", "Ober")
    assert client_of(jana).post(page, settings_data(weinhold, recipients=[stranger.pk])).status_code == 422


def test_a_billing_admin_signs_on_the_page(ready, weinhold, petra, client_of, page):
    client = client_of(petra)
    assert "Sign the review" in client.get(page).content.decode()

    assert client.post(page + "sign/", carried(client, page, SIGN)).status_code == 303
    assert review_state(weinhold) == "signed"
    assert "Last signed by Petra Kern" in client.get(page).content.decode()


def test_a_signature_stands_under_what_was_seen_and_under_nothing_else(ready, weinhold, petra, jana, client_of, page):
    client = client_of(petra)
    seen = carried(client, page, SIGN)
    ready.update_details(values={"attention": "Nobody she saw"}, recipients=None, seen=ready.version, by=jana)

    answer = client.post(page + "sign/", seen, follow=True).content.decode()

    assert "has changed since you looked" in answer and "Nobody she saw" in answer
    assert review_state(weinhold) == "waiting"
    client.post(page + "sign/", carried(client, page, SIGN))
    assert review_state(weinhold) == "signed"


def test_who_has_been_shown_nothing_signs_nothing(ready, weinhold, petra, client_of, page):
    answer = client_of(petra).post(page + "sign/", follow=True)

    assert "has changed since you looked" in answer.content.decode()
    assert review_state(weinhold) == "waiting"


def test_the_account_manager_neither_sees_the_button_nor_can_sign(ready, weinhold, jana, client_of, page):
    client = client_of(jana)

    assert "Sign the review" not in client.get(page).content.decode()
    assert client.post(page + "sign/").status_code == 403
    assert client.get(page + "sign/").status_code == 405


def test_what_does_not_hold_is_not_signed(seller, weinhold, petra, client_of, page):
    seen = {"seen": fingerprint_in(InvoiceSettings.objects.family_of([weinhold]), weinhold.pk)}
    answer = client_of(petra).post(page + "sign/", seen, follow=True)

    assert "Not met yet" in answer.content.decode()
    assert review_state(weinhold) == "waiting"


def test_the_page_says_what_changed_since_the_review(ready, weinhold, petra, jana, client_of, page):
    ready.sign(by=petra)
    ready.update_details(values={"attention": "Someone else"}, recipients=None, seen=ready.version, by=jana)

    text = client_of(petra).get(page).content.decode()
    assert "Changed since the review" in text
    assert "Frau Sabine Ott" in text


def test_the_page_leads_to_the_next_customer(ready, weinhold, obertal, petra, client_of, page):
    assert "Next to review: Gemeinde Obertal" in client_of(petra).get(page).content.decode()


def test_a_billing_admin_decides_who_pays_for_a_subsidiary(ready, child, holding, petra, jana, client_of, page):
    client = client_of(petra)
    assert "Who pays" in client.get(page).content.decode()

    shown = carried(client, page, PAYER)
    assert client.post(page + "payer/", {**shown, "payer_decision": "nobody"}).status_code == 422
    assert client.post(page + "payer/", {**shown, "payer_decision": "parent"}).status_code == 303
    assert InvoiceSettings.objects.get(company=child).payer_decision == PayerDecision.PARENT
    assert client_of(jana).post(page + "payer/", {"payer_decision": "itself"}).status_code == 403


def test_who_pays_is_decided_for_the_parent_that_was_shown(ready, child, petra, jana, client_of, page):
    client, other = client_of(petra), new_company(jana, "Zweite Holding")
    shown = carried(client, page, PAYER)
    child.place_under(parent=other, link=ParentLink.SUBSIDIARY, by=jana)

    refused = client.post(page + "payer/", {**shown, "payer_decision": "parent"})

    assert refused.status_code == 422
    text = refused.content.decode()
    assert "The parent company has changed since you looked" in text and "Zweite Holding pays" in text
    assert not InvoiceSettings.objects.get(company=child).payer_decision
    [now] = BeautifulSoup(text, "html.parser").select(f"{PAYER} [name=parent]")
    assert client.post(page + "payer/", {"payer_decision": "parent", "parent": now["value"]}).status_code == 303


def test_a_company_without_a_parent_has_nobody_else_to_pay(ready, weinhold, petra, client_of, page):
    answer = client_of(petra).post(page + "payer/", {"payer_decision": "parent"}, follow=True).content.decode()

    assert "This company has no parent company: it pays its own invoices." in answer
    assert "None pays" not in answer


def test_an_admin_enters_the_seller_s_own_details(seeded, alice, client_of):
    client, data = client_of(alice), {"vat_id": "DE136695976", "iban": "DE89 3704 0044 0532 0130 00"}

    assert client.post("/rheintal/billing/setup/seller/", {**data, "iban": "DE00"}).status_code == 422
    assert client.post("/rheintal/billing/setup/seller/", data).status_code == 303
    assert SellerProfile.objects.get().iban == "DE89370400440532013000"
    assert keys_of(prefix="billing.seller") == ["billing.seller_changed"]


def test_switching_a_region_off_is_told_to_the_whole_tenant(ready, weinhold, alice, client_of):
    region = ready.tax_region
    answer = client_of(alice).post(
        f"/rheintal/billing/setup/tax-regions/{region.pk}/switch/", {"on": "no"}, follow=True
    )

    assert "Customers in this region: 1" in answer.content.decode()
    assert keys_of(prefix="billing.tax_region") == ["billing.tax_region_changed"]


def test_another_default_template_makes_reviews_stale_in_the_queue_too(ready, weinhold, alice, petra, client_of):
    ready.sign(by=petra)
    english = InvoiceTemplate.objects.get(name="Standard EN")
    client = client_of(alice)

    assert client.post(f"/rheintal/billing/setup/templates/{english.pk}/default/").status_code == 303
    assert InvoiceTemplate.objects.get(is_default=True) == english
    assert InvoiceSettings.objects.get(company=weinhold).last_known_state == "stale"
    client.post(f"/rheintal/billing/setup/templates/{english.pk}/switch/", {"on": "no"})
    assert InvoiceTemplate.objects.get(pk=english.pk).is_active


def test_a_template_that_is_switched_off_and_on_is_noticed_where_it_was_chosen(ready, weinhold, alice, petra):
    english = InvoiceTemplate.objects.get(name="Standard EN")
    ready.update_details(values={"template": english}, recipients=None, seen=ready.version, by=petra)
    ready.sign(by=petra)

    switch_template(template=english, is_on=False, by=alice)
    assert InvoiceSettings.objects.get(company=weinhold).last_known_state == review_state(weinhold) == "stale"

    switch_template(template=english, is_on=True, by=alice)
    assert InvoiceSettings.objects.get(company=weinhold).last_known_state == review_state(weinhold) == "signed"


def test_who_chose_a_template_that_is_off_is_concerned_by_another_default(ready, weinhold, alice, petra):
    english = InvoiceTemplate.objects.get(name="Standard EN")
    off = InvoiceTemplate.objects.create(
        tenant_id=weinhold.tenant_id, name="Alt", language="de", payment_term=english.payment_term, is_active=False
    )
    fill(weinhold, template=off).sign(by=petra)

    make_template_default(template=english, by=alice)

    assert InvoiceSettings.objects.get(company=weinhold).last_known_state == review_state(weinhold) == "stale"


@pytest.fixture
def signed_in_english(seller, jana, petra):
    """Makes so many customers whose settings are signed with the English template; returns it."""

    def make(count: int) -> InvoiceTemplate:
        english = InvoiceTemplate.objects.get(name="Standard EN")
        for number in range(count):
            customer = new_company(jana, f"Customer {number}")
            recipients = [new_contact(customer, "Rita", "Rechnung")]
            fill(customer, template=english, recipients=recipients).sign(by=petra)
        return english

    return make


@pytest.mark.parametrize("count", [2, 20])
def test_switching_a_template_asks_the_same_for_any_number_of_customers(signed_in_english, alice, count):
    english = signed_in_english(count)

    with at_most(12):
        switch_template(template=english, is_on=False, by=alice)
    assert InvoiceSettings.objects.filter(last_known_state="stale").count() == count


def test_for_many_customers_nobody_waits(signed_in_english, alice, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("billing.handlers.BATCH", 2)
    monkeypatch.setattr("billing.reviews.BATCH", 2)
    english = signed_in_english(3)

    with django_capture_on_commit_callbacks() as asked:
        switch_template(template=english, is_on=False, by=alice)
    assert len(asked) > 0
    assert not InvoiceSettings.objects.filter(last_known_state="stale").exists()

    look_again(tenant_id=english.tenant_id)
    assert InvoiceSettings.objects.filter(last_known_state="stale").count() == 3


@pytest.mark.parametrize("count", [2, 20])
def test_the_queue_asks_the_same_for_any_number_of_rows(seller, jana, petra, client_of, count):
    for number in range(count):
        fill(new_company(jana, f"Customer {number}"))
    client = client_of(petra)
    client.get("/rheintal/billing/")

    with at_most(12):
        client.get("/rheintal/billing/")


def test_a_page_of_settings_asks_a_fixed_number(ready, weinhold, petra, client_of, page):
    client = client_of(petra)
    client.get(page)

    with at_most(20):
        client.get(page)


def test_what_waits_stands_above_what_is_signed(seller, weinhold, obertal, petra, client_of):
    InvoiceSettings.objects.update_or_create(
        company=obertal, defaults={"tenant_id": obertal.tenant_id, "last_known_state": "signed"}
    )

    page = client_of(petra).get("/rheintal/billing/").content.decode()

    assert page.index("Weinhold Steuerberatung GmbH") < page.index("Gemeinde Obertal")
    assert page.index("Weinhold Steuerberatung GmbH") > 0
