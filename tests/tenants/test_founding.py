"""A new MSP: from the operator's page or the shell to an admin who can work."""

import pytest
from django.core.management import CommandError, call_command

from companies.models import Company
from config.operations import found_tenant
from config.seeding import seed
from core.errors import DomainError
from core.rowsecurity import acting_for
from notifications.models import Message, WorkflowRule
from onboarding.models import Playbook
from sla.models import ServiceLevel
from tenants.models import Member, Tenant, User

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Südwest IT", "slug": "suedwest", "country": "DE", "state": "BW", "language": "de",
    "time_zone": "Europe/Berlin", "currency": "EUR", "admin_name": "Sabine Süd",
    "admin_email": "sabine@suedwest.example",
}  # fmt: skip


@pytest.fixture
def operator(db) -> User:
    return User.objects.create_user("operator@example.org", name="Olaf", is_platform_operator=True, language="en")


def test_a_new_tenant_has_an_admin_its_own_company_and_all_defaults(db):
    tenant, admin = found_tenant(**NEW)
    with acting_for(tenant.pk):
        assert Member.objects.get() == admin
        assert admin.roles == ["admin"]
        own = Company.objects.get()
        assert (own.is_own, own.name, own.manager_id) == (True, "Südwest IT", admin.pk)
        assert Playbook.objects.exists()
        assert ServiceLevel.objects.exists()
        assert WorkflowRule.objects.exists()
        assert Message.objects.get().user == admin.user


def test_seeding_twice_adds_nothing(db):
    tenant, _admin = found_tenant(**NEW)
    with acting_for(tenant.pk):
        before = [model.objects.count() for model in (Company, Playbook, ServiceLevel, WorkflowRule)]
        seed(tenant=tenant)
        assert [model.objects.count() for model in (Company, Playbook, ServiceLevel, WorkflowRule)] == before


@pytest.mark.parametrize("slug", ["accounts", "platform", "static", "Groß", "with space", "UPPER", "rheintal"])
def test_an_address_that_cannot_be_is_refused(rheintal, slug):
    with pytest.raises(DomainError) as refusal:
        found_tenant(**{**NEW, "slug": slug})
    assert refusal.value.field == "slug"


def test_a_federal_state_that_does_not_exist_is_refused_before_its_holidays_are_wrong(db):
    with pytest.raises(DomainError) as refusal:
        found_tenant(**{**NEW, "state": "XX"})

    assert (refusal.value.code, refusal.value.field) == ("state_unknown", "state")
    assert "BW" in str(refusal.value.message)
    assert found_tenant(**{**NEW, "state": " bw "})[0].state == "BW"


def test_the_operator_founds_a_tenant(client_of, operator):
    browser = client_of(operator)
    assert browser.get("/").url == "/platform/tenants/"
    assert "No service provider yet" in browser.get("/platform/tenants/").text
    response = browser.post("/platform/tenants/new/", NEW)
    assert (response.status_code, response.url) == (303, "/platform/tenants/")
    assert "Südwest IT" in browser.get("/platform/tenants/").text


def test_a_mistake_is_shown_at_its_field_and_nothing_is_founded(client_of, operator):
    response = client_of(operator).post("/platform/tenants/new/", {**NEW, "slug": "platform"})
    assert response.status_code == 422
    assert "This address is reserved" in response.text
    assert not Tenant.objects.exists()


@pytest.mark.parametrize("path", ["/platform/tenants/", "/platform/tenants/new/"])
def test_the_operators_pages_are_not_there_for_anybody_else(client, client_of, alice, miriam, path):
    assert client.get(path).status_code == 302
    for person in (alice, miriam):
        assert client_of(person).get(path).status_code == 404
        assert client_of(person).post(path, NEW).status_code == 404
    assert not Tenant.objects.filter(slug="suedwest").exists()


def test_the_command_founds_a_tenant_and_can_show_the_link(client, capsys):
    call_command(
        "create_tenant", name="Südwest IT", slug="suedwest", admin_name="Sabine Süd",
        admin_email="sabine@suedwest.example", show_link=True,
    )  # fmt: skip
    ready, link = capsys.readouterr().out.splitlines()
    assert "/suedwest/" in ready
    response = client.post("/" + link.split("/", 3)[3], {"name": "Sabine", "password": "a long and quiet river"})
    assert response.url == "/suedwest/"


def test_the_command_says_what_is_wrong(rheintal):
    with pytest.raises(CommandError, match="has this address"):
        call_command("create_tenant", name="x", slug="rheintal", admin_name="x", admin_email="x@example.org")
