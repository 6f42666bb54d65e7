"""The people of the matrix, and what they meet."""

import pytest

from tests.access import world
from tests.access.world import GROUPS, PEOPLE
from tests.cast import new_member


@pytest.fixture
def objects(alice, tom, mallory, weinhold, obertal, geheim, kuestenhof, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    customers = dict(zip(GROUPS, (weinhold, obertal, geheim, kuestenhof), strict=True))
    someone = {alice.tenant_id: new_member(alice.tenant, "Otto Ort", "technician")}
    someone[mallory.tenant_id] = new_member(mallory.tenant, "Nils Nord", "technician")
    return world.build(customers, {alice.tenant_id: alice, mallory.tenant_id: mallory}, someone)


@pytest.fixture
def people(alice, jana, petra, tom, sina, miriam, mallory, django_user_model):
    operator = django_user_model.objects.create_user(
        "operator@example.org", "a long and quiet river", is_platform_operator=True
    )
    return dict(zip(PEOPLE, (None, alice, jana, petra, tom, sina, miriam, mallory, operator), strict=True))
