"""The page that shows every component."""

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.django_db


def test_the_gallery_is_part_of_the_demo_only(client, settings):
    settings.DEMO = False
    assert client.get("/demo/components/").status_code == 404


@pytest.mark.parametrize(("form", "status"), [("", 200), ("errors", 422), ("conflict", 409)])
def test_the_gallery_shows_its_components(client, settings, form, status):
    settings.DEMO = True
    response = client.get(f"/demo/components/?form={form}")
    assert response.status_code == status
    page = BeautifulSoup(response.content, "html.parser")
    assert len(page.find_all("h1")) == 1
    identities = [tag["id"] for tag in page.find_all(id=True)]
    assert len(identities) == len(set(identities))
    labelled = {label["for"] for label in page.find_all("label", attrs={"for": True})}
    assert labelled <= set(identities)


def test_a_search_in_the_gallery_answers_with_the_rows_alone(client, settings):
    settings.DEMO = True
    whole = BeautifulSoup(client.get("/demo/components/?q=lotz").content, "html.parser")
    part = client.get("/demo/components/?q=lotz", headers={"HX-Request": "true"})
    assert BeautifulSoup(part.content, "html.parser").table == whole.select_one(".grid__table")
