"""The pages on which an onboarding begins: what is asked first, the plan, and the start."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from companies.models import Company
from onboarding.models import Onboarding
from tests.cast import new_company
from tests.onboarding.conftest import GO_LIVE


def test_the_plan_of_a_confidential_customer_says_whose_steps_would_wait(seeded, client_of, jana, petra, geheim):
    sent = {"which": "existing", "company": geheim.pk, "service_model": "managed", "go_live_on": GO_LIVE.isoformat()}

    page = client_of(jana).post(reverse("onboarding:plan", args=["rheintal"]), sent).text

    assert "Nobody of these roles sees this customer" in page


def test_the_start_shows_the_plan_then_starts(seeded, client_of, jana, obertal):
    client = client_of(jana)
    data = {"which": "existing", "company": obertal.pk, "service_model": "break_fix", "go_live_on": "2030-01-31",
            "wants_portal": "on"}  # fmt: skip

    assert client.get(reverse("onboarding:start", args=["rheintal"])).status_code == 200
    plan = client.post(reverse("onboarding:plan", args=["rheintal"]), data)
    assert plan.status_code == 200 and b"Billing contract" in plan.content
    assert not Onboarding.objects.exists()
    back = client.post(reverse("onboarding:start", args=["rheintal"]), {**data, "do": "back"})
    assert back.status_code == 200 and b'value="break_fix" checked' in back.content
    started = client.post(reverse("onboarding:start", args=["rheintal"]), {**data, "do": "start"})

    assert started.status_code == 303
    assert Onboarding.objects.get().company == obertal


def test_a_new_company_is_made_with_its_onboarding(seeded, client_of, jana):
    data = {"which": "new", "new-name": "Fährhaus am Rhein e. K.", "new-type": "prospect", "new-manager": jana.pk,
            "new-country": "DE", "new-currency": "EUR", "new-language": "de", "service_model": "managed",
            "go_live_on": "2030-01-31"}  # fmt: skip

    plan = client_of(jana).post(reverse("onboarding:plan", args=["rheintal"]), data)
    assert plan.status_code == 200 and "Fährhaus" in plan.content.decode()
    response = client_of(jana).post(reverse("onboarding:start", args=["rheintal"]), {**data, "do": "start"})

    assert response.status_code == 303
    assert Onboarding.objects.get().company.name == "Fährhaus am Rhein e. K."


def test_what_is_wrong_with_a_new_company_is_said_at_its_fields_before_the_plan(seeded, client_of, jana):
    data = {"which": "new", "new-name": "Fährhaus", "new-type": "prospect", "new-manager": jana.pk,
            "new-phone": "abc", "new-website": "no site", "new-tax_id": "DE123", "new-country": "DE",
            "new-currency": "EUR", "new-language": "de", "service_model": "managed",
            "go_live_on": "2020-01-31"}  # fmt: skip

    response = client_of(jana).post(reverse("onboarding:plan", args=["rheintal"]), data)

    found = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert [each.get_text() for each in found.select(".form-errors a")] == [
        "Phone", "Website", "VAT id or tax number", "Go-live"
    ]  # fmt: skip
    assert len(found.select("[role=alert]")) == 1


def test_who_types_a_company_that_is_there_already_goes_on_with_that_one(seeded, client_of, jana, obertal):
    data = {"which": "new", "new-name": obertal.name, "new-type": "prospect", "new-manager": jana.pk,
            "new-country": "DE", "new-currency": "EUR", "new-language": "de", "service_model": "break_fix",
            "go_live_on": "2030-01-31"}  # fmt: skip
    address = reverse("onboarding:plan", args=["rheintal"])

    refused = client_of(jana).post(address, data)
    offered = BeautifulSoup(refused.text, "html.parser").select_one("button[name=take]")
    taken = BeautifulSoup(client_of(jana).post(address, {**data, "take": offered["value"]}).text, "html.parser")

    assert refused.status_code == 422
    chosen = {each["name"]: each["value"] for each in taken.select("[type=radio][checked]")}
    assert chosen == {"which": "existing", "company": str(obertal.pk), "service_model": "break_fix"}
    assert taken.select_one("[name=new-name]")["value"] == obertal.name, "nothing that was typed is lost"


def test_a_duplicate_that_has_an_onboarding_cannot_be_taken(both, client_of, jana):
    data = {"which": "new", "new-name": both.company.name, "new-type": "prospect", "new-manager": jana.pk}

    refused = client_of(jana).post(reverse("onboarding:plan", args=["rheintal"]), data)

    assert BeautifulSoup(refused.text, "html.parser").select_one("button[name=take]") is None
    assert both.company.name in refused.text


@pytest.mark.parametrize(("companies", "chosen"), [([], "new"), (["Fährhaus"], "existing")])
def test_the_start_asks_first_for_what_there_can_be(seeded, client_of, jana, companies, chosen):
    for name in companies:
        new_company(jana, name)

    page = BeautifulSoup(client_of(jana).get(reverse("onboarding:start", args=["rheintal"])).text, "html.parser")

    assert page.select_one("[name=which][checked]")["value"] == chosen


def test_a_refused_start_leaves_no_company_behind(seeded, client_of, jana):
    data = {"which": "new", "new-name": "Fährhaus", "new-type": "prospect", "new-manager": jana.pk, "do": "start",
            "new-country": "DE", "new-currency": "EUR", "new-language": "de", "service_model": "managed",
            "go_live_on": "2020-01-31"}  # fmt: skip

    response = client_of(jana).post(reverse("onboarding:start", args=["rheintal"]), data)

    assert response.status_code == 422
    assert not Company.objects.filter(name="Fährhaus").exists()


def test_a_customer_that_one_does_not_see_cannot_be_chosen(seeded, client_of, jana, rheintal, alice, kuestenhof):
    hidden = new_company(alice, "Verborgen GmbH", is_confidential=True)
    for company in (hidden, kuestenhof):
        data = {"which": "existing", "company": company.pk, "service_model": "managed", "go_live_on": "2030-01-31"}
        response = client_of(jana).post(reverse("onboarding:plan", args=["rheintal"]), data)
        assert response.status_code == 422
        assert company.name not in response.content.decode()


def test_a_technician_does_not_start(seeded, client_of, tom):
    assert client_of(tom).get(reverse("onboarding:start", args=["rheintal"])).status_code == 403
