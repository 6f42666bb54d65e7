"""Who gets in, and where one lands."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in_and_back(client, rheintal):
    response = client.get("/rheintal/")
    assert response.status_code == 302
    assert response.url == "/accounts/login/?next=/rheintal/"


def test_another_tenant_is_not_there(client_of, rheintal, mallory):
    assert client_of(mallory).get("/rheintal/").status_code == 404


def test_a_tenant_that_does_not_exist_is_not_there(client_of, alice):
    assert client_of(alice).get("/nowhere/").status_code == 404
