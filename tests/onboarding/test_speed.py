"""What the wizard asks of the database: a fixed number of questions, however much there is."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from billing.models import InvoiceSettings, SellerProfile, TaxRegion
from companies.models import AccountTeamMember, ParentLink
from contracts.catalogue import Service
from imports import runs
from onboarding.models import Onboarding
from onboarding.operations import start_onboarding
from sla.models import ServiceLevel
from tenants.roles import Role
from tests.cast import new_company, new_contact, new_member
from tests.devices.conftest import new_device
from tests.onboarding.conftest import GO_LIVE
from tests.onboarding.filling import sent_by
from tests.onboarding.looking import KEYS, page
from tests.support.queries import at_most, rows_at_most

OPENING, SAVING = 20, 25


@pytest.fixture
def both(seeded, prospect, jana, alice, tom) -> Onboarding:
    """Everything that can be on a plan, of a subsidiary whose parent pays."""
    profile = SellerProfile.objects.get()
    profile.vat_id, profile.iban = "DE136695976", "DE89370400440532013000"
    profile.contact_name, profile.contact_email = "Petra Kern", "rechnung@rheintal.example"
    profile.save()
    holding = new_company(jana, "Weinhold Holding SE")
    InvoiceSettings.objects.for_company(holding)
    region = TaxRegion.objects.order_by("position").first()
    InvoiceSettings.objects.filter(company=holding).update(tax_region=region, attention="Frau Ott", channel="print")
    prospect.place_under(parent=holding, link=ParentLink.SUBSIDIARY, by=alice)
    return start_onboarding(company=prospect, service_model="both", go_live_on=GO_LIVE, wants_taskfire=True, by=jana)


@pytest.fixture
def contact(prospect):
    return new_contact(prospect, "Miriam", "Haas")


def saves(contact, tom, holding):
    """Who saves which part of which step, and what they fill in besides what the page shows."""
    pdf = SimpleUploadedFile("Vertrag.pdf", b"%PDF-1.7 agreed")
    region = TaxRegion.objects.order_by("position").first()
    first, more = Service.objects.filter(is_active=True).order_by("position", "pk")[:2]
    units = {f"units_{first.pk}": 3, "is_default": "on"}
    silver = ServiceLevel.objects.filter(company=None).order_by("pk")[1]
    return [
        ("jana", "sales_handover", "main", {"scope": "All", "exclusions": "None", "promises": "-", "agreement": pdf}),
        ("jana", "sales_handover", "sign", {}),
        ("jana", "company_profile", "main", {"phone": "+49 7621 99"}),
        ("jana", "company_profile", "customer", {}),
        ("jana", "account_team", "main", {"team": [tom.pk]}),
        ("jana", "primary_contact", "main", {"contact": contact.pk}),
        ("jana", "hierarchy", "main", {"decision": "child", "link": "subsidiary", "parent": holding.pk}),
        ("petra", "invoice_settings", "main",
         {"tax_region": region.pk, "attention": "Frau Haas", "recipients": [contact.pk]}),
        ("petra", "invoice_settings", "payer", {"payer_decision": "parent"}),
        ("petra", "invoice_settings", "sign", {}),
        ("petra", "invoice_settings", "main", {"attention": "Herr Haas"}),
        ("petra", "service_contract", "main", units),
        ("petra", "service_contract", "service", {"service": more.pk, "units": 2}),
        ("petra", "billing_contract", "contract", {}),
        ("jana", "service_level", "main", {"service_level": silver.pk}),
        ("jana", "ticket_service_level", "main", {"whole": silver.pk}),
        ("jana", "customer_portal", "main", {"contact": contact.pk, "right": "manager"}),
        ("jana", "taskfire", "agreement", {"accepts_terms": "on", "has_talked_it_through": "on"}),
    ]  # fmt: skip


@pytest.mark.parametrize("number", [2, 20])
def test_opening_a_step_asks_few_questions_however_much_there_is(both, weinhold, alice, client_of, number):
    for count in range(number):
        new_contact(weinhold, "Miriam", f"Haas {count}")
        member = new_member(both.tenant, f"Technician {count}", Role.TECHNICIAN, email=f"t{count}@rheintal.example")
        AccountTeamMember.objects.create(tenant_id=both.tenant_id, company=weinhold, member=member)
        new_device(weinhold, f"PC-{count}")
    client = client_of(alice)
    client.get(page(both, "devices"))

    for key in KEYS:
        with at_most(OPENING):
            assert client.get(page(both, key)).status_code == 200, key


@pytest.mark.parametrize("number", [2, 20])
def test_saving_a_step_with_all_its_verification_asks_few_questions(
    both, contact, weinhold, jana, petra, tom, client_of, number, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    for count in range(number):
        new_contact(weinhold, "Carla", f"Sommer {count}")
        new_device(weinhold, f"PC-{count}")
    clients = {"jana": client_of(jana), "petra": client_of(petra)}
    for who, key, part, values in saves(contact, tom, weinhold.parent):
        data = {**sent_by(clients[who].get(page(both, key)).content.decode(), part), **values}
        with at_most(SAVING):
            assert clients[who].post(page(both, key), data).status_code == 303, (key, part)


@pytest.mark.parametrize("number", [3, 60])
def test_importing_a_device_reads_no_more_of_a_customer_with_many(running, weinhold, tom, number):
    AccountTeamMember.objects.create(tenant_id=running.tenant_id, company=weinhold, member=tom)
    for count in range(number):
        new_device(weinhold, f"PC-{count:03}")
    content = b"Name,Type,Serial\nPC-NEW,workstation,NEW1\n"
    run = runs.check(
        kind="devices", file=BytesIO(content), file_name="pc.csv", size=len(content), company_id=weinhold.pk, by=tom
    )

    with at_most(25), rows_at_most(20):
        runs.apply(run=run, by=tom)

    [reviewed, *_others] = running.steps.get(kind="devices").open_findings
    assert reviewed["words"]["en"].endswith(f"PC-000, PC-001, PC-002 and {number - 2} more")
