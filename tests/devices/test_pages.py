import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from devices.models import Coverage, Device, Review
from devices.operations import cover_devices
from imports.models import ImportRun
from tests.devices.conftest import FILES, new_contract, new_device, new_level, new_line
from tests.support.queries import at_most


@pytest.fixture
def browser(client_of, tom):
    return client_of(tom)


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def coverage_url(company) -> str:
    return f"/rheintal/devices/customers/{company.pk}/coverage/"


def import_url(company) -> str:
    return f"/rheintal/devices/customers/{company.pk}/import/"


def upload(browser, company, name="ninjaone.csv", **extra):
    file = SimpleUploadedFile(name, (FILES / name).read_bytes())
    return browser.post(import_url(company), {"file": file, **extra})


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_shows_devices_in_a_fixed_number_of_queries(browser, weinhold, obertal, count):
    for number in range(count):
        new_device(weinhold, f"PC-{number:02}")
    new_device(obertal, "SECRET")
    with at_most(12):
        page = soup(browser.get("/rheintal/devices/"))
    assert len(page.select("tbody tr")) == count
    assert "SECRET" not in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=pc", ["PC-01", "PC-02"]),
        ("q=SN2", ["PC-02"]),
        ("q=weinhold", ["PC-01", "PC-02"]),
        ("review=gap", ["PC-01", "PC-02"]),
        ("review=covered", []),
        ("kind=server", []),
        ("use=no", []),
        ("sort=-name", ["PC-02", "PC-01"]),
        ("sort=company__manager__user__password", ["PC-01", "PC-02"]),
        ("company__name=x", ["PC-01", "PC-02"]),
        ("kind=__all__", []),
    ],
)
def test_the_list_is_searched_filtered_and_sorted_by_what_is_declared(browser, weinhold, query, found):
    for number in (1, 2):
        new_device(weinhold, f"PC-0{number}", serial_number=f"SN{number}")
    page = soup(browser.get(f"/rheintal/devices/?{query}"))
    assert [cell.text.strip() for cell in page.select("tbody th a")] == found


def test_many_devices_are_covered_from_one_page(browser, weinhold, workstation, standard, devices):
    page = soup(browser.get(coverage_url(weinhold)))
    assert len(page.select("input[name=devices]")) == 3
    response = browser.post(
        coverage_url(weinhold),
        {"devices": [each.pk for each in devices[:2]], "services": [workstation.pk], "service_level": standard.pk},
    )
    assert (response.status_code, response["Location"]) == (303, coverage_url(weinhold))
    assert Coverage.objects.count() == 2
    assert Device.objects.unreviewed().count() == 1
    assert "2 devices covered." in browser.get(coverage_url(weinhold)).text


def test_at_a_device_without_cover_stands_what_covers_the_others_of_its_kind(browser, weinhold, workstation, devices):
    words = "Most others of this kind are covered by:"
    assert words not in browser.get(coverage_url(weinhold)).text

    browser.post(coverage_url(weinhold), {"devices": [each.pk for each in devices[:2]], "services": [workstation.pk]})

    [gap] = soup(browser.get(coverage_url(weinhold))).select("fieldset > section")
    assert f"{words} {workstation.service}" in gap.text


def test_devices_are_reviewed_without_a_contract(browser, weinhold, devices):
    browser.post(coverage_url(weinhold), {"devices": [devices[0].pk], "decision": "no_contract"})
    assert Device.objects.get(pk=devices[0].pk).review == Review.NO_CONTRACT


def test_nothing_chosen_is_said_and_what_was_ticked_stays(browser, weinhold, workstation, devices):
    response = browser.post(coverage_url(weinhold), {"devices": [devices[1].pk]})
    page = soup(response)
    assert response.status_code == 422
    assert [box["value"] for box in page.select("input[name=devices][checked]")] == [str(devices[1].pk)]
    assert "Choose at least one service" in page.text


def test_forged_ids_are_refused_and_change_nothing(browser, weinhold, workstation, obertal, devices, rheintal):
    other_line, other_device = new_line(new_contract(obertal), "Other"), new_device(obertal)
    other_level = new_level(rheintal, "Own", company=obertal)
    good = {"devices": [devices[0].pk], "services": [workstation.pk]}
    for forged in (
        {"services": [other_line.pk]},
        {"devices": [other_device.pk]},
        {"service_level": other_level.pk},
        {"devices": ["1 or 1=1"]},
        {"services": [str(10**30)]},
    ):
        assert browser.post(coverage_url(weinhold), {**good, **forged}).status_code == 422
    assert not Coverage.objects.exists()


def test_ids_of_another_tenant_are_refused(browser, weinhold, kuestenhof, devices, standard):
    line = new_line(new_contract(kuestenhof))
    response = browser.post(coverage_url(weinhold), {"devices": [devices[0].pk], "services": [line.pk]})
    assert response.status_code == 422
    assert not Coverage.objects.exists()


def test_a_customer_that_one_does_not_see_is_not_there(browser, obertal, kuestenhof, devices):
    hidden = new_device(obertal)
    for url in (
        coverage_url(obertal), import_url(obertal), coverage_url(kuestenhof), f"/rheintal/devices/{hidden.pk}/",
        f"/rheintal/devices/{hidden.pk}/edit/", f"/rheintal/devices/customers/{obertal.pk}/",
        f"/rheintal/devices/customers/{obertal.pk}/new/", f"/nordlicht/devices/{devices[0].pk}/", "/nordlicht/devices/",
    ):  # fmt: skip
        assert browser.get(url).status_code == 404, url
    for verb in ("cover", "no-contract", "deactivate", "activate"):
        assert browser.post(f"/rheintal/devices/{hidden.pk}/{verb}/").status_code == 404


def test_verbs_need_a_post_and_the_capability(client_of, browser, petra, devices):
    device = devices[0]
    for verb in ("cover", "no-contract", "deactivate", "activate"):
        assert browser.get(f"/rheintal/devices/{device.pk}/{verb}/").status_code == 405
        assert client_of(petra).post(f"/rheintal/devices/{device.pk}/{verb}/").status_code == 403
    assert client_of(petra).get(f"/rheintal/devices/{device.pk}/").status_code == 200
    assert client_of(petra).get(f"/rheintal/devices/{device.pk}/edit/").status_code == 403


def test_one_device_is_covered_on_its_page(browser, workstation, devices):
    url = f"/rheintal/devices/{devices[0].pk}/"
    assert browser.post(f"{url}cover/", {"services": [workstation.pk]}).status_code == 303
    page = soup(browser.get(url))
    assert page.select_one("input[name=services]")["checked"] == ""
    assert browser.post(f"{url}cover/", {"services": ["999999"]}).status_code == 422


def test_the_second_of_two_edits_sees_both_versions(browser, client_of, jana, devices):
    url = f"/rheintal/devices/{devices[0].pk}/edit/"
    data = {"name": "Kasse", "kind": "workstation", "is_supported": "on", "version": 1}
    assert client_of(jana).post(url, {**data, "name": "Empfang"}).status_code == 303
    response = browser.post(url, data)
    assert response.status_code == 409
    page = soup(response)
    assert page.select_one("input[name=name]")["value"] == "Kasse"
    assert "Empfang" in page.select_one(".conflict").text
    version = page.select_one("input[name=version]")["value"]
    assert browser.post(url, {**data, "version": version}).status_code == 303
    assert Device.objects.get(pk=devices[0].pk).name == "Kasse"


def test_a_device_is_added_and_taken_out_of_use(browser, weinhold):
    url = f"/rheintal/devices/customers/{weinhold.pk}/new/"
    assert browser.post(url, {"name": "", "kind": "server"}).status_code == 422
    response = browser.post(url, {"name": "NAS", "kind": "server", "mac_address": "3c-52-82-10-00-01"})
    device = Device.objects.get()
    assert (response["Location"], device.mac_address) == (f"/rheintal/devices/{device.pk}/", "3C:52:82:10:00:01")
    browser.post(f"/rheintal/devices/{device.pk}/deactivate/")
    assert not Device.objects.get().is_active


def test_a_file_is_checked_looked_at_and_imported(browser, weinhold):
    assert browser.get(import_url(weinhold)).status_code == 200
    response = upload(browser, weinhold)
    run = ImportRun.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/rheintal/imports/{run.pk}/")
    page = soup(browser.get(response["Location"]))
    assert "NinjaOne" in page.text
    assert not Device.objects.exists()
    assert browser.post(f"/rheintal/imports/{run.pk}/apply/").status_code == 303
    assert Device.objects.count() == 3
    browser.post(f"/rheintal/imports/{run.pk}/apply/")
    assert "imported already" in browser.get(response["Location"]).content.decode()
    assert Device.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"\x89PNG\x00\x01", "neither CSV nor XLSX"), (b"", "empty"), (b"Name\n", "at least one row")],
)
def test_a_wrong_file_is_answered_at_the_field(browser, weinhold, content, words):
    response = browser.post(import_url(weinhold), {"file": SimpleUploadedFile("x.csv", content)})
    assert response.status_code == 422
    assert words in soup(response).select_one(".field__errors").text
    assert not ImportRun.objects.exists()


def test_too_large_a_file_is_refused(browser, weinhold, settings):
    settings.MAX_IMPORT_BYTES = 100
    assert upload(browser, weinhold).status_code == 422


def test_columns_are_corrected_on_the_page(browser, weinhold):
    file = SimpleUploadedFile("x.csv", b"Alpha;Beta\nPC-01;S1\n")
    url = browser.post(import_url(weinhold), {"file": file})["Location"]
    assert browser.post(url, {"layout": "", "column_0": "name", "column_1": "name"}).status_code == 422
    assert browser.post(url, {"layout": "", "column_0": "name", "column_1": "tenant"}).status_code == 422
    assert browser.post(url, {"layout": "", "column_0": "name", "column_1": "serial_number"}).status_code == 303
    assert ImportRun.objects.get().rows.get().action == "create"
    assert browser.post(url, {"layout": "datto", "then": "guess"}).status_code == 303
    assert ImportRun.objects.get().layout == "datto"


@pytest.mark.parametrize(("organisation", "asks"), [("Weinhold Steuerberatung GmbH", False), ("Hof Obertal", True)])
def test_a_file_that_names_somebody_else_is_asked_about(browser, weinhold, organisation, asks):
    lines = (
        f"Display Name,System Name,Organization,UID,Device Role\nPC-01,PC-01,{organisation},u1,Windows Workstation\n"
    )
    url = browser.post(import_url(weinhold), {"file": SimpleUploadedFile("x.csv", lines.encode())})["Location"]

    assert (f"Its lines name somebody else: {organisation}." in browser.get(url).text) == asks


def test_a_run_of_another_customer_is_not_there(browser, client_of, jana, obertal):
    upload(client_of(jana), obertal)
    run = ImportRun.objects.get()
    assert browser.get(f"/rheintal/imports/{run.pk}/").status_code == 404
    assert browser.post(f"/rheintal/imports/{run.pk}/apply/").status_code == 404
    assert browser.post(f"/rheintal/imports/{run.pk}/discard/").status_code == 404


def test_a_dry_run_is_discarded(browser, weinhold):
    url = upload(browser, weinhold)["Location"]
    assert browser.post(f"{url}discard/")["Location"] == import_url(weinhold)
    assert "discarded" in browser.get(url).content.decode()


def test_the_way_back_to_the_wizard_is_kept_and_no_other(browser, weinhold, workstation, devices):
    data = {"devices": [devices[0].pk], "services": [workstation.pk]}
    response = browser.post(coverage_url(weinhold), {**data, "next": "/rheintal/onboarding/1/"})
    assert response["Location"] == "/rheintal/onboarding/1/"
    for elsewhere in ("https://evil.example/rheintal/", "//evil.example/", "/nordlicht/", "javascript:alert(1)"):
        assert browser.post(coverage_url(weinhold), {**data, "next": elsewhere})["Location"] == coverage_url(weinhold)


@pytest.mark.parametrize("count", [2, 20])
def test_the_coverage_page_costs_the_same_for_many(browser, weinhold, workstation, standard, tom, count):
    devices = [new_device(weinhold, f"D{number}") for number in range(count)]
    cover_devices(devices=devices[: count // 2], contract_services=[workstation], service_level=standard, by=tom)
    with at_most(20):
        browser.get(coverage_url(weinhold))
    with at_most(20):
        browser.get(f"/rheintal/devices/customers/{weinhold.pk}/")


def test_text_from_a_file_is_shown_as_text(browser, weinhold):
    file = SimpleUploadedFile("x.csv", b"Name;Model\n<script>alert(1)</script>;<b>x</b>\n")
    url = browser.post(import_url(weinhold), {"file": file})["Location"]
    page = browser.get(url).content.decode()
    assert "<script>alert" not in page
    assert not re.search(r"<b>x</b>", page)


def test_a_refused_verb_is_answered_in_words(browser, weinhold, devices):
    type(weinhold).objects.filter(pk=weinhold.pk).update(is_active=False)
    url = f"/rheintal/devices/{devices[0].pk}/"
    for verb in ("no-contract", "deactivate", "activate"):
        response = browser.post(f"{url}{verb}/", follow=True)
        assert response.status_code == 200
        assert "The company is not active." in response.content.decode()
