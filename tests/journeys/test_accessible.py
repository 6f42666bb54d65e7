"""Every page: nothing for axe to find, no sideways scrolling, the right language, a title and one heading.

German, which has the longer words, opens every page and measures it at three widths; English opens every other one.
Axe looks at each page once, in one of the languages, light or dark, at one of the widths in turn.
"""

from itertools import cycle

import pytest
from playwright.sync_api import Page

from config.demo.customers import Stage
from tenants.models import User
from tests.journeys.browsing import axe_finds
from tests.journeys.everything import Scene, set_scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (360, 1280, 2560)
LOOKS = [(theme, width) for width in WIDTHS for theme in ("light", "dark")]
LOCALES = {"de": "de-DE", "en": "en-GB"}
OUTLINE = """() => [
    document.documentElement.lang.slice(0, 2), document.title.trim() !== "", document.querySelectorAll("h1").length
]"""
STICKS_OUT = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(each => each.getBoundingClientRect().right > room + 1);
    return ["the page", ...wide.slice(0, 5).map(each => `${each.tagName}.${each.className}`)];
}"""
"""What is wider than the window, if that lets the page scroll sideways."""


@pytest.fixture
def scene(msp, jana, petra, tom, alice, settings, tmp_path) -> Scene:
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path / "media"
    return set_scene(msp, stage=Stage.DEVICES, jana=jana, petra=petra, tom=tom, alice=alice)


@pytest.mark.parametrize("person", ["jana", "petra", "tom", "alice", "contact", "operator", "nobody"])
def test_every_page_can_be_read_by_everybody(person, scene, open_page):
    looks, faults = cycle(LOOKS), []
    for language, locale in LOCALES.items():
        user = scene.users[person]
        if user is not None:
            User.objects.filter(pk=user.pk).update(language=language)
        page = open_page(user=user, locale=locale, policy=False)
        for number, path in enumerate(scene.paths_for(person)):
            is_even = number % 2 == 0
            if language == "en" and is_even:
                continue
            page.goto(path)
            found = [*outline_of(page, language), *measured(page)]
            if is_even or language == "en":
                found += axe_finds(page, *next(looks))
            faults += [f"{path} ({language}): {fault}" for fault in found]
    assert not faults, "\n" + "\n".join(faults)


def outline_of(page: Page, language: str) -> list[str]:
    outline = page.evaluate(OUTLINE)
    return [] if outline == [language, True, 1] else [f"language, title, headings are {outline}"]


def measured(page: Page) -> list[str]:
    """What sticks out at which width."""
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if wide := page.evaluate(STICKS_OUT):
            found.append(f"at {width} px: {', '.join(wide)}")
    return found
