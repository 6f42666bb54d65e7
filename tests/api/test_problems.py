"""What goes wrong is a problem document: never a page, never a traceback, never SQL."""

import pytest
from django.db import DatabaseError, connection

from companies.models import Company
from core.rest.problems import flat
from tests.support.api import Program, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(jana) -> Program:
    return Program(jana)


@pytest.mark.parametrize(
    "body",
    ["{", "", "nul", '{"a": NaN}', '{"a": Infinity}', '{"name": "A", "name": "B"}', b"\xff\xfe", "[" * 100_000,
     '{"a":' * 50_000, "9" * 5000, "'x'"],
)  # fmt: skip
def test_what_is_no_json_is_malformed(program, body):
    status, code = problem(program.ask("POST", "companies/", body))
    assert (status, code) in {(400, "malformed"), (422, "invalid")}
    assert (status == 422) == (body == "")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                                  "application/json-patch+json", "x", "text/html; charset=hex"])  # fmt: skip
def test_another_type_of_body_is_not_taken(program, kind):
    response = program.ask("POST", "companies/", '{"name": "A"}', content_type=kind)
    assert problem(response) == (415, "unsupported_media_type")


@pytest.mark.parametrize("charset", ["hex", "zlib", "utf-16", "no-such", "latin-1"])
def test_json_is_utf8_whatever_its_header_says(program, jana, charset):
    body = {"name": "Ärztehaus", "manager": jana.pk}
    response = program.ask("POST", "companies/", body, content_type=f"application/json; charset={charset}")
    assert (response.status_code, response.json()["name"]) == (201, "Ärztehaus")


def test_only_json_is_answered(program):
    assert problem(program.read("companies/", accept="text/html")) == (406, "not_acceptable")
    assert program.read("companies/", accept="application/*").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_is_not_there_is_not_allowed(program, method):
    response = program.ask(method, "companies/", {})
    assert problem(response) == (405, "method_not_allowed")
    assert set(response.headers["Allow"].split(", ")) >= {"GET", "POST"}


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "path",
    ["", "nowhere/", "companies", "companies/x/", "companies/1/nothing/", "companies/-1/", "companies/0/",
     "companies/999999999999999999999999/", "%00", "../../etc/passwd"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(program, weinhold, method, path):
    assert program.ask(method, path, {}, if_match="*").status_code in {404, 405}
    assert problem(program.read(path)) == (404, "not_found")


def test_an_address_that_may_not_be_asked_for_anything_refuses_questions(program, weinhold):
    assert problem(program.read(f"companies/{weinhold.pk}/?fields=name")) == (400, "invalid_query")
    assert problem(program.send(f"companies/{weinhold.pk}/deactivate/?force=1")) == (400, "invalid_query")
    assert Company.objects.get(pk=weinhold.pk).is_active


def test_a_verb_without_words_takes_none(program, weinhold):
    response = program.send(f"companies/{weinhold.pk}/deactivate/", {"reason": "x"})
    assert response.json()["errors"] == [
        {"field": "reason", "code": "unknown_field", "detail": "This field is not known here."}
    ]


def test_everything_that_the_domain_refuses_is_named_at_once(program, weinhold):
    response = program.edit(f"companies/{weinhold.pk}/", {"phone": "none", "website": "our page", "postal_code": "10"})

    assert problem(response) == (422, "invalid")
    assert [(each["field"], each["code"]) for each in response.json()["errors"]] == [
        ("phone", "phone_invalid"), ("website", "website_invalid"), ("postal_code", "postal_code_invalid"),
    ]  # fmt: skip


def test_a_body_that_is_too_large_is_refused(program):
    assert problem(program.send("companies/", {"name": "x" * 6_000_000})) == (413, "too_large")


def test_problems_are_told_in_the_language_that_was_asked_for(program, geheim, sina):
    english = Program(sina).read(f"companies/{geheim.pk}/")
    german = program.send("companies/", {}, accept_language="de").json()
    assert problem(english) == (404, "not_found")
    assert english.json()["detail"].startswith("There is nothing here")
    assert german["errors"][0]["detail"] == "Dieses Feld ist zwingend erforderlich."
    assert german["title"] == "Unprocessable Entity"


def test_a_bug_is_a_problem_without_its_reasons(program, weinhold, monkeypatch):
    def broken(self, **_verb):
        Company.objects.filter(pk=self.pk).update(city="Half done")
        with connection.cursor() as cursor:
            cursor.execute("SELECT secret FROM nowhere")

    monkeypatch.setattr(Company, "deactivate", broken)
    program.raise_request_exception = False

    response = program.send(f"companies/{weinhold.pk}/deactivate/")

    assert problem(response) == (500, "internal_server_error")
    assert "nowhere" not in response.text
    assert Company.objects.get(pk=weinhold.pk).city == "Weil am Rhein"


def test_a_database_that_is_away_is_said_to_be_away(program, monkeypatch):
    monkeypatch.setattr("config.errors.is_away", lambda error: isinstance(error, DatabaseError))
    monkeypatch.setattr("companies.api.company.Companies.list", lambda *_: connection.cursor().execute("nonsense"))
    program.raise_request_exception = False
    response = program.read("companies/")
    assert problem(response) == (503, "service_unavailable")
    assert response.headers["Retry-After"] == "10"


def test_errors_of_parts_are_named_by_their_path():
    nested = {"lines": [{"units": ["too many"]}, {}], "non_field_errors": ["odd"]}
    assert [(each["field"], each["detail"]) for each in flat(nested)] == [("lines.units", "too many"), ("", "odd")]
