"""Search in lists of what belongs to companies: the same rows, whether the companies found are few or many."""

import pytest

import core.searching
from companies import searching
from companies.models import Company
from companies.searching import search_by_company
from core.querying import begins
from devices.models import Device
from tests.cast import new_company
from tests.devices.conftest import new_device
from tests.support.queries import at_most


@pytest.fixture(params=[searching.FEW, 0], ids=["few", "many"])
def devices(request, monkeypatch, jana) -> list[Device]:
    """Of three customers; found by looking them up, and by asking each."""
    monkeypatch.setattr(searching, "FEW", request.param)
    names = ("Muster Bau GmbH", "Muster Werke AG", "Anders GmbH")
    return [new_device(new_company(jana, name), f"PC-{number}") for number, name in enumerate(names)]


def found(text: str, **own) -> list[str]:
    rows = search_by_company(Device.objects.all(), text, own=[begins(name, value) for name, value in own.items()])
    return sorted(rows.values_list("name", flat=True))


@pytest.mark.usefixtures("devices")
def test_all_words_of_the_text_narrow():
    assert found("must") == ["PC-0", "PC-1"]
    assert found("muster gmb") == ["PC-0"]
    assert found("muster nichts") == []


@pytest.mark.usefixtures("devices")
def test_what_the_rows_say_themselves_is_found_too():
    assert found("anders", sort_name="pc-1") == ["PC-1", "PC-2"]
    assert found("nichts", sort_name="pc") == ["PC-0", "PC-1", "PC-2"]


@pytest.mark.usefixtures("devices")
@pytest.mark.parametrize("text", ["", "-", "\U0010ffff", "%_'\"", "ä" * 100, "zq " * 50])
def test_what_is_no_word_finds_nothing_and_is_no_error(text):
    assert found(text) == []


@pytest.mark.usefixtures("devices")
def test_it_asks_twice_however_many_words():
    with at_most(2):
        found("muster bau gmbh a b c d e f g h")


@pytest.mark.parametrize("few", [core.searching.FEW, 0])
def test_customers_are_found_alike_whether_they_are_few_or_many(jana, monkeypatch, few):
    monkeypatch.setattr(core.searching, "FEW", few)
    names = ("Muster Bau GmbH", "Muster Werke AG", "Anders GmbH")
    companies = [new_company(jana, name) for name in names]

    assert set(Company.objects.search("must gmbh")) == {companies[0]}
    assert set(Company.objects.search("gmb")) == {companies[0], companies[2]}
    assert set(Company.objects.search("- ")) == set()
