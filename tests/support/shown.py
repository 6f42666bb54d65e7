"""What a page has shown to whoever presses one of its buttons."""

from bs4 import BeautifulSoup


def carried(client, url: str, form: str) -> dict[str, str]:
    """The hidden fields of the form (a CSS selector) on the page."""
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return {field["name"]: field.get("value", "") for field in page.select(f"{form} input[type=hidden]")}
