"""A request is one transaction: what a view raised leaves nothing, whatever Django has answered by then."""

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import path

from config import urls
from core.rowsecurity import acting_for, current_tenant_id
from tenants.models import Member, RoleScope
from tests.cast import new_member, new_tenant

pytestmark = pytest.mark.django_db(transaction=True)
SEEN = {}


def _create(request) -> None:
    user = request.member.user
    Member.objects.filter(user=user).update(name="Changed")
    RoleScope.objects.all().delete()


def breaks(request):
    _create(request)
    raise RuntimeError("after writing")


def refuses(request):
    _create(request)
    raise PermissionError


def works(request):
    _create(request)
    SEEN["tenant"] = current_tenant_id()
    SEEN["atomic"] = connection.in_atomic_block
    transaction.on_commit(lambda: SEEN.update(committed=True))
    return HttpResponse("done")


urlpatterns = [
    path("<slug:tenant>/breaks/", breaks, name="breaks"),
    path("<slug:tenant>/refuses/", refuses, name="refuses"),
    path("<slug:tenant>/works/", works, name="works"),
    *urls.urlpatterns,
]


@pytest.fixture
def inside(settings, client_of):
    settings.ROOT_URLCONF = __name__
    SEEN.clear()
    tenant = new_tenant("Rheintal IT", "rheintal")
    browser = client_of(new_member(tenant, "Alice Albrecht", "admin"))
    browser.raise_request_exception = False
    return tenant, browser


def _name_and_scopes(tenant) -> tuple:
    with acting_for(tenant.pk):
        return Member.objects.get().name, RoleScope.objects.count()


@pytest.mark.parametrize("page", ["breaks", "refuses"])
def test_a_view_that_raises_leaves_nothing_behind(inside, page):
    tenant, browser = inside
    assert browser.get(f"/rheintal/{page}/").status_code == 500
    assert _name_and_scopes(tenant) == ("Alice Albrecht", 4)


def test_a_view_that_answers_is_saved_and_what_follows_the_commit_runs(inside):
    tenant, browser = inside
    assert browser.get("/rheintal/works/").status_code == 200
    assert _name_and_scopes(tenant) == ("Changed", 0)
    assert {"tenant": tenant.pk, "atomic": True, "committed": True} == SEEN


@pytest.mark.parametrize("page", ["breaks", "works"])
def test_the_tenant_of_a_request_is_gone_after_it(inside, page):
    _tenant, browser = inside
    browser.get(f"/rheintal/{page}/")
    assert current_tenant_id() is None
    assert not Member.objects.exists()
