"""Fills the forms of a page from its HTML, as a browser would send them."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    """Collects what each form of a page would send, by the value of its hidden field `part`."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select = self._area = None
        self._chosen: list[str] = []
        self._first: str | None = None

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "form":
            self.forms.append({})
        elif tag == "input":
            self._input(named)
        elif tag == "select":
            self._select, self._chosen, self._first = named.get("name"), [], None
        elif tag == "option" and self._select:
            self._first = named.get("value", "") if self._first is None else self._first
            if "selected" in named:
                self._chosen.append(named.get("value", ""))
        elif tag == "textarea":
            self._area = named.get("name")
            self._add(self._area, "")

    def handle_data(self, data):
        if self._area:
            self.forms[-1][self._area][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        elif tag == "select" and self._select:
            for value in self._chosen or [self._first or ""]:
                self._add(self._select, value)
            self._select = None

    def _input(self, named):
        kind, name = named.get("type", "text"), named.get("name")
        if kind in ("checkbox", "radio"):
            if "checked" in named:
                self._add(name, named.get("value", "on"))
        elif kind not in ("submit", "file", "button"):
            self._add(name, named.get("value", ""))

    def _add(self, name, value):
        if name and self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def sent_by(html: str, part: str) -> dict[str, list[str]]:
    """What the form of this part would send as it stands; AssertionError when the page has no such form."""
    reader = _Forms()
    reader.feed(html)
    found = [form for form in reader.forms if form.get("part") == [part]]
    assert found, f"The page has no form for {part}."
    return found[0]
