"""Columns as a person wants them, and saved views: what is kept, for whom, and who may change it."""

import pytest
from bs4 import BeautifulSoup

from core.errors import DomainError, NotAllowed
from tenants.models import ListArrangement, SavedView

LIST = "/rheintal/customers/"
COLUMNS = "/rheintal/lists/companies/columns/"
NEW = "/rheintal/lists/companies/views/new/"


def page(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def headings(response) -> list[str]:
    return [cell.get_text(strip=True) for cell in page(response).select("thead th[data-ui-column]")]


def tabs(response) -> list[str]:
    return [each.get_text(strip=True) for each in page(response).select(".tabs a")]


def names(response) -> list[str]:
    return [cell.get_text(strip=True) for cell in page(response).select("tbody th")]


def test_columns_their_order_and_widths_are_kept_for_the_person(client_of, jana, alice, weinhold):
    client = client_of(jana)

    response = client.post(
        COLUMNS,
        {"order": ["city", "manager", "type"], "column": ["manager", "city"], "width-city": "120", "next": LIST},
    )

    assert response.url == LIST
    shown = client.get(LIST)
    assert headings(shown) == ["Company", "City", "Account manager"]
    assert [col.get("width") for col in page(shown).select("col")] == [None, None, "120", None, None]
    assert headings(client_of(alice).get(LIST)) != headings(shown)


def test_the_buttons_move_a_column_without_a_script_and_save_nothing(client_of, jana, rheintal):
    response = client_of(jana).post(
        COLUMNS, {"order": ["city", "manager"], "column": ["city", "manager"], "up": "manager", "next": LIST}
    )

    order = [each["value"] for each in page(response).select("[name=order]")]
    assert order[:2] == ["manager", "city"]
    assert [each["value"] for each in page(response).select("[name=column][checked]")] == ["manager", "city"]
    assert not ListArrangement.objects.exists()


def test_the_list_goes_back_to_its_usual_columns(client_of, jana, rheintal):
    client = client_of(jana)
    usual = headings(client.get(LIST))
    client.post(COLUMNS, {"order": ["city"], "column": ["city"], "next": LIST})

    client.post(COLUMNS, {"reset": "1", "next": LIST})

    assert headings(client.get(LIST)) == usual


def test_drawing_one_column_wider_keeps_the_others(client_of, jana, rheintal):
    client = client_of(jana)
    before = headings(client.get(LIST))

    assert client.post(COLUMNS, {"resize": "manager", "width-manager": "5000"}).status_code == 204

    assert headings(client.get(LIST)) == before
    assert dict(ListArrangement.remembered(jana, "companies").columns)["manager"] == 900


@pytest.mark.parametrize("column", ["manager__user__password", "pk", "", "\x00", "x" * 500])
def test_a_column_that_is_not_declared_is_not_kept(client_of, jana, rheintal, column):
    client_of(jana).post(
        COLUMNS, {"order": [column, "city"], "column": [column, "city"], f"width-{column}": "1", "next": LIST}
    )

    assert ListArrangement.objects.get().columns == [["name", None], ["city", None]]


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/nordlicht/", "", "javascript:x"])
def test_one_comes_back_to_an_address_of_ours_only(client_of, jana, rheintal, there):
    assert client_of(jana).post(COLUMNS, {"order": ["city"], "next": there}).url == "/rheintal/"


def test_a_view_keeps_search_filter_sort_and_columns(client_of, jana, weinhold, obertal):
    client = client_of(jana)
    form = page(client.get(NEW, {"q": "ober", "sort": "-name", "columns": ["name", "city"], "x__y": "1", "next": LIST}))
    state = form.select_one("[name=state]")["value"]

    saved = client.post(NEW, {"name": "Obertal", "state": state, "next": LIST}, follow=True)

    assert names(saved) == ["Gemeinde Obertal"]
    assert headings(saved) == ["Company", "City"]
    assert tabs(saved)[-1] == "Obertal"
    assert "x__y" not in SavedView.objects.get().state


def test_the_address_may_say_otherwise_than_its_view(client_of, jana, weinhold, obertal):
    view = SavedView.keep(owner=jana, grid="companies", name="A", state="q=ober", is_shared=False)
    client = client_of(jana)

    assert names(client.get(f"{LIST}?view={view.key}&q=")) == ["Gemeinde Obertal", "Weinhold Steuerberatung GmbH"]
    assert names(client.get(f"{LIST}?view={view.key}&q=weinh")) == ["Weinhold Steuerberatung GmbH"]


def test_a_view_made_from_one_of_ours_stays_as_narrow(client_of, jana, alice, weinhold, geheim):
    view = SavedView.keep(owner=alice, grid="companies", name="A", state="view=my&sort=name", is_shared=True)

    assert names(client_of(alice).get(f"{LIST}?view={view.key}")) == []
    assert "Weinhold Steuerberatung GmbH" in names(client_of(jana).get(f"{LIST}?view={view.key}"))


def test_a_view_is_read_again_when_it_is_used(client_of, jana, weinhold):
    state = "sort=manager__user__password&type=none&columns=secret&q=%00&entered-from=9999-99-99&number=%27"
    view = SavedView.keep(owner=jana, grid="companies", name="A", state=state, is_shared=False)

    response = client_of(jana).get(f"{LIST}?view={view.key}")

    assert response.status_code == 200
    assert b"user__password" not in response.content


@pytest.mark.parametrize("state", ["territory=999999", "manager=999999", "view=gone", "family=999999"])
def test_a_view_whose_value_has_vanished_finds_nothing_and_says_so(client_of, jana, weinhold, state):
    view = SavedView.keep(owner=jana, grid="companies", name="A", state=state, is_shared=False)

    response = client_of(jana).get(f"{LIST}?view={view.key}")

    assert names(response) == []
    [chip] = page(response).select(".chip")
    assert "not found" in chip.get_text()
    assert names(client_of(jana).get(chip["href"])) == ["Weinhold Steuerberatung GmbH"]


def test_ones_own_view_is_seen_by_nobody_else_until_it_is_shared(client_of, jana, alice, weinhold):
    view = SavedView.keep(owner=jana, grid="companies", name="Meine", state="", is_shared=False)
    his = client_of(alice)
    assert "Meine" not in tabs(his.get(LIST))
    assert his.get(f"/rheintal/lists/views/{view.pk}/").status_code == 404

    client_of(jana).post(f"/rheintal/lists/views/{view.pk}/", {"name": "Unsere", "is_shared": "on", "next": LIST})

    assert "Unsere" in tabs(his.get(LIST))


def test_only_the_owner_and_admins_change_a_shared_view(jana, alice, petra):
    view = SavedView.keep(owner=jana, grid="companies", name="A", state="", is_shared=True)

    with pytest.raises(NotAllowed):
        view.change(name="B", is_shared=True, by=petra)
    with pytest.raises(NotAllowed):
        view.remove(by=petra)
    view.change(name="B", is_shared=True, by=alice)
    view.remove(by=jana)

    assert not SavedView.objects.exists()


def test_an_admin_does_not_change_what_is_not_shared(jana, alice):
    view = SavedView.keep(owner=jana, grid="companies", name="A", state="", is_shared=False)

    with pytest.raises(NotAllowed):
        view.remove(by=alice)


def test_two_views_of_one_person_have_different_names(client_of, jana, rheintal):
    SavedView.keep(owner=jana, grid="companies", name="Große", state="", is_shared=False)

    response = client_of(jana).post(NEW, {"name": "grosse", "state": "q=x", "next": LIST})

    assert response.status_code == 422
    assert "of this name already" in response.content.decode()
    assert "q=x" in page(response).select_one("[name=state]")["value"]
    with pytest.raises(DomainError):
        SavedView.keep(owner=jana, grid="companies", name="GROSSE", state="", is_shared=False)


def test_a_view_can_take_over_what_the_list_shows(client_of, jana, weinhold, obertal):
    view = SavedView.keep(owner=jana, grid="companies", name="A", state="q=ober", is_shared=False)
    client = client_of(jana)

    client.post(f"/rheintal/lists/views/{view.pk}/", {"name": "A", "take_over": "1", "state": "q=weinh", "next": LIST})

    assert names(client.get(f"{LIST}?view={view.key}")) == ["Weinhold Steuerberatung GmbH"]


def test_a_list_that_is_not_there_has_no_columns(client_of, jana, rheintal):
    assert client_of(jana).get("/rheintal/lists/nothing/columns/").status_code == 404
    assert client_of(jana).post("/rheintal/lists/nothing/views/new/", {"name": "A"}).status_code == 404
