"""Saves wizard steps as a browser does: reads the form, changes one value, sends it, and counts what verifies it."""

import time
from html.parser import HTMLParser

from django.urls import reverse

from benchmarks.measure import Measure, Timing, p95, recorded

BAR = 25
SAVED = (
    ("sales_handover", "jana", "scope"), ("company_profile", "jana", "phone"), ("account_team", "jana", ""),
    ("hierarchy", "jana", ""), ("invoice_settings", "petra", "attention"),
)  # fmt: skip
"""Step, who saves it, and the value that differs from one time to the next; without one the form is sent as it is."""


class Form(HTMLParser):
    """The values of the form of a step, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.select, self.text = "", ""

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        name = found.get("name") or ""
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.text = name
            self.values.setdefault(name, [""])
        elif tag == "option" and self.select and "selected" in found:
            self.values.setdefault(self.select, []).append(found.get("value") or "")
        elif tag == "input" and name and found.get("type") not in ("file", "submit", "search"):
            if found.get("type") in ("checkbox", "radio") and "checked" not in found:
                return
            unnamed = "on" if found.get("type") in ("checkbox", "radio") else ""
            self.values.setdefault(name, []).append(found.get("value") or unnamed)

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.text = ""

    def handle_data(self, data):
        if self.text:
            self.values[self.text] = [data.strip("\n")]


def rows(measure: Measure, rounds: int) -> list[Timing]:
    """One row for each step that is saved."""
    return [_row(measure, key, who, changed, rounds) for key, who, changed in SAVED]


def _row(measure: Measure, key: str, who: str, changed: str, rounds: int) -> Timing:
    label = f"save onboarding:step {key}"
    client, times, queries = measure.client(who), [], 0
    address = reverse("onboarding:step", args=[measure.records.tenant.slug, measure.records.onboarding.pk, key])
    for number in range(rounds):
        form = Form()
        form.feed(client.get(address).content.decode())
        values = {name: value[-1] if len(value) == 1 else value for name, value in form.values.items()}
        values["part"] = "main"
        if changed:
            values[changed] = f"+49 221 4710 {100 + number}"
        with recorded() as sent:
            began = time.perf_counter()
            response = client.post(address, values)
            times.append((time.perf_counter() - began) * 1000)
        if response.status_code != 303:
            return Timing(label, len(sent), 0, 0, problem=f"answers {response.status_code}")
        queries = max(queries, len(sent))
    return Timing(label, queries, sorted(times)[len(times) // 2], p95(times), bar=BAR)
