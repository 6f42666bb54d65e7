"""SQL that is worked out once: what is asked of the tables each time, and what is not kept for ever."""

import pytest

from core import prepared
from core.prepared import first_row
from tenants.models import Tenant
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db


def test_the_tables_are_asked_each_time(rheintal):
    names = [first_row(("name", rheintal.pk), lambda: _name_of(rheintal))]
    Tenant.objects.filter(pk=rheintal.pk).update(name="Moselthal IT")
    with at_most(1):
        names.append(first_row(("name", rheintal.pk), lambda: pytest.fail("built once more")))

    assert names == [("Rheintal IT",), ("Moselthal IT",)]


def test_another_question_is_another_statement(rheintal, nordlicht):
    asked = [first_row(("name", each.pk), lambda each=each: _name_of(each)) for each in (rheintal, nordlicht)]
    assert asked == [("Rheintal IT",), ("Nordlicht Systems",)]


def test_where_there_is_no_row_there_is_none(rheintal):
    assert first_row(("nobody", rheintal.pk), lambda: _name_of(rheintal).filter(slug="nobody")) is None


def test_no_more_statements_are_kept_than_that(rheintal, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 3)
    monkeypatch.setattr(prepared, "_statements", {})
    for number in range(10):
        first_row((number,), lambda: _name_of(rheintal))
        assert 0 < len(prepared._statements) <= 3


def _name_of(tenant: Tenant):
    return Tenant.objects.filter(pk=tenant.pk).values_list("name")
