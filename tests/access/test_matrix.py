"""Every address, for every person, at every kind of customer."""

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse

from tests.access import matrix
from tests.access.matrix import MATRIX, Line
from tests.access.world import FOREIGN, GROUPS, MEMBERS, OWN, PEOPLE, Group

pytestmark = pytest.mark.django_db
IN, LOGIN, TOKEN, FORBIDDEN, MISSING = "gets in", "must sign in", "401", "403", "404"


def names(patterns, namespaces: tuple[str, ...] = ()):
    """Every name that the resolver knows."""
    for each in patterns:
        if isinstance(each, URLPattern):
            yield ":".join((*namespaces, each.name or str(each.pattern)))
        else:
            yield from names(each.url_patterns, (*namespaces, *([each.namespace] if each.namespace else [])))


def test_every_address_has_a_line_and_every_line_an_address():
    known, listed = set(names(get_resolver().url_patterns)), [line.name for line in MATRIX]
    assert known - set(listed) == set(), "add a line to tests/access/matrix.py"
    assert set(listed) - known == set()
    assert len(listed) == len(set(listed))


def allowed(person: str, line: Line, group: Group, member) -> set[str]:
    """What may come of it; two answers where both keep the secret."""
    if line.whose == matrix.API:
        return {TOKEN}
    if person == "anonymous":
        public = {matrix.PUBLIC: {IN, LOGIN}, matrix.NOWHERE: {LOGIN, MISSING}}
        return public.get(line.whose, {LOGIN})
    may = member is not None and (line.needs is None or member.may(line.needs))
    if line.whose == matrix.CUSTOMER:
        if member is None:
            return {MISSING}
        if person not in group.seen_by:
            return {MISSING} if may else {MISSING, FORBIDDEN}
        return {IN} if may else {FORBIDDEN}
    if line.whose == matrix.TENANT:
        if member is None:
            return {MISSING}
        if group == FOREIGN:
            return {MISSING} if may else {FORBIDDEN}
        return {IN} if may else {FORBIDDEN}
    return {
        matrix.PORTAL: {IN} if person == "contact" and group == OWN else {MISSING},
        matrix.PLACE: {IN} if member is not None or person == "contact" else {MISSING},
        matrix.OPERATOR: {IN} if person == "operator" else {MISSING},
        matrix.NOWHERE: {MISSING},
    }.get(line.whose, {IN})


def outcome(response) -> str:
    """What came of a request, in one word."""
    if response.status_code in (401, 403, 404):
        return str(response.status_code)
    if response.status_code in (301, 302, 303) and response.url.startswith("/accounts/login/"):
        return LOGIN
    return IN if response.status_code < 500 and response.status_code != 405 else str(response.status_code)


def groups_for(line: Line) -> tuple[Group, ...]:
    if line.whose in (matrix.CUSTOMER, matrix.PORTAL):
        return GROUPS
    if line.name == "tenants:revoke_own_token":
        return (FOREIGN,)  # the token in the path is an admin's: everybody else has none of that number
    names_a_record = line.whose == matrix.TENANT and "o." in _source(line)
    return (OWN, FOREIGN) if names_a_record else (OWN,)


def _source(line: Line) -> str:
    return " ".join(("o." if name == "pk" else "") for name in line.path.__code__.co_names)


@pytest.mark.parametrize("person", PEOPLE)
def test_who_gets_where(person, people, objects, client, client_of):
    somebody = people[person]
    browser = client_of(somebody) if somebody is not None else client
    browser.raise_request_exception = False
    member = somebody if person in MEMBERS else None
    wrong = []
    for line in MATRIX:
        below_tenant = (
            ":" in line.name and not line.name.startswith("platform:") or line.name in ("landing", "api_docs")
        )
        for group in groups_for(line):
            path = reverse(line.name, args=[*(["rheintal"] if below_tenant else []), *line.path(objects[group])])
            before = transaction.savepoint()
            response = browser.post(path) if line.post else browser.get(path)
            transaction.savepoint_rollback(before)
            got, expected = outcome(response), allowed(person, line, group, member)
            if got not in expected:
                wrong.append(f"{line.name} at {group.name}: {got}, expected {' or '.join(sorted(expected))}")
    assert not wrong, f"{person}:\n" + "\n".join(wrong)


def test_a_verb_is_not_done_by_looking(client_of, alice, objects):
    browser = client_of(alice)
    done = []
    for line in MATRIX:
        if line.post and line.whose in (matrix.CUSTOMER, matrix.TENANT):
            path = reverse(line.name, args=["rheintal", *line.path(objects[OWN])])
            if browser.get(path).status_code != 405:
                done.append(line.name)
    assert done == []
