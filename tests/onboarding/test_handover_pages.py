"""The sales hand-over on its page: the agreement on file, and the signature under what was seen."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.errors import EditConflict
from onboarding.models import SalesHandover, Signature, StepState
from tests.onboarding.looking import page
from tests.support.shown import carried

SIGN = "form:has([name=part][value=sign])"


def test_an_agreement_is_kept_and_only_handed_out_as_a_download(both, client_of, jana, tom, sina, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    handover = SalesHandover.objects.for_company(both.company)
    file = SimpleUploadedFile("Vertrag Weinhold.pdf", b"%PDF-1.7 agreed", content_type="text/html")
    data = {"part": "main", "version": handover.version, "scope": "All", "exclusions": "None", "promises": "None"}

    response = client_of(jana).post(page(both, "sales_handover"), {**data, "agreement": file})
    download = client_of(jana).get(reverse("onboarding:agreement", args=["rheintal", both.pk]))

    assert response.status_code == 303
    assert b"".join(download.streaming_content) == b"%PDF-1.7 agreed"
    assert download["Content-Disposition"].startswith("attachment")
    assert download["X-Content-Type-Options"] == "nosniff"
    url = reverse("onboarding:agreement", args=["rheintal", both.pk])
    assert client_of(tom).get(url).status_code == 403
    assert client_of(sina).get(url).status_code == 404


def test_of_agreements_only_the_one_on_file_is_kept(both, jana, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    handover = SalesHandover.objects.for_company(both.company)

    def put_on_file(content: bytes, *, seen: int) -> None:
        pdf = SimpleUploadedFile("Agreement.pdf", content)
        SalesHandover.objects.get().update_details(values={}, seen=seen, by=jana, agreement=pdf)

    with django_capture_on_commit_callbacks(execute=True):
        put_on_file(b"%PDF-1.7 first", seen=handover.version)
        put_on_file(b"%PDF-1.7 second", seen=handover.version + 1)
        with pytest.raises(EditConflict):
            put_on_file(b"%PDF-1.7 too late", seen=handover.version)

    [kept] = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept.read_bytes() == b"%PDF-1.7 second"


def test_a_complete_hand_over_leads_to_its_signature_and_that_on(both, client_of, jana, alice, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    handover = SalesHandover.objects.for_company(both.company)
    file = SimpleUploadedFile("Agreement.pdf", b"%PDF-1.7 agreed")
    data = {"part": "main", "then": "continue", "scope": "All", "exclusions": "None", "promises": "None"}
    here = page(both, "sales_handover")

    complete = client_of(jana).post(here, {**data, "version": handover.version, "agreement": file})
    by_another = client_of(alice).post(here, {**data, "version": handover.version + 1})
    signed = client_of(jana).post(here, carried(client_of(jana), here, SIGN))

    assert complete.url == f"{here}#sign"
    assert not by_another.url.endswith("#sign"), "the account manager signs, and nobody else"
    assert signed.url == page(both, "primary_contact"), "the next step that is open"
    assert both.steps.get(key="sales_handover").state == StepState.DONE


def test_the_hand_over_is_signed_as_it_was_seen(both, client_of, jana, alice):
    handover = SalesHandover.objects.for_company(both.company)
    agreed = {"scope": "All", "exclusions": "None", "promises": "None"}
    pdf = SimpleUploadedFile("Agreement.pdf", b"%PDF-1.7 agreed")
    handover.update_details(values=agreed, seen=handover.version, by=jana, agreement=pdf)
    here, client = page(both, "sales_handover"), client_of(jana)
    shown = carried(client, here, SIGN)
    handover.update_details(values={"promises": "All of it for free"}, seen=handover.version, by=alice)

    refused = client.post(here, shown)

    assert refused.status_code == 422
    text = refused.content.decode()
    assert "has changed since you looked" in text and "All of it for free" in text
    assert not Signature.objects.exists()
    client.post(here, carried(client, here, SIGN))
    assert both.steps.get(key="sales_handover").state == StepState.DONE
