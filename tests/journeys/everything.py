"""Every page that there is, each with who opens it: from the access matrix, at a customer with some of everything."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

from django.urls import reverse
from django.utils import timezone

from billing.models import InvoiceTemplate, TaxRegion
from companies.models import Classification
from contacts.models import PortalAccess
from core.rowsecurity import acting_for
from devices.models import Device
from imports import runs
from notifications.delivery import deliver_due
from notifications.mailbox import kept_mail
from notifications.models import Message
from onboarding.models import Step
from onboarding.operations import save_draft
from sla.models import ServiceLevel
from sla.operations import create_own_service_level
from tenants.invitations import link_for
from tenants.models import Invitation, SavedView, User
from tenants.operations import invite_member
from tests.access import matrix
from tests.access.matrix import MATRIX
from tests.cast import new_company
from tests.journeys.stage import travelled
from tickets.models import Source
from tickets.operations import open_ticket

NO_PAGES = {
    "entrance",
    "landing",
    "onboarding:agreement",
    "onboarding:detail",
    "onboarding:plan",
    "imports:wrong_lines",
    "companies:family_csv",
    "companies:activity_export",
    "companies:tenant_activity_export",
    "contacts:activity_export",
}
"""Answers that are files, plain text or redirects."""
SPECIAL = {"onboarding:step", "tenants:invitation", "mail", "account_reset_password_from_key", "account_logout"}
"""Pages of which one address is not enough, or not the usual one."""
BY_AREA = {
    "billing": "petra",
    "contracts": "petra",
    "devices": "tom",
    "imports": "tom",
    "tickets": "tom",
    "portal": "contact",
}
OF_ADMINS = ("tenants", "sla", "notifications")
AGAIN = {
    "petra": ("companies:list", "companies:detail", "onboarding:my_work"),
    "tom": ("companies:list", "companies:detail", "contacts:detail", "onboarding:my_work"),
}
"""Pages that look different to others."""
STEPS = {
    "petra": ("invoice_settings", "service_contract", "billing_contract"),
    "tom": ("devices", "sales_handover", "invoice_settings"),
}


@dataclass(frozen=True)
class Scene:
    """Users by the names under which they open pages, and one of everything."""

    users: dict[str, User | None]
    things: SimpleNamespace

    def paths_for(self, person: str) -> list[str]:
        """What this person opens."""
        things, again = self.things, AGAIN.get(person, ())
        chosen = [line for line in MATRIX if _is_page(line) and (_opens(line) == person or line.name in again)]
        steps = things.step_keys if person == "jana" else STEPS.get(person, ())
        return [
            *(_path(line, things) for line in chosen),
            *(reverse("onboarding:step", args=["rheintal", things.onboarding.pk, key]) for key in steps),
            *(things.of_draft if person == "jana" else ()),
            *(things.public if person == "nobody" else ()),
            *(["/no/such/page/"] if person == "jana" else ()),
        ]


def set_scene(tenant, *, stage, jana, petra, tom, alice) -> Scene:
    """A customer on its way, with a ticket, a message, an import that waits and a level of its own."""
    journey = travelled(tenant, stage=stage, jana=jana, petra=petra, tom=tom, alice=alice, model="x")
    company, contact, table = journey.company, journey.contacts[0], b"Hostname;Type;Serial\nPC-01;Workstation;S-1\n"
    with acting_for(tenant.pk):
        ticket = open_ticket(company=company, contact=contact, title="Drucker", by=contact, source=Source.PORTAL)
        ticket.answer(body="Ich sehe es mir an.", by=tom)
        goes_live = timezone.localdate() + timedelta(days=30)
        later = new_company(jana, "Später GmbH", type="prospect")
        draft = save_draft(company=later, service_model="managed", go_live_on=goes_live, by=jana)
        contract, hours = company.contracts.get(type="recurring"), company.contracts.get(type="block_hours")
        line = contract.services.select_related("service").first()
        address = "otto@rheintal.example"
        person = invite_member(tenant=tenant, name="Otto Ort", email=address, roles=["technician"], by=alice)
        shared = ServiceLevel.objects.filter(company=None).order_by("pk").first()
        things = SimpleNamespace(
            company=company, contact=contact, ticket=ticket, contract=contract, hours=hours, line=line,
            service=line.service, onboarding=journey.onboarding, person=person,
            device=Device.objects.filter(company=company).first(),
            level=create_own_service_level(company=company, copy_of=shared, name="Eigenes", by=alice),
            message=Message.objects.filter(company=company).first(), region=TaxRegion.objects.first(),
            template=InvoiceTemplate.objects.first(), public=[link_for(Invitation.objects.get(member=person))],
            location=company.locations.primary().get(), classification=Classification.objects.first(),
            view=SavedView.keep(owner=alice, grid="companies", name="Süd", state="", is_shared=True),
            of_draft=[
                reverse(f"onboarding:{name}", args=["rheintal", draft.pk]) for name in ("detail", "change", "discard")
            ],
            step_keys=list(Step.objects.filter(onboarding=journey.onboarding).values_list("key", flat=True)),
            run=runs.check(
                kind="devices", file=BytesIO(table), file_name="devices.csv", size=len(table), company_id=company.pk,
                by=tom,
            ),
        )  # fmt: skip
        user = PortalAccess.objects.select_related("user").get(contact=contact).user
    deliver_due(tenant_id=tenant.pk)
    things.public += [reverse("mailbox"), reverse("mail", args=[kept_mail()[0][0]]), reverse("components")]
    operator = User.objects.create_user("operator@example.org", "a long and quiet river", is_platform_operator=True)
    users = {"jana": jana.user, "petra": petra.user, "tom": tom.user, "alice": alice.user}
    return Scene({**users, "contact": user, "operator": operator, "nobody": None}, things)


def _is_page(line) -> bool:
    return not line.post and line.name not in NO_PAGES | SPECIAL and line.whose not in (matrix.NOWHERE, matrix.API)


def _opens(line) -> str:
    """Who walks to the page of this line."""
    area = line.name.split(":")[0]
    if line.whose == matrix.PUBLIC:
        return "nobody"
    if line.whose == matrix.OPERATOR:
        return "operator"
    if line.needs == matrix.C.MANAGE_TENANT or area in OF_ADMINS:
        return "alice"
    return BY_AREA.get(area, "jana")


def _path(line, things) -> str:
    below_tenant = line.name == "api_docs" or ":" in line.name and not line.name.startswith("platform:")
    return reverse(line.name, args=[*(["rheintal"] if below_tenant else []), *line.path(things)])
