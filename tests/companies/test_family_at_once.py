"""Two people change one family at the same moment."""

import pytest
from django.db import IntegrityError

from companies.models import Company, ParentLink
from core.errors import DomainError
from tenants.roles import Role
from tests.cast import new_company, new_member, new_tenant
from tests.support.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tenant(transactional_db):
    return new_tenant("Rheintal IT", "rheintal")


@pytest.fixture
def manager(tenant):
    return new_member(tenant, "Jana Roth", Role.ACCOUNT_MANAGER)


def test_two_moves_that_would_be_a_circle_together_are_not_both_done(tenant, manager, acting):
    one, two = new_company(manager, "Eins"), new_company(manager, "Zwei")

    outcomes = together(
        tenant.pk,
        lambda: Company.objects.get(pk=one.pk).place_under(parent=two, link=ParentLink.BRANCH, by=manager),
        lambda: Company.objects.get(pk=two.pk).place_under(parent=one, link=ParentLink.BRANCH, by=manager),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["DomainError", "NoneType"]
    with acting(tenant):
        assert Company.objects.filter(parent__isnull=False).count() == 1


def test_two_bulk_writes_past_the_verbs_are_no_circle_either(tenant, manager, acting):
    one, two = new_company(manager, "Eins"), new_company(manager, "Zwei")

    outcomes = together(
        tenant.pk,
        lambda: Company.objects.filter(pk=one.pk).update(parent=two, parent_link=ParentLink.BRANCH),
        lambda: Company.objects.filter(pk=two.pk).update(parent=one, parent_link=ParentLink.BRANCH),
    )

    assert any(isinstance(outcome, Exception) for outcome in outcomes)
    with acting(tenant):
        assert Company.objects.filter(parent__isnull=False).count() <= 1


def test_two_long_branches_are_not_joined_to_nine_levels(tenant, manager, acting):
    upper = [new_company(manager, f"Oben {number}") for number in range(4)]
    lower = [new_company(manager, f"Unten {number}") for number in range(4)]
    last = new_company(manager, "Letzte")
    with acting(tenant):
        for branch in (upper, lower):
            for parent, child in zip(branch, branch[1:], strict=False):
                child.place_under(parent=parent, link=ParentLink.BRANCH, by=manager)

    outcomes = together(
        tenant.pk,
        lambda: Company.objects.get(pk=lower[0].pk).place_under(parent=upper[3], link=ParentLink.BRANCH, by=manager),
        lambda: Company.objects.get(pk=last.pk).place_under(parent=lower[3], link=ParentLink.BRANCH, by=manager),
    )

    refused = [outcome for outcome in outcomes if outcome is not None]
    assert len(refused) == 1 and isinstance(refused[0], DomainError | IntegrityError)


def test_a_new_currency_and_a_new_child_at_once_leave_one_currency(tenant, manager, acting):
    parent, child = new_company(manager, "Mutter"), new_company(manager, "Tochter")

    together(
        tenant.pk,
        lambda: Company.objects.get(pk=parent.pk).update_details(values={"currency": "CHF"}, seen=1, by=manager),
        lambda: Company.objects.get(pk=child.pk).place_under(
            parent=Company.objects.get(pk=parent.pk), link=ParentLink.BRANCH, by=manager
        ),
    )

    with acting(tenant):
        parent.refresh_from_db(), child.refresh_from_db()
        assert child.parent_id is None or child.currency == parent.currency
