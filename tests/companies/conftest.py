"""A customer that was entered twice."""

import pytest

from companies.models import Company
from companies.operations import add_location
from devices.models import DeviceKind
from devices.operations import add_device
from tests.cast import new_company, new_contact
from tickets.models import Source
from tickets.operations import open_ticket


@pytest.fixture
def second(seeded, jana) -> Company:
    """Weinhold once more, with one of everything that moves."""
    company = new_company(jana, "Weinhold Steuerberatung", number="K-77", city="Lörrach")
    north = add_location(company=company, by=jana, name="Kanzlei Nord")
    contact = new_contact(company, "Rosa", "Weinhold", is_primary=True, location=north)
    add_device(company=company, by=jana, name="SRV-02", kind=DeviceKind.SERVER)
    open_ticket(company=company, contact=contact, title="Printer", by=jana, source=Source.PHONE)
    return company
