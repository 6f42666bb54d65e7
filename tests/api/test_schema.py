"""The OpenAPI description: valid, complete, and true."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from config.api import described
from core.rest.problems import MEDIA_TYPE
from tests.support.api import Program

pytestmark = pytest.mark.django_db
OPERATIONS = [
    pytest.param(method, path, operation, id=operation["operationId"])
    for path, methods in described().get("paths", {}).items()
    for method, operation in methods.items()
]


def test_it_is_valid_openapi_and_made_without_a_guess():
    described.cache_clear()
    GENERATOR_STATS.reset()
    with GENERATOR_STATS.silence():
        validate_schema(described())
    assert not GENERATOR_STATS._warn_cache
    assert not GENERATOR_STATS._error_cache


def test_it_says_where_the_api_is(jana):
    document = Program(jana).read("schema/").json()
    assert document["servers"] == [{"url": "http://testserver/rheintal/api/v1"}]
    assert document["openapi"].startswith("3.")


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_says_what_it_does_and_how_it_refuses(method, path, operation):
    assert len(operation["description"]) > 10
    assert operation["security"] == [{"token": []}]
    refusals = {status for status, answer in operation["responses"].items() if MEDIA_TYPE in answer.get("content", {})}
    assert refusals >= {"400", "401", "403", "404", "405", "406", "429"}
    assert ("428" in refusals) == (method == "patch")
    names = {(each["in"], each["name"]) for each in operation["parameters"]} if "parameters" in operation else set()
    assert (("header", "Idempotency-Key") in names) == (method == "post")
    has_versions = "/imports/" not in path
    assert (("header", "If-Match") in names) == (has_versions and method != "get" and "{" in path)


def test_what_is_sent_may_hold_nothing_that_is_not_declared():
    schemas = described()["components"]["schemas"]
    assert {name for name, schema in schemas.items() if name.endswith("Request") and "properties" in schema} == {
        name for name, schema in schemas.items() if schema.get("additionalProperties") is False
    }
