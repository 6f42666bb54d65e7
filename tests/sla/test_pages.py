"""The pages and forms of service levels."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from sla.forms import IssueServiceLevelForm, ServiceLevelForm
from sla.models import Assignment, IssueType, Priority, ServiceLevel
from sla.operations import create_own_service_level
from tests.support.queries import at_most


def url(name, *args):
    return reverse(f"sla:{name}", args=["rheintal", *args])


def level(name):
    return ServiceLevel.objects.get(name=name)


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def test_the_list_shows_what_is_shared_and_the_own_ones_of_customers_one_sees(
    client_of, seeded, tom, jana, weinhold, obertal
):
    create_own_service_level(company=weinhold, copy_of=level("Gold"), name="Weinhold only", by=jana)
    create_own_service_level(company=obertal, copy_of=level("Gold"), name="Obertal only", by=jana)

    shown = text_of(client_of(tom).get(url("list")))

    assert "Bronze" in shown
    assert "Weinhold only" in shown
    assert "Obertal only" not in shown


def test_the_list_ends_somewhere_and_says_so(client_of, seeded, jana, weinhold, obertal, monkeypatch):
    for company in (weinhold, obertal):
        create_own_service_level(company=company, copy_of=level("Gold"), name=f"For {company.name}", by=jana)
    monkeypatch.setattr("sla.views.SHOWN", 1)

    shown = text_of(client_of(jana).get(url("list")))

    assert shown.count(" For ") == 1
    assert "Further ones stand on the pages of their customers." in shown


def test_a_service_level_of_a_customer_one_does_not_see_is_not_there(client_of, seeded, tom, jana, obertal, mallory):
    own = create_own_service_level(company=obertal, copy_of=level("Gold"), name="Obertal only", by=jana)

    assert client_of(tom).get(url("detail", own.pk)).status_code == 404
    assert client_of(mallory).get(url("detail", own.pk)).status_code == 404
    assert client_of(jana).get(url("detail", own.pk)).status_code == 200


def test_the_page_shows_targets_and_hours(client_of, seeded, tom):
    shown = text_of(client_of(tom).get(url("detail", level("Bronze").pk)))

    for expected in ("Critical", "8:00–12:00, 13:00–17:00", "Server › Outage", "Monday", "closed"):
        assert expected in shown


def test_only_an_admin_edits_what_is_shared(client_of, seeded, jana, alice):
    address = url("edit", level("Bronze").pk)

    assert client_of(jana).get(address).status_code == 403
    assert client_of(alice).post(address, {"version": 1, "critical_response": "45 min"}).status_code == 303
    assert level("Bronze").objective_for(Priority.CRITICAL).response_minutes == 45


def test_a_time_that_is_none_is_refused_at_its_field_and_kept(client_of, seeded, alice):
    page = client_of(alice).post(url("edit", level("Bronze").pk), {"version": 1, "critical_response": "soon"})

    assert page.status_code == 422
    assert 'value="soon"' in page.content.decode()


def test_the_second_of_two_editors_is_told_and_loses_nothing(client_of, seeded, alice):
    client, address = client_of(alice), url("edit", level("Bronze").pk)
    client.post(address, {"version": 1, "critical_response": "45 min"})

    told = client.post(address, {"version": 1, "critical_response": "20 min"})

    assert told.status_code == 409
    assert "Critical, First response 45 min 20 min" in text_of(told)
    assert 'value="20 min"' in told.content.decode()
    assert client.post(address, {"version": 2, "critical_response": "20 min"}).status_code == 303


def test_a_technician_does_not_choose_for_a_customer(client_of, seeded, tom, weinhold):
    for name in ("choose", "choose_by_issue", "new_own"):
        assert client_of(tom).get(url(name, weinhold.pk)).status_code == 403
    assert client_of(tom).get(url("company_tab", weinhold.pk)).status_code == 200


def test_pages_of_a_customer_one_does_not_see_are_not_there(client_of, seeded, tom, obertal, alice):
    assert client_of(tom).get(url("company_tab", obertal.pk)).status_code == 404
    assert client_of(alice).get(url("choose", 10**9)).status_code == 404


def test_choosing_a_shared_one(client_of, seeded, jana, weinhold):
    answer = client_of(jana).post(url("choose", weinhold.pk), {"service_level": level("Silber").pk})

    assert answer.status_code == 303
    assert Assignment.objects.get(company=weinhold).service_level.name == "Silber"
    assert "Silber" in text_of(client_of(jana).get(answer.url))


def test_choosing_nothing_is_refused(client_of, seeded, jana, weinhold):
    assert client_of(jana).post(url("choose", weinhold.pk), {"own_name": ""}).status_code == 422


def test_choosing_one_of_its_own_copies_and_assigns(client_of, seeded, jana, weinhold):
    data = {"service_level": level("Gold").pk, "own_name": "Weinhold", "high_response": "20 min"}

    assert client_of(jana).post(url("choose", weinhold.pk), data).status_code == 303

    own = Assignment.objects.get(company=weinhold).service_level
    assert (own.company, own.name) == (weinhold, "Weinhold")
    assert own.objective_for(Priority.HIGH).response_minutes == 20


def test_times_of_its_own_without_a_name_are_refused_and_the_part_stays_open(client_of, seeded, jana, weinhold):
    data = {"service_level": level("Gold").pk, "high_response": "20 min"}

    page = client_of(jana).post(url("choose", weinhold.pk), data)

    assert page.status_code == 422
    assert BeautifulSoup(page.content, "html.parser").select_one("details#own[open]")
    assert not Assignment.objects.exists()


def test_a_forged_service_level_of_another_customer_is_refused(client_of, seeded, jana, weinhold, obertal):
    theirs = create_own_service_level(company=obertal, copy_of=level("Gold"), name="Theirs", by=jana)

    assert client_of(jana).post(url("choose", weinhold.pk), {"service_level": theirs.pk}).status_code == 422
    assert client_of(jana).post(url("choose_by_issue", weinhold.pk), {"whole": theirs.pk}).status_code == 422
    assert not Assignment.objects.filter(company=weinhold).exists()


def test_by_issue_type_one_sets_changes_and_takes_away(client_of, seeded, jana, weinhold):
    mail, spam = IssueType.objects.get(name="E-mail", parent=None), IssueType.objects.get(name="Spam")
    internal, gold = ServiceLevel.objects.get(commitment="internal"), level("Gold")
    address = url("choose_by_issue", weinhold.pk)
    first = {"whole": internal.pk, f"issue_{mail.pk}": gold.pk, "new_sub_issue": spam.pk, "new_level": internal.pk}

    assert client_of(jana).post(address, first).status_code == 303
    assert Assignment.objects.count() == 3
    assert client_of(jana).post(address, {"whole": gold.pk, f"sub_{spam.pk}": gold.pk}).status_code == 303

    found = {(each.issue, each.sub_issue): each.service_level for each in Assignment.objects.all()}
    assert found == {(None, None): gold, (mail, spam): gold}


def test_a_free_row_that_is_half_filled_is_refused(client_of, seeded, jana, weinhold):
    spam = IssueType.objects.get(name="Spam")

    page = client_of(jana).post(url("choose_by_issue", weinhold.pk), {"new_sub_issue": spam.pk})

    assert page.status_code == 422


def test_the_forms_serve_the_wizard_too(seeded, jana, weinhold):
    form = ServiceLevelForm({"service_level": level("Gold").pk}, company=weinhold)
    assert form.is_valid()
    assert form.apply(lambda: form.carry_out(by=jana))

    form = IssueServiceLevelForm({"whole": level("Silber").pk}, company=weinhold)
    assert form.is_valid()
    assert form.apply(lambda: form.carry_out(by=jana))
    assert Assignment.objects.get(company=weinhold).service_level == level("Silber")


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_asks_a_bounded_number_of_questions(client_of, seeded, jana, weinhold, count):
    for number in range(count):
        create_own_service_level(company=weinhold, copy_of=level("Gold"), name=f"Own {number}", by=jana)
    client = client_of(jana)
    client.get(url("list"))

    with at_most(12):
        client.get(url("list"))
