"""The activity of a company, of a contact, and of the whole tenant: one entry for what happened, in words."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise

from billing.models import InvoiceSettings
from companies.extensions import shown
from companies.models import Company
from companies.wording import Wording, names_of
from core.authorship import Door, acting_as, through
from core.history import omitted_columns
from events.models import Event
from events.reading import Narrowed, Stream, of_company
from tenants.models import Tenant, TenantOwned
from tests.cast import new_contact
from tests.support.queries import at_most

pytestmark = pytest.mark.django_db

COMPANY = "/rheintal/customers/{pk}/activity/"
TENANT = "/rheintal/customers/activity/"
CONTACT = "/rheintal/contacts/{pk}/activity/"
RECORDED = [
    model
    for model in apps.get_models()
    if model is Tenant or (issubclass(model, TenantOwned) and not model._meta.proxy and not model.keeps_no_history)
]


def _entries(client, url, **query) -> list[str]:
    page = client.get(url, query)
    assert page.status_code == 200
    soup = BeautifulSoup(page.content, "html.parser")
    return [" ".join(entry.get_text(" ", strip=True).split()) for entry in soup.select(".timeline > li")]


def _raw(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _all_of(company, narrowed: Narrowed) -> list[tuple]:
    events, changes = of_company(company.pk)
    stream, key, found = Stream(events=events, changes=changes, narrowed=narrowed), None, []
    while True:
        part = stream.older(key, 3)
        found += [(type(record), record.pk) for record in part.records]
        if part.end is None:
            return found
        key = part.end


def test_what_raw_sql_changed_stands_between_the_events(client_of, jana, weinhold):
    _raw("UPDATE companies_company SET phone = '+49 7621 99' WHERE id = %s", weinhold.pk)

    [changed, *_rest] = _entries(client_of(jana), COMPANY.format(pk=weinhold.pk))

    assert changed.startswith("H Record changed: Company · Weinhold Steuerberatung GmbH")
    assert "Phone: — → +49 7621 99" in changed


def test_an_event_and_its_field_changes_are_one_entry(client_of, jana, weinhold):
    client = client_of(jana)
    before = len(_entries(client, COMPANY.format(pk=weinhold.pk)))
    weinhold.update_details(values={"city": "Basel"}, seen=1, by=jana)

    entries = _entries(client, COMPANY.format(pk=weinhold.pk))

    assert len([entry for entry in entries if "Basel" in entry]) == 1
    assert entries[0].count("Weil am Rhein → Basel") == 1
    assert len(entries) <= before + 1


def test_a_link_is_shown_by_its_name_and_a_choice_by_its_word(client_of, jana, petra, weinhold, obertal):
    Company.objects.filter(pk=weinhold.pk).update(manager=petra, type="prospect", parent=obertal, parent_link="branch")

    [changed, *_rest] = _entries(client_of(jana), COMPANY.format(pk=weinhold.pk))

    assert "Account manager: Jana Roth → Petra Kern" in changed
    assert "Type: Customer → Prospect" in changed
    assert "— → Gemeinde Obertal" in changed


def test_the_right_of_a_contact_is_shown_by_its_word_though_it_stands_in_the_access():
    words = Wording(names={}, currency="EUR")

    assert words.value("contacts.contact", "right", "basic") == "Basic: own tickets"
    assert words.value("contacts.contact", "nonsense", "basic") == "basic"


def test_a_linked_customer_that_one_does_not_see_is_not_named(client_of, tom, weinhold, geheim):
    Company.objects.filter(pk=weinhold.pk).update(parent=geheim, parent_link="branch")

    [changed, *_rest] = _entries(client_of(tom), COMPANY.format(pk=weinhold.pk))

    assert "Geheim" not in changed
    assert "not there any more, or not visible to you" in changed


def test_prices_changed_past_the_events_are_hidden_like_their_events(client_of, jana, tom, weinhold):
    settings = InvoiceSettings.objects.create(tenant_id=weinhold.tenant_id, company=weinhold)
    InvoiceSettings.objects.filter(pk=settings.pk).update(vat_id="DE129273398")
    url = COMPANY.format(pk=weinhold.pk)

    assert any("DE129273398" in entry for entry in _entries(client_of(jana), url))
    assert not any("DE129273398" in entry for entry in _entries(client_of(tom), url))
    assert "DE129273398" not in client_of(tom).get(url + "export/").getvalue().decode()


def test_the_activity_is_narrowed_by_kind_person_door_field_and_period(client_of, jana, weinhold, miriam):
    with acting_as(jana), through(Door.API):
        Company.objects.filter(pk=weinhold.pk).update(phone="1")
    _raw("UPDATE contacts_contact SET mobile = '2' WHERE id = %s", miriam.pk)
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk)
    tomorrow = timezone.localdate() + timedelta(days=1)

    assert all("Phone" in entry for entry in _entries(client, url, door="api"))
    assert len(_entries(client, url, actor=f"member-{jana.pk}")) == 1
    assert all("Contact" in entry or "Portal" in entry for entry in _entries(client, url, area="contacts"))
    assert [entry for entry in _entries(client, url, field="mobil")] == [
        entry for entry in _entries(client, url) if "Mobile" in entry
    ]
    assert _entries(client, url, since=tomorrow.isoformat()) == []
    assert _entries(client, url, field="no such field") == []


@pytest.mark.parametrize(
    "query",
    [
        {"behind": "x"}, {"behind": "2026-01-01T00:00:00~e~1"}, {"behind": "2026-01-01T00:00:00+00:00~e~" + "9" * 30},
        {"area": "companies__name"}, {"actor": "member-99999999999999999999"}, {"door": "\x00"}, {"field": "\x00"},
        {"since": "99999-01-01"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"field": "x" * 5000},
        {"since": "2026-05-05", "until": "2026-01-01"}, {"behind": "0001-01-01T00:00:00+14:00~c~1"},
    ],
)  # fmt: skip
def test_what_is_no_answer_to_a_filter_is_said_and_never_an_error(client_of, alice, weinhold, query):
    client = client_of(alice)
    for url in (COMPANY.format(pk=weinhold.pk), TENANT, COMPANY.format(pk=weinhold.pk) + "export/"):
        assert client.get(url, query).status_code == 200


def test_older_entries_follow_by_key_and_none_is_shown_twice_or_left_out(client_of, jana, weinhold):
    moment = timezone.now()
    Event.objects.bulk_create(
        [
            Event(
                tenant_id=weinhold.tenant_id, key="companies.company_changed",
                at=moment - timedelta(minutes=number // 3), company_id=weinhold.pk,
                subject_type="companies.company", subject_id=weinhold.pk,
                subject_label="x", actor_kind="system", changes={"phone": ["", str(number)]},
            )
            for number in range(120)
        ]
    )  # fmt: skip
    client, url, seen = client_of(jana), COMPANY.format(pk=weinhold.pk), []
    while url:
        soup = BeautifulSoup(client.get(url).content, "html.parser")
        seen += [
            line.get_text().split("→ ")[1] for line in soup.select(".timeline__changes div") if "Phone" in line.text
        ]
        older = soup.select_one("a[rel=next]")
        url = COMPANY.format(pk=weinhold.pk) + older["href"] if older else ""

    assert sorted(map(int, seen)) == list(range(120))


@pytest.mark.parametrize("most", [1, 2, 7, 50])
def test_whatever_is_looked_through_at_a_time_everything_is_found_in_the_end(jana, weinhold, monkeypatch, most):
    moment = timezone.now()
    for number in range(12):
        with acting_as(jana), through(Door.API if number % 3 else Door.PAGE):
            Company.objects.filter(pk=weinhold.pk).update(phone=str(number), note=str(number % 2))
    Event.objects.bulk_create(
        [
            Event(
                tenant_id=weinhold.tenant_id, key="companies.company_changed", at=moment - timedelta(days=number // 4),
                company_id=weinhold.pk, subject_type="companies.company", subject_id=weinhold.pk, subject_label="x",
                actor_kind="system", door="api" if number % 5 else "page", changes={"phone": ["", str(number)]},
            )
            for number in range(20)
        ]
    )  # fmt: skip
    wanted = [Narrowed(door="api"), Narrowed(area="companies", door="page"), Narrowed(fields=frozenset({"phone"}))]
    at_once = [_all_of(weinhold, narrowed) for narrowed in wanted]

    monkeypatch.setattr("events.reading.LOOKED_THROUGH", most)
    monkeypatch.setattr("events.reading.READ_THROUGH", most)

    assert [_all_of(weinhold, narrowed) for narrowed in wanted] == at_once
    assert all(at_once)


def test_the_page_says_how_far_it_looked_back_and_goes_on_from_there(client_of, jana, weinhold, monkeypatch):
    monkeypatch.setattr("events.reading.LOOKED_THROUGH", 1)
    with acting_as(jana), through(Door.IMPORT):
        Company.objects.filter(pk=weinhold.pk).update(phone="1")
    with acting_as(jana), through(Door.PAGE):
        Company.objects.filter(pk=weinhold.pk).update(phone="2")
    client, url = client_of(jana), COMPANY.format(pk=weinhold.pk)

    first = BeautifulSoup(client.get(url, {"door": "import"}).content, "html.parser")
    further = first.select_one("a[rel=next]")
    second = BeautifulSoup(client.get(url + further["href"]).content, "html.parser")

    assert "No matches so far. Looked back to" in first.text
    assert further.text == "Look further back"
    assert "Phone: — → 1" in second.select_one(".timeline").text


def test_the_contact_shows_what_happened_to_it_and_to_its_access(client_of, jana, weinhold, miriam, carl):
    _raw("UPDATE contacts_contact SET mobile = '+49 170 1' WHERE id IN (%s, %s)", miriam.pk, carl.pk)
    _raw("UPDATE contacts_portalaccess SET is_enabled = false WHERE contact_id = %s", miriam.pk)

    entries = _entries(client_of(jana), CONTACT.format(pk=miriam.pk))

    assert any("— → +49 170 1" in entry for entry in entries)
    assert any("Portal access" in entry and "Yes → No" in entry for entry in entries)
    assert not any("Carl" in entry for entry in entries)


def test_an_admin_reads_who_changed_permissions_and_settings(client_of, alice, jana, weinhold):
    jana.change_roles(roles=["account_manager", "billing_admin"], by=alice)
    Tenant.objects.filter(pk=alice.tenant_id).update(currency="CHF")
    client = client_of(alice)

    entries = _entries(client, TENANT, area="tenants")

    assert any("Jana Roth" in entry and "Account manager, Billing admin" in entry for entry in entries)
    assert any("Currency: EUR → CHF" in entry for entry in entries)
    assert any("Weinhold Steuerberatung GmbH" in entry for entry in _entries(client, TENANT, area="companies"))


def test_the_whole_tenant_is_for_admins_only(client_of, jana):
    assert client_of(jana).get(TENANT).status_code == 403
    assert client_of(jana).get(TENANT + "export/").status_code == 403


def test_the_tenants_activity_looks_back_thirty_days_and_at_most_a_year(client_of, alice):
    client = client_of(alice)
    page = BeautifulSoup(client.get(TENANT).content, "html.parser")
    month_ago = timezone.localdate() - timedelta(days=30)

    assert page.select_one("input[name=since]")["value"] == month_ago.isoformat()
    assert b"at most a year" in client.get(TENANT, {"since": "2001-01-01"}).content


def test_the_file_holds_what_is_shown_and_no_formula(client_of, jana, weinhold):
    with acting_as(jana), through(Door.PAGE):
        Company.objects.filter(pk=weinhold.pk).update(phone="=1+1", website="https://example.org")

    answer = client_of(jana).get(COMPANY.format(pk=weinhold.pk) + "export/", {"actor": f"member-{jana.pk}"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    assert rows[0] == ["When", "Who", "Door", "Company", "What", "Record", "Field", "Before", "After"]
    assert {(row[1], row[2], row[6], row[8]) for row in rows[1:]} == {
        ("Jana Roth", "Web page", "Phone", "'=1+1"),
        ("Jana Roth", "Web page", "Website", "https://example.org"),
    }


def test_who_came_through_which_door_is_told_by_every_request(client_of, alice, weinhold):
    client = client_of(alice)
    posted = client.post(f"/rheintal/customers/{weinhold.pk}/deactivate/")

    assert posted.status_code == 303
    event = Event.objects.get(key="companies.company_deactivated")
    assert (event.door, event.actor_name) == ("page", "Alice Albrecht")


def test_a_page_asks_the_same_however_much_happened(client_of, alice, weinhold, obertal, petra):
    for number in range(60):
        new_contact(weinhold, "A", f"B{number}")
    for manager in (petra, alice):
        Company.objects.all().update(manager=manager)
    client = client_of(alice)

    with at_most(20):
        client.get(COMPANY.format(pk=weinhold.pk))
    with at_most(12):
        client.get(TENANT)


def test_records_of_several_kinds_are_named_in_one_query(alice, weinhold, miriam):
    Company.objects.visible_to(alice)  # so that it is known already which companies
    links = [("companies.company", weinhold.pk), ("contacts.contact", miriam.pk), ("tenants.member", alice.pk)]

    with at_most(1):
        named = names_of(links, member=alice)

    assert set(named) == set(links)


def _has_words(model) -> bool:
    return model._meta.label_lower in shown.record_words or isinstance(model._meta.verbose_name, Promise)


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model._meta.label_lower)
def test_every_record_and_every_field_on_record_is_called_something_in_german(model):
    """Give a model or field a translated `verbose_name`, or a line in `config/record_words.py`."""
    left_out = {"id", "created_at"} if model is Tenant else set(omitted_columns(model))
    nameless = [
        field.name
        for field in model._meta.local_concrete_fields
        if field.column not in left_out
        and not isinstance(field.verbose_name, Promise)
        and field.name not in shown.field_words
        and not (field.is_relation and _has_words(field.related_model))
    ]

    assert _has_words(model)
    assert nameless == []


def test_words_are_german_for_a_german_reader(client_of, jana, weinhold):
    jana.user.language = "de"
    jana.user.save()
    Company.objects.filter(pk=weinhold.pk).update(phone="1")

    [changed, *_rest] = _entries(client_of(jana), COMPANY.format(pk=weinhold.pk))

    assert changed.startswith("H Datensatz geändert: Firma · ")
    assert "Telefon: — → 1" in changed
