"""What the description allows, and what it does not, asked of every operation by every role (schemathesis).

Whatever is sent: no 500, only statuses, types and bodies that the description names, and nothing taken that it forbids.
`API_EXAMPLES=50` asks more than the suite has time for.
"""

import os

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks as openapi_checks

from companies.merging import merge_companies
from config.api import described
from contacts.models import Contact
from tests.cast import new_company
from tests.support.api import Program
from tests.support.client import Client

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("API_EXAMPLES", "3"))
"""For each operation, of each kind: allowed, forbidden."""
REFUSALS = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422", "428", "429"]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
]
WEIRD = st.one_of(
    st.sampled_from(
        ["\x00", "\ud800", "", " ", "\u202e", "a" * 5000, "__proto__", "1e400", 10**400, -1, 2**63, 0.1, None]
    ),
    st.recursive(
        st.booleans() | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    ),
)


def answered(environ, start_response) -> list[bytes]:
    """Handover as a WSGI application within the transaction of the test."""
    client = Client(raise_request_exception=False)
    response = client.request(**environ)
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.headers.items()))
    return [response.content]


@pytest.fixture
def operations() -> list:
    document = {**described(), "servers": [{"url": "http://testserver/rheintal/api/v1"}]}
    checks = {"negative_data_rejection": {"expected-statuses": REFUSALS}}
    config = schemathesis.Config.from_dict({"checks": checks})
    schema = schemathesis.openapi.from_dict(document, config=config)
    schema.app = answered
    return [found.ok() for found in schema.get_all_operations()]


@pytest.fixture
def ids(weinhold, miriam, carl, tom, jana) -> dict[str, list[int]]:
    """Records that are there, so that not everything is a 404."""
    location = weinhold.locations.get()
    merge = merge_companies(absorbed=new_company(jana, "Weinhold II"), survivor=weinhold, by=jana)
    return {
        "companies": [weinhold.pk], "contacts": list(Contact.objects.values_list("pk", flat=True)),
        "locations": [location.pk], "member": [tom.pk], "merge": [merge.pk],
    }  # fmt: skip


def paths_of(operation, ids) -> dict[str, int]:
    """Path parameters that name a record, where there is one of this kind."""
    kind = operation.path.split("/")[1]
    names = {each.name for each in operation.path_parameters} if kind in ids else set()
    return {name: ids[name if name in ids else kind][0] for name in names}


def checks_of(case) -> list:
    """What holds for every answer; and that a body or a query that the description forbids is not taken."""
    parts = [case.meta.components.get(where) for where in (ParameterLocation.BODY, ParameterLocation.QUERY)]
    is_forbidden = any(part and part.mode.is_negative for part in parts)
    return [*CHECKS, openapi_checks.negative_data_rejection] if is_forbidden else CHECKS


def asks(operation, secrets: list[str], ids, mode: GenerationMode) -> None:
    """Ask the operation a few times, each undone; about a record that is there, or about any."""
    known = paths_of(operation, ids)
    strategy = operation.as_strategy(mode)
    if known:
        strategy = st.one_of(operation.as_strategy(mode, path_parameters=known), strategy)

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=strategy, secret=st.sampled_from(secrets))
    def ask(case, secret):
        before = transaction.savepoint()
        case.call_and_validate(headers={"Authorization": f"Bearer {secret}"}, checks=checks_of(case))
        transaction.savepoint_rollback(before)

    ask()


def test_every_operation_keeps_to_its_description(operations, ids, alice, jana, petra, tom, sina):
    secrets = [Program(person).secret for person in (alice, jana, petra, tom, sina)]
    for operation in operations:
        for mode in GenerationMode:
            asks(operation, secrets, ids, mode)


def test_weird_values_in_every_field_are_refused(jana, ids, weinhold):
    """Whatever stands in a field of a body or of an address: refused or taken, never a 500."""
    program = Program(jana)
    fields = {
        f"companies/{weinhold.pk}/": [
            "name",
            "country",
            "type",
            "is_confidential",
            "classification",
            "note",
            "asset_value_cents",
            "x",
        ],
        f"contacts/{ids['contacts'][0]}/": ["email", "language", "receives_notifications", "phone"],
        f"locations/{ids['locations'][0]}/": ["round_trip_km", "postal_code"],
    }

    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(value=WEIRD)
    def send(value):
        for path, names in fields.items():
            for name in names:
                before = transaction.savepoint()
                assert program.ask("PATCH", path, {name: value}, if_match="*").status_code in (200, 422)
                transaction.savepoint_rollback(before)

    send()
