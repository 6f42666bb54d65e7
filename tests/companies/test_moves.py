"""Moving a company and ending its link: the effects are shown first, are true, and nothing is done before."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from billing.models import InvoiceSettings, PayerDecision
from companies.hierarchy import descendant_distances
from companies.models import Company, ParentLink
from companies.moves import effects_of
from config.family import LOOKS
from contacts.models import PortalRight
from contracts.models import ContractType
from contracts.operations import create_contract
from core.errors import DomainError
from onboarding.models import Step
from onboarding.operations import start_onboarding
from tests.cast import new_company, new_contact, new_member, new_portal_access
from tests.support.queries import at_most

MOVE = "/rheintal/customers/{pk}/family/move/"
LEAVE = "/rheintal/customers/{pk}/family/leave/"


@pytest.fixture
def branch(jana, petra, weinhold, obertal):
    """Obertal below Weinhold, who pays and whose contact gets the invoices too."""
    obertal.place_under(parent=weinhold, link=ParentLink.SUBSIDIARY, by=jana)
    settings = InvoiceSettings.objects.for_company(obertal)
    settings.decide_payer(decision=PayerDecision.PARENT, by=petra)
    settings.refresh_from_db()
    settings.update_details(
        values={}, seen=settings.version, by=petra,
        recipients=[new_contact(weinhold, "Rita", "Rechnung"), new_contact(obertal, "Otto", "Ort")],
    )  # fmt: skip
    return obertal


def said(effects) -> dict[str, tuple[str, str]]:
    return {str(effect.label): (effect.before, effect.after) for effect in effects}


def table_of(response) -> list[list[str]]:
    page = BeautifulSoup(response.content, "html.parser")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]


def seen_in(response) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one("input[name=seen]")["value"]


def test_what_ends_with_the_link_is_said_before_and_nothing_is_changed(jana, branch, weinhold):
    new_portal_access(new_contact(weinhold, "Paul", "Portal"), PortalRight.MANAGER)

    effects = effects_of(lambda: branch.leave_parent(by=jana), companies=[branch], member=jana)

    assert said(effects) == {
        "Who pays for items without a contract": ("Weinhold Steuerberatung GmbH", "the company itself"),
        "Recipients of the invoice": ("Otto Ort, Rita Rechnung", "Otto Ort"),
        "Tickets seen in the portal by": ("Weinhold Steuerberatung GmbH (1 contact)", ""),
    }
    kept = Company.objects.get(pk=branch.pk)
    assert (kept.parent, kept.hierarchy_decision) == (weinhold, "child")
    assert InvoiceSettings.objects.get(company=branch).recipients.count() == 2


@pytest.mark.parametrize(("right", "portal"), [(PortalRight.MANAGER, False), (PortalRight.TASKFIRE_ADMIN, True)])
def test_an_access_that_does_not_work_sees_no_tickets(jana, branch, weinhold, right, portal):
    new_portal_access(new_contact(weinhold, "Paul", "Portal"), right)
    Company.objects.filter(pk=weinhold.pk).update(portal_enabled=portal, taskfire_enabled=False)

    effects = effects_of(lambda: branch.leave_parent(by=jana), companies=[branch], member=jana)

    assert "Tickets seen in the portal by" not in said(effects)


def test_a_contract_that_a_former_relative_pays_stays_and_is_named(seeded, jana, petra, branch, weinhold):
    create_contract(
        company=branch, type=ContractType.RECURRING, name="Betreuung", starts_on=timezone.localdate(), payer=weinhold,
        by=petra,
    )  # fmt: skip

    effects = effects_of(lambda: branch.leave_parent(by=jana), companies=[branch], member=jana)

    name = "Weinhold Steuerberatung GmbH"
    assert said(effects)["Payer of a contract"] == (
        f"Betreuung: {name}, of the same family", f"Betreuung: {name}, not of the same family",
    )  # fmt: skip


def test_a_step_that_opens_again_is_said_before_and_does(seeded, jana, branch, weinhold):
    start_onboarding(
        company=branch, service_model="managed", go_live_on=timezone.localdate(), by=jana, is_subsidiary=True
    )
    step = Step.objects.get(onboarding__company=branch, kind="hierarchy")
    Step.objects.filter(pk=step.pk).update(state="done", done_at=timezone.now())

    effects = effects_of(lambda: branch.leave_parent(by=jana), companies=[branch], member=jana)
    branch.leave_parent(by=jana)

    title = str(step.title)
    assert said(effects)["Onboarding"] == (f"{title}: done", f"{title}: opened again")
    step.refresh_from_db()
    assert step.mark == "reopened"


def test_who_pays_is_asked_anew_for_another_parent(seeded, jana, branch, geheim):
    effects = effects_of(
        lambda: branch.place_under(parent=geheim, link=ParentLink.BRANCH, by=jana), companies=[branch, geheim],
        member=jana,
    )  # fmt: skip

    assert said(effects)["Who pays for items without a contract"] == (
        "Weinhold Steuerberatung GmbH", "the company itself, as long as nobody has decided",
    )  # fmt: skip


def test_prices_and_hidden_companies_are_not_told(rheintal, jana, tom, branch, weinhold, geheim):
    other = new_member(rheintal, "Otto Manager", "account_manager")
    billing = {look.look.__name__ for look in LOOKS if look.needs}

    effects = effects_of(
        lambda: branch.place_under(parent=geheim, link=ParentLink.BRANCH, by=None), companies=[branch], member=other
    )
    assert "Geheim" not in str(said(effects))
    assert billing == {"billing_of_family", "payers_of_contracts"}
    of_technician = effects_of(lambda: branch.leave_parent(by=None), companies=[branch, weinhold], member=tom)
    assert of_technician == []


def test_nobody_is_moved_below_a_company_whose_contract_he_pays(seeded, client_of, jana, petra, weinhold, obertal):
    create_contract(
        company=weinhold, type=ContractType.RECURRING, name="Betreuung", starts_on=timezone.localdate(), payer=obertal,
        by=petra,
    )  # fmt: skip

    with pytest.raises(DomainError) as refusal:
        obertal.place_under(parent=weinhold, link=ParentLink.BRANCH, by=jana)
    page = client_of(jana).get(MOVE.format(pk=obertal.pk), {"parent": weinhold.pk, "link": "branch"})

    assert refusal.value.code == "payer_below"
    assert page.status_code == 422 and "This is not possible." in page.content.decode()


def test_a_link_is_ended_by_one_press_after_its_effects_were_seen(client_of, jana, branch):
    client, url = client_of(jana), LEAVE.format(pk=branch.pk)

    shown = client.get(url)
    assert ["Gemeinde Obertal", "Who pays for items without a contract", "Weinhold Steuerberatung GmbH",
            "the company itself"] in table_of(shown)  # fmt: skip
    assert Company.objects.get(pk=branch.pk).parent_id
    assert client.post(url, {"seen": seen_in(shown)}).status_code == 303

    branch.refresh_from_db()
    assert branch.parent is None
    assert [each.contact.last_name for each in InvoiceSettings.objects.get(company=branch).recipients.all()] == ["Ort"]


def test_whoever_looked_before_something_changed_looks_again(client_of, jana, petra, branch):
    client, url = client_of(jana), LEAVE.format(pk=branch.pk)
    before = seen_in(client.get(url))
    InvoiceSettings.objects.for_company(branch).decide_payer(decision=PayerDecision.ITSELF, by=petra)

    answer = client.post(url, {"seen": before})

    assert answer.status_code == 409 and "Something has changed since you looked." in answer.content.decode()
    assert Company.objects.get(pk=branch.pk).parent_id
    assert client.post(url, {"seen": seen_in(answer)}).status_code == 303


def test_a_press_without_a_look_shows_the_effects(client_of, jana, branch):
    for sent in ({}, {"seen": "x"}):
        assert client_of(jana).post(LEAVE.format(pk=branch.pk), sent).status_code == 409
    assert Company.objects.get(pk=branch.pk).parent_id


def test_a_whole_branch_is_moved_to_a_parent_that_the_search_finds(client_of, jana, branch, geheim):
    below = new_company(jana, "Bauhof Obertal")
    below.place_under(parent=branch, link=ParentLink.BRANCH, by=jana)
    client, url = client_of(jana), MOVE.format(pk=branch.pk)

    found = BeautifulSoup(client.get(url, {"find": "geheim"}).content, "html.parser")
    assert [each["value"] for each in found.select("input[name=parent]")] == [str(geheim.pk)]
    offered = BeautifulSoup(client.get(url).content, "html.parser").select("#possible-companies label")
    assert [each.get_text(strip=True) for each in offered] == ["Geheim Holding AG, Weil am Rhein"]
    chosen = {"parent": geheim.pk, "link": "franchise"}
    seen = seen_in(client.get(url, chosen))
    assert client.post(url, {**chosen, "seen": seen}).status_code == 303

    below = Company.objects.in_order_of(descendant_distances(geheim.pk))
    assert [each.name for each in below] == ["Gemeinde Obertal", "Bauhof Obertal"]


def test_only_who_sees_the_parent_takes_a_company_away_from_it(client_of, rheintal, jana, obertal, geheim):
    obertal.place_under(parent=geheim, link=ParentLink.BRANCH, by=jana)
    other = client_of(new_member(rheintal, "Otto Manager", "account_manager"))

    for url in (LEAVE, MOVE):
        assert other.get(url.format(pk=obertal.pk)).status_code == 403
        assert other.post(url.format(pk=obertal.pk)).status_code == 403


def test_a_company_without_a_parent_has_no_link_to_end(client_of, jana, weinhold):
    assert client_of(jana).post(LEAVE.format(pk=weinhold.pk)).status_code == 303


@pytest.mark.parametrize("parent", ["x", "9" * 30, "0", "\x00", "-1"])
def test_a_nonsensical_parent_is_refused_at_the_field(client_of, jana, weinhold, parent):
    page = client_of(jana).get(MOVE.format(pk=weinhold.pk), {"parent": parent, "link": "branch"})

    assert page.status_code == 200 and "field__errors" in page.content.decode()


@pytest.mark.parametrize("size", [1, 6])
def test_looking_at_the_effects_asks_no_more_of_a_larger_branch(client_of, jana, petra, branch, weinhold, size):
    """However many companies stand below it, each with a recipient that it loses."""
    rita = weinhold.contacts.get(first_name="Rita")
    for number in range(size):
        below = new_company(jana, f"Bauhof {number}")
        below.place_under(parent=branch, link=ParentLink.BRANCH, by=jana)
        settings = InvoiceSettings.objects.for_company(below)
        settings.update_details(values={}, seen=settings.version, by=petra, recipients=[rita])
    client, url = client_of(jana), LEAVE.format(pk=branch.pk)

    with at_most(43):
        shown = client.get(url)

    assert len([row for row in table_of(shown) if row[1] == "Recipients of the invoice"]) == size + 1


@pytest.fixture
def onboarded_below(seeded, jana, branch):
    """So many companies below Obertal, each being onboarded, with steps that open again when they are looked at."""

    def place(size: int) -> None:
        for number in range(size):
            below = new_company(jana, f"Bauhof {number}")
            below.place_under(parent=branch, link=ParentLink.BRANCH, by=jana)
            start_onboarding(
                company=below, service_model="both", go_live_on=timezone.localdate(), by=jana, is_subsidiary=True
            )
        Step.objects.filter(kind="invoice_settings").update(state="done", done_at=timezone.now())

    return place


@pytest.mark.parametrize("size", [3, 18])
def test_looking_at_the_effects_asks_no_more_where_many_of_the_family_are_onboarded(
    client_of, jana, branch, onboarded_below, size
):
    onboarded_below(size)
    client, url = client_of(jana), LEAVE.format(pk=branch.pk)

    with at_most(49):
        shown = client.get(url)

    assert len([row for row in table_of(shown) if row[1] == "Onboarding"]) == size


@pytest.mark.parametrize("size", [3, 18])
def test_a_move_asks_no_more_where_many_of_the_family_are_onboarded(client_of, jana, branch, onboarded_below, size):
    onboarded_below(size)
    client, url = client_of(jana), LEAVE.format(pk=branch.pk)
    seen = seen_in(client.get(url))

    with at_most(82):
        assert client.post(url, {"seen": seen}).status_code == 303

    assert Step.objects.filter(kind="invoice_settings", state="open").count() == size
