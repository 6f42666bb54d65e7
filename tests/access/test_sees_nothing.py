"""Who has no customer finds no customer's name: on no list, picker, search, count, report or export there is.

Walks every address of the matrix, so that a new one is walked by itself.
"""

import io
import zipfile

import pytest
from django.db import transaction
from django.urls import reverse

from tenants.models import Member, RoleScope
from tenants.roles import Role, Scope
from tests.access import matrix, world
from tests.access.matrix import MATRIX
from tests.access.world import CONFIDENTIAL, GROUPS, OWN
from tests.cast import new_member

SECRETS = ("Weinhold", "Obertal", "Geheim", "K-100", "Zweit", "SRV-01", "miriam@")
"""Of each customer something: name, number, contact, device, address."""
ASKED = ("", "?q=wei&find=wei", "?export=csv", "?export=xlsx")
"""Searches are beginnings of words, so that what the page repeats of them is no secret."""
EVERY_ROLE_BUT_ADMIN = [Role.ACCOUNT_MANAGER, Role.BILLING_ADMIN, Role.TECHNICIAN]
"""So that she may open whatever a member may open who sees own customers only."""


@pytest.fixture
def walked(alice, jana, tom, mallory, weinhold, obertal, geheim, miriam, kuestenhof, settings, tmp_path):
    """The world of the matrix, where every role sees its own customers only."""
    settings.MEDIA_ROOT = tmp_path
    customers = dict(zip(GROUPS, (weinhold, obertal, geheim, kuestenhof), strict=True))
    someone = {alice.tenant_id: new_member(alice.tenant, "Otto Ort", "technician")}
    someone[mallory.tenant_id] = new_member(mallory.tenant, "Nils Nord", "technician")
    objects = world.build(customers, {alice.tenant_id: alice, mallory.tenant_id: mallory}, someone)
    RoleScope.objects.update(scope=Scope.MINE)
    return objects


def text_of(response) -> str:
    """All that was answered: the page, its headers, or what a file holds."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode(errors="replace") + str(response.headers)


def leaks(browser, path: str) -> list[str]:
    """The secrets that the address tells, asked in every way."""
    found = []
    for query in ASKED:
        before = transaction.savepoint()
        answer = browser.get(path + query)
        transaction.savepoint_rollback(before)
        if answer.status_code == 403:
            break
        found += [f"{path}{query}: {secret}" for secret in SECRETS if secret in text_of(answer)]
    return found


def paths_of_the_tenant(objects) -> list[str]:
    lines = [line for line in MATRIX if line.whose in (matrix.TENANT, matrix.PLACE) and not line.post]
    return [reverse(line.name, args=["rheintal", *line.path(objects[OWN])]) for line in lines]


def paths_of_customers(objects) -> list[str]:
    lines = [line for line in MATRIX if line.whose in (matrix.CUSTOMER, matrix.PORTAL) and not line.post]
    return [
        reverse(line.name, args=["rheintal", *line.path(objects[group])])
        for line in lines
        for group in (OWN, CONFIDENTIAL)
    ]


def test_who_has_no_customer_finds_no_name_anywhere(walked, sina, client_of):
    Member.objects.filter(pk=sina.pk).update(roles=EVERY_ROLE_BUT_ADMIN)
    browser = client_of(sina)

    told = [leak for path in paths_of_the_tenant(walked) for leak in leaks(browser, path)]

    assert told == []


def test_the_pages_of_customers_are_not_there_and_say_nothing(walked, sina, client_of):
    Member.objects.filter(pk=sina.pk).update(roles=EVERY_ROLE_BUT_ADMIN)
    browser = client_of(sina)

    answers = {path: browser.get(path) for path in paths_of_customers(walked)}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code not in (403, 404)} == {}
    assert [path for path, answer in answers.items() if any(secret in text_of(answer) for secret in SECRETS)] == []


def test_the_walk_would_find_them(walked, alice, client_of):
    told = [leak for name in ("companies:list", "devices:list") for leak in leaks(client_of(alice), _list(name))]

    assert {secret for leak in told for secret in SECRETS if leak.endswith(secret)} >= {"Weinhold", "Geheim", "SRV-01"}


def _list(name: str) -> str:
    return reverse(name, args=["rheintal"])
