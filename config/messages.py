"""Message catalogues: extraction from Python and templates, merging, and what a complete one must be.

Django's `makemessages` needs gettext's programs; this needs Babel and polib only.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[str, ...]] = {
    "_": ("id",),
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
"""Calls that mark a message, and what their first arguments are."""
NOT_OURS = frozenset({"tests", "benchmarks", "docs", "locale", "static", "migrations"})
TEMPLATES = frozenset({".html", ".txt"})
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")
HEADER = {
    "Project-Id-Version": "Handover",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass
class Message:
    """One message of the sources and where it stands."""

    id: str
    plural: str = ""
    context: str | None = None
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.id


Messages = dict[tuple[str | None, str], Message]


def extract(root: Path) -> Messages:
    """Every message in the Python modules and templates below `root`, in the order of their files."""
    found: Messages = {}
    for path in sorted(_sources(root)):
        for line, message in _messages_of(path):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.places.append((path.relative_to(root).as_posix(), str(line)))
    return found


def _sources(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part in NOT_OURS for part in parts)
        if not hidden and (path.suffix == ".py" or (path.suffix in TEMPLATES and "templates" in parts)):
            yield path


def _messages_of(path: Path) -> Iterator[tuple[int, Message]]:
    text = path.read_text()
    if path.suffix != ".py":
        # What is no message comes out masked, as words without meaning; its indentation would not be Python's.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))
    source = io.BytesIO(text.encode())
    for line, function, arguments, _comments in extract_python(source, dict.fromkeys(KEYWORDS), [], {}):
        values = [arguments] if isinstance(arguments, str) else list(arguments)
        parts: dict[str, Any] = dict(zip(KEYWORDS[str(function)], values, strict=False))
        if parts.get("id"):
            yield line, Message(parts["id"], parts.get("plural") or "", parts.get("context"))


def merge(path: Path, messages: Messages, *, language: str) -> polib.POFile:
    """The catalogue at `path` with exactly these messages; translations of those that stay are kept."""
    before = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {**HEADER, "Language": language}
    for key, message in sorted(messages.items(), key=lambda item: (item[1].places[0][0], item[0][1])):
        known = before.get(key)
        entry = polib.POEntry(msgid=message.id, msgctxt=message.context, occurrences=_files(message))
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = dict(known.msgstr_plural) if known and known.msgstr_plural else {0: "", 1: ""}
        else:
            entry.msgstr = known.msgstr if known else ""
        entry.flags = _flags(message, known)
        entry.tcomment = known.tcomment if known else ""
        catalogue.append(entry)
    return catalogue


def _files(message: Message) -> list[tuple[str, str]]:
    """Only files: line numbers would change the catalogue with every edit."""
    return [(name, "") for name in sorted({name for name, _line in message.places})]


def _flags(message: Message, known: polib.POEntry | None) -> list[str]:
    flags = [flag for flag in (known.flags if known else []) if flag == "fuzzy"]
    return [*flags, "python-format"] if re.search(r"%\(\w+\)[sd]", message.id) else flags


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def faults(path: Path, messages: Messages) -> list[str]:
    """What is wrong with a catalogue: missing, left over, untranslated, fuzzy, or other placeholders."""
    if not path.exists():
        return [f"there is no {path.name}"]
    entries = {_key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    found = [f"not in the catalogue: {_where(messages[key])}" for key in messages if key not in entries]
    found += [f"no longer in the sources: “{key[1]}”" for key in entries if key not in messages]
    for key, message in messages.items():
        if key in entries:
            found += [f"{fault}: {_where(message)}" for fault in _entry_faults(entries[key], message)]
    return found


def _entry_faults(entry: polib.POEntry, message: Message) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if bool(message.plural) != bool(entry.msgid_plural):
        yield "plural or not"
        return
    if not entry.translated():
        yield "not translated"
        return
    if not _same_placeholders(message, entry):
        yield "other placeholders"


def _same_placeholders(message: Message, entry: polib.POEntry) -> bool:
    """A translation may leave the count out of its singular, never invent a placeholder."""
    allowed = set(PLACEHOLDER.findall(f"{message.id} {message.plural}"))
    if not message.plural:
        return set(PLACEHOLDER.findall(entry.msgstr)) == allowed
    return all(set(PLACEHOLDER.findall(text)) <= allowed for text in entry.msgstr_plural.values())


def _where(message: Message) -> str:
    name, line = message.places[0]
    return f"“{message.id}” ({name}:{line})"
