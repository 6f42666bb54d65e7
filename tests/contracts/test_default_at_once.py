"""Two people choose the default contract at the same moment."""

import pytest

from contracts.models import Contract, EnabledContractType
from tenants.roles import Role
from tests.cast import new_company, new_member, new_tenant
from tests.contracts.conftest import START
from tests.support.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_default_is_left_and_nobody_sees_an_error(transactional_db, acting):
    tenant = new_tenant("Rheintal IT", "rheintal")
    petra = new_member(tenant, "Petra Kern", Role.BILLING_ADMIN)
    company = new_company(petra, "Weinhold")
    with acting(tenant):
        EnabledContractType.objects.create(tenant=tenant, type="recurring")
        ids = [
            Contract.objects.create(tenant=tenant, company=company, type="recurring", name=name, starts_on=START).pk
            for name in ("One", "Two", "Three")
        ]

    outcomes = together(tenant.pk, *[lambda pk=pk: Contract.objects.get(pk=pk).make_default(by=petra) for pk in ids])

    assert outcomes == [None, None, None]
    with acting(tenant):
        assert Contract.objects.filter(is_default=True).count() == 1
