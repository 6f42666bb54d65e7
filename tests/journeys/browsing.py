"""What the journeys do in the browser, in the words of the people who do it."""

import re
from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.rowsecurity import acting_for
from notifications.mailbox import kept_mail
from onboarding.models import Step


class Wizard:
    """The wizard in one browser, at one onboarding."""

    def __init__(self, page: Page, onboarding: str):
        self.page, self.onboarding = page, onboarding

    def step(self, key: str) -> Page:
        self.page.goto(f"{self.onboarding}{key}/")
        return self.page

    def save(self) -> None:
        """*Save & continue*, or the one button that a step has."""
        with self.page.expect_navigation():
            self.page.locator("form#form-main .submit-bar .button--primary").first.click()

    def press(self, key: str, part: str) -> None:
        """The button of another part of a step: a signature, *Make it a customer*."""
        page = self.step(key)
        with page.expect_navigation():
            page.locator(f"form:has(input[name=part][value={part}]) button").first.click()


def states_of(tenant, onboarding: str) -> dict[str, str]:
    """The state of each step by its kind."""
    with acting_for(tenant.pk):
        steps = Step.objects.filter(onboarding=int(onboarding.rstrip("/").rsplit("/", 1)[1]))
        return dict(steps.values_list("kind", "state"))


def start_onboarding(
    page: Page, *, model: str, company: str = "", new: dict[str, str] | None = None, portal: bool = True
) -> str:
    """*Start onboarding* → the plan → start. Returns the path of the onboarding."""
    page.goto("/rheintal/onboarding/start/")
    if new:
        page.locator("#which_new").check()
        for name, value in new.items():
            page.locator(f"[name=new-{name}]").fill(value)
    else:
        page.get_by_role("radio", name=re.compile(company)).check()
    page.locator(f"[name=service_model][value={model}]").check()
    page.locator("[name=wants_portal]").set_checked(portal)
    page.locator("[name=go_live_on]").fill((timezone.localdate() + timedelta(days=21)).isoformat())
    page.locator("form .submit-bar .button--primary").click()
    expect(page.locator("table tbody").first).to_be_visible()
    page.locator("button[name=do][value=start]").click()
    page.wait_for_url(re.compile(r"/onboarding/\d+/"))
    return re.search(r"/rheintal/onboarding/\d+/", page.url).group()


def save(page: Page, field: str) -> None:
    """Press the main button of the form with this field; the answer is there, be it a refusal."""
    with page.expect_navigation():
        page.locator(f"form:has({field}) .submit-bar .button--primary").click()


def mail_to(address: str) -> list:
    """All kept mail to one address, oldest first."""
    return [mail for _name, mail in reversed(kept_mail(limit=1000)) if mail["To"] == address]


def link_in(mail, part: str) -> str:
    """The first link in a mail that contains the part."""
    text = mail.get_body(preferencelist=("plain",)).get_content()
    return re.search(rf"http\S*{part}\S*", text).group()


def axe_finds(page: Page, theme: str, width: int) -> list[str]:
    """What axe objects to, in this theme at this width."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    return [
        f"{theme} at {width} px: {each['id']} {[node['target'] for node in each['nodes']][:4]}" for each in violations
    ]
