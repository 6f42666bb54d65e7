"""The stage of the journeys: Rheintal as it is on the first day, with mail kept in a folder of the test."""

import pytest

from billing.models import SellerProfile
from contracts.models import ContractType
from contracts.operations import switch_contract_type
from core.rowsecurity import acting_for


@pytest.fixture
def mail_folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "notifications.mailbox.KeepingBackend"
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


@pytest.fixture
def msp(seeded, alice, jana, petra, tom, sina, settings, live_server, mail_folder):
    """Rheintal IT: its own tax number and bank are there, block hours are offered, links lead to the live server."""
    settings.BASE_URL = live_server.url
    with acting_for(seeded.pk):
        SellerProfile.objects.update(
            tax_number="29/815/08150", bank_name="Musterbank", iban="DE02120300000000202051", bic="BYLADEM1001",
            contact_name="Buchhaltung", contact_email="buchhaltung@rheintal.example",
        )  # fmt: skip
        switch_contract_type(tenant=seeded, type=ContractType.BLOCK_HOURS, is_on=True, by=alice)
    return seeded
