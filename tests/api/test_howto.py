"""docs/howto/use-the-api.md: its requests do what it says."""

import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings

from companies.models import Company
from tests.support.api import Program

pytestmark = pytest.mark.django_db
TEXT = (Path(settings.BASE_DIR) / "docs" / "howto" / "use-the-api.md").read_text()
EXAMPLES = re.findall(r"^\$ (curl .*)\nHTTP/1.1 (\d+) ", TEXT, re.M)


def asked(program: Program, command: str):
    """What the command would send, sent by the test's client."""
    words = iter(shlex.split(command)[1:])
    method, headers, body, address = "GET", {}, None, ""
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _colon, value = next(words).partition(": ")
            headers[name] = value
        elif word == "-d":
            body = next(words)
        elif word != "-i":
            address = word
    return program.ask(method, address, body, **headers)


def test_the_examples_answer_as_they_say(jana, alice, weinhold):
    program = Program(jana)
    known = {
        "$TOKEN": program.secret,
        "$HANDOVER": "/rheintal/api/v1",
        "$MEMBER": str(alice.pk),
        "$CUSTOMER": str(weinhold.pk),
    }
    answers = []

    for command, _status in EXAMPLES:
        if "$COMPANY" in command:
            known["$COMPANY"] = str(Company.objects.get(name="Kaiserstuhl Logistik GmbH").pk)
        for name, value in known.items():
            command = command.replace(f"'{name}'", value).replace(name, value)
        answers.append(str(asked(program, command).status_code))

    assert len(EXAMPLES) > 8
    assert answers == [status for _command, status in EXAMPLES]
