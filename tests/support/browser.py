"""Chromium for tests: found on the machine, one process a session, a fresh context for each page."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]
OpenPage = Callable[..., Page]


def chromium_path() -> str | None:
    """The installed Chromium: `CHROMIUM` names it, else the usual names are looked up."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def sign_in(context: BrowserContext, user: Any, base_url: str) -> None:
    """Give the browser a session of this user, without the sign-in page."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    path = chromium_path()
    if path is None:
        pytest.fail("No Chromium on this machine: `make test` installs one as root, else set CHROMIUM to its path.")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *root])
        yield chromium
        chromium.close()


class _Complaints:
    """What a page had to complain about: errors of its scripts, and what the content policy refused."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.found.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.found.append(message.text)


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[OpenPage]:
    """Open pages of the live server in contexts of their own: `open_page(locale=…, width=…, theme=…, user=…)`.

    `locale` is a browser locale ("en-GB", "de-DE"), `width` and `height` are CSS pixels, `theme` is "light" or
    "dark", `user` is signed in, `policy=False` lets axe style what it measures. Paths are relative to the server:
    `page.goto("/…")`. An error of a script, or anything that the content policy refused, fails the test.
    """
    complaints = _Complaints()
    with ExitStack() as contexts:

        def open_one(
            *, locale="en-GB", width=1280, height=900, theme="light", user=None, javascript=True, policy=True
        ) -> Page:
            context = browser.new_context(
                base_url=live_server.url,
                locale=locale,
                viewport={"width": width, "height": height},
                color_scheme=theme,
                reduced_motion="reduce",
                java_script_enabled=javascript,
                bypass_csp=not policy,
            )
            contexts.callback(context.close)
            context.set_default_timeout(10_000)
            if user is not None:
                sign_in(context, user, live_server.url)
            page = context.new_page()
            complaints.watch(page)
            return page

        yield open_one
    assert not complaints.found


@pytest.fixture
def page(open_page: OpenPage, request: pytest.FixtureRequest) -> Page:
    """One page. Parametrise it indirectly with what `open_page` takes: `{"locale": "de-DE", "width": 360}`."""
    return open_page(**getattr(request, "param", {}))
