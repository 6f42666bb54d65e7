"""The pages: each step for each role, what they may do there, and what they may not see."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from billing.models import SettingsReview
from companies.models import Company
from contacts.models import Contact
from onboarding.models import Onboarding, SalesHandover, Step, StepState
from tenants.models import User
from tests.cast import new_contact
from tests.onboarding.looking import KEYS, page
from tests.support.events import events_of


def test_every_step_has_a_page_for_every_role_in_both_languages(both, client_of, alice, jana, petra, tom):
    User.objects.filter(pk=petra.user_id).update(language="de")

    for member in (alice, jana, petra, tom):
        client = client_of(member)
        answers = {key: client.get(page(both, key)).status_code for key in KEYS}
        assert answers == dict.fromkeys(KEYS, 200), member


def test_who_does_not_see_the_customer_does_not_see_its_onboarding(both, client_of, sina):
    client = client_of(sina)

    assert client.get(page(both, "devices")).status_code == 404
    assert client.get(reverse("onboarding:detail", args=["rheintal", both.pk])).status_code == 404
    assert client.post(page(both, "account_team"), {"part": "main"}).status_code == 404


def test_the_other_tenant_sees_nothing(both, client_of, mallory):
    assert client_of(mallory).get(page(both, "devices")).status_code == 404


def test_an_unknown_step_is_not_found(both, client_of, jana):
    assert client_of(jana).get(page(both, "nonsense")).status_code == 404


def test_the_onboarding_leads_to_the_step_where_one_goes_on(both, client_of, jana):
    response = client_of(jana).get(reverse("onboarding:detail", args=["rheintal", both.pk]))

    assert response.status_code == 303
    assert response.url == page(both, "sales_handover")


def test_save_and_continue_completes_the_step_and_goes_on(both, client_of, jana):
    data = {"part": "main", "then": "continue", "last_name": "Haas", "first_name": "Miriam", "language": "de",
            "email": "haas@weinhold.example"}  # fmt: skip

    response = client_of(jana).post(page(both, "primary_contact"), data)

    assert response.status_code == 303
    assert both.steps.get(key="primary_contact").state == StepState.DONE
    assert Contact.objects.get(last_name="Haas").is_primary
    assert response.url != page(both, "primary_contact")


def test_the_step_says_whom_a_primary_contact_replaces_and_asks_again(both, client_of, jana, weinhold, miriam, carl):
    browser, url = client_of(jana), page(both, "primary_contact")
    assert "Miriam Weinhold is the primary contact now." in browser.get(url).content.decode()
    sent = {"part": "main", "then": "close", "contact": new_contact(weinhold, "Otto", "Ort").pk}
    opened = {**sent, "instead_of": miriam.pk}
    carl.designate_primary(by=jana)

    told = browser.post(url, opened)

    assert told.status_code == 422
    assert "Carl Sommer is the primary contact now." in told.content.decode()
    assert Contact.objects.primary_of(weinhold) == carl
    assert browser.post(url, {**sent, "instead_of": carl.pk}).status_code == 303


def chosen_contact(client, onboarding) -> str:
    """The value of the contact that the step proposes; empty for somebody new."""
    found = BeautifulSoup(client.get(page(onboarding, "primary_contact")).content, "html.parser")
    return found.select_one("input[name=contact][checked]")["value"]


def test_the_step_proposes_the_only_contact_there_is(both, client_of, jana, weinhold, carl):
    assert chosen_contact(client_of(jana), both) == str(carl.pk)

    new_contact(weinhold, "Otto", "Ort")
    assert chosen_contact(client_of(jana), both) == ""

    carl.designate_primary(by=jana)
    assert chosen_contact(client_of(jana), both) == str(carl.pk)


def test_the_step_shows_somebody_new_who_is_likely_there(both, client_of, jana, weinhold, obertal):
    there = new_contact(obertal, "Carl", "Sommer", email="carl@sommer.example")
    sent = {"part": "main", "then": "close", "last_name": "Sommer", "email": there.email, "language": "de"}

    asked = client_of(jana).post(page(both, "primary_contact"), sent)

    assert asked.status_code == 422
    assert f"/rheintal/contacts/{there.pk}/" in asked.content.decode()
    assert client_of(jana).post(page(both, "primary_contact"), {**sent, "is_another": "on"}).status_code == 303


def test_one_goes_on_with_a_step_of_one_s_own_before_one_of_somebody_else(both, client_of, jana, petra):
    assert both.steps.get(key="invoice_settings").assignee_id == petra.pk
    data = {"part": "main", "then": "continue", "decision": "independent"}

    response = client_of(jana).post(page(both, "hierarchy"), data)

    assert response.url == page(both, "service_level"), "not the invoice settings, which come first but are Petra's"


def test_a_signature_is_asked_for_where_it_can_be_given(both, client_of, jana, petra):
    handover = BeautifulSoup(client_of(jana).get(page(both, "sales_handover")).content, "html.parser")
    settings = BeautifulSoup(client_of(petra).get(page(both, "invoice_settings")).content, "html.parser")

    assert handover.select(".wizard__holds a") and settings.select(".wizard__holds a")
    assert not handover.select(".wizard__holds a[href$='#sign']"), "nothing can be signed while something is missing"
    assert not settings.select(".wizard__holds a[href$='#sign']")


def test_save_and_close_leads_to_the_list(both, client_of, jana, weinhold):
    contact = new_contact(weinhold, "Miriam", "Haas")

    response = client_of(jana).post(
        page(both, "primary_contact"), {"part": "main", "then": "close", "contact": contact.pk}
    )

    assert response.url == reverse("onboarding:list", args=["rheintal"])


def test_what_is_wrong_keeps_what_was_typed(both, client_of, jana):
    data = {"part": "main", "last_name": "Haas", "email": "no address"}

    response = client_of(jana).post(page(both, "primary_contact"), data)

    assert response.status_code == 422
    assert b"no address" in response.content


def test_two_tabs_on_one_step_are_told_apart(both, client_of, jana, alice, weinhold):
    seen = {"part": "main", "version": weinhold.version + 0, "name": weinhold.name, "country": "DE", "currency": "EUR",
            "language": "de", "city": "Basel"}  # fmt: skip
    seen["version"] = Company.objects.get(pk=weinhold.pk).version
    assert client_of(alice).post(page(both, "company_profile"), {**seen, "city": "Freiburg"}).status_code == 303

    response = client_of(jana).post(page(both, "company_profile"), seen)

    assert response.status_code == 409
    assert b"Freiburg" in response.content and b"Basel" in response.content
    assert Company.objects.get(pk=weinhold.pk).city == "Freiburg"


def test_a_technician_cannot_save_a_billing_step(both, client_of, tom):
    assert client_of(tom).post(page(both, "billing_contract"), {"part": "main"}).status_code == 403


def test_a_technician_sees_no_prices(both, client_of, tom):
    response = client_of(tom).get(page(both, "service_contract"))

    assert "€" not in response.content.decode()
    assert "Billing admins do this step" in response.content.decode()


def test_the_account_manager_cannot_sign_invoice_settings(both, client_of, jana):
    answer = client_of(jana).post(page(both, "invoice_settings"), {"part": "sign"}, follow=True)

    assert "This has changed since you looked" in answer.content.decode(), "the page has no such button for her"
    assert not SettingsReview.objects.exists()


def test_the_decision_for_standard_rates_completes_the_billing_contract(both, client_of, petra):
    response = client_of(petra).post(
        page(both, "billing_contract"), {"part": "main", "then": "continue", "standard_rates_only": "on"}
    )

    assert response.status_code == 303
    assert both.steps.get(key="billing_contract").state == StepState.DONE


def test_what_has_nothing_to_do_any_more_is_said(both, client_of, jana):
    answer = client_of(jana).post(page(both, "company_profile"), {"part": "customer"}, follow=True)

    assert "This has changed since you looked" in answer.content.decode(), "it is a customer already"


def test_waiting_for_the_same_again_writes_to_the_customer_once(both, client_of, jana):
    wait = reverse("onboarding:wait", args=["rheintal", both.pk, "primary_contact"])
    client = client_of(jana)

    client.post(wait, {"whom": "customer", "note": "A name"})
    client.post(wait, {"whom": "customer", "note": " A name "})
    assert len(events_of(both.company, "onboarding.step_waiting")) == 1

    client.post(wait, {"whom": "customer", "note": "A name and a number"})
    assert len(events_of(both.company, "onboarding.step_waiting")) == 2


@pytest.mark.parametrize("name", ["agreement.html", "agreement.pdf"])
def test_what_is_no_agreement_is_refused(both, client_of, jana, name):
    handover = SalesHandover.objects.for_company(both.company)
    file = SimpleUploadedFile(name, b"<script>alert(1)</script>")

    response = client_of(jana).post(
        page(both, "sales_handover"), {"part": "main", "version": handover.version, "agreement": file}
    )

    assert response.status_code == 422
    assert not SalesHandover.objects.get().agreement


def test_a_step_is_assigned_waited_for_and_skipped_from_its_page(both, client_of, jana, tom):
    client = client_of(jana)
    Step.objects.filter(key="primary_contact").update(state="open")

    assert (
        client.post(reverse("onboarding:assign", args=["rheintal", both.pk, "devices"]), {"member": tom.pk}).status_code
        == 303
    )
    wait = reverse("onboarding:wait", args=["rheintal", both.pk, "primary_contact"])
    assert client.post(wait, {"whom": "customer", "note": "A name"}).status_code == 303
    assert client.get(wait).status_code == 200
    skip = reverse("onboarding:skip", args=["rheintal", both.pk, "primary_contact"])
    assert client.post(skip, {"reason": ""}).status_code == 422
    assert client.post(skip, {"reason": "They only call"}).status_code == 303

    steps = {step.key: step for step in both.steps.select_related("assignee")}
    assert steps["devices"].assignee == tom
    assert steps["primary_contact"].state == StepState.SKIPPED
    assert client.post(reverse("onboarding:take_up", args=["rheintal", both.pk, "primary_contact"])).status_code == 303


def test_who_does_not_see_the_customer_joins_its_team_when_assigned_and_one_is_asked_first(
    both, client_of, jana, petra, weinhold
):  # fmt: skip
    weinhold.update_details(values={"is_confidential": True}, seen=weinhold.version, by=jana)
    client, url = client_of(jana), reverse("onboarding:assign", args=["rheintal", both.pk, "invoice_settings"])

    asked = client.post(url, {"member": petra.pk})

    assert asked.status_code == 422
    assert "Petra Kern does not see this customer yet." in asked.text
    assert petra not in weinhold.team_terms()
    assert client.post(url, {"member": petra.pk, "joins_team": "on"}).status_code == 303
    assert petra in weinhold.team_terms()
    assert both.steps.get(key="invoice_settings").assignee == petra


def test_who_may_not_choose_teams_assigns_nobody_who_does_not_see_the_customer(both, client_of, petra, sina):
    url = reverse("onboarding:assign", args=["rheintal", both.pk, "invoice_settings"])

    assert "Sina Vogt" not in client_of(petra).get(url).text
    assert client_of(petra).post(url, {"member": sina.pk, "joins_team": "on"}).status_code == 422


def test_who_cannot_mend_a_finding_is_led_to_no_refusal(both, client_of, jana, petra):
    links = {
        member: BeautifulSoup(client_of(member).get(page(both, "billing_contract")).text, "html.parser").select(
            ".wizard__holds .finding a"
        )
        for member in (jana, petra)
    }

    assert (len(links[jana]), len(links[petra])) == (0, 1)


def test_the_tab_of_the_company_shows_its_onboarding(both, client_of, jana, weinhold):
    response = client_of(jana).get(reverse("onboarding:company_tab", args=["rheintal", weinhold.pk]))

    assert response.status_code == 200


def test_the_plan_is_changed_held_resumed_and_cancelled(both, client_of, jana):
    client = client_of(jana)
    url = lambda name: reverse(f"onboarding:{name}", args=["rheintal", both.pk])  # noqa: E731
    assert client.get(url("change")).status_code == 200
    version = Onboarding.objects.get().version
    data = {"version": version, "service_model": "managed", "go_live_on": "2030-02-28", "wants_portal": "on"}

    assert client.post(url("change"), data).status_code == 303
    assert client.post(url("change"), data).status_code == 409
    assert client.post(url("hold"), {"reason": "They move house"}).status_code == 303
    assert client.post(url("resume")).status_code == 303
    assert client.post(url("cancel"), {"reason": "They went elsewhere"}).status_code == 303

    assert Onboarding.objects.get().state == "cancelled"
