"""Expected refusals. Everything else that is raised is a bug."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.text import format_lazy


class DomainError(Exception):
    """A rule of the domain said no.

    `code` is stable and for programs; `message` is for the person, lazily translated; `field` names the
    form field concerned, if there is one.
    """

    def __init__(self, code: str, message: "str | Promise", *, field: str | None = None):
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self):
        return f"{self.code}: {self.message}"

    @property
    def each(self) -> "Sequence[DomainError]":
        """The refusals one by one; most stand alone."""
        return [self]


class DomainErrors(DomainError):
    """Several rules said no at once, each at its own field. As one refusal they are `invalid`."""

    def __init__(self, errors: Sequence[DomainError]):
        messages = [error.message for error in errors]
        super().__init__("invalid", format_lazy(" ".join(["{}"] * len(messages)), *messages))
        self._errors = errors

    @property
    def each(self) -> Sequence[DomainError]:
        return self._errors


class NotAllowed(DomainError, PermissionDenied):
    """One sees the thing but may not do this to it: 403, with the reason in words."""


class EditConflict(DomainError):
    """Somebody saved the record after it was opened here. `current` is the record as it stands now."""

    def __init__(self, current):
        super().__init__("edit_conflict", "")
        self.current = current


def refuse(errors: Sequence[DomainError]) -> None:
    """Raise what is wrong, all of it at once; nothing where nothing is."""
    if errors:
        raise errors[0] if len(errors) == 1 else DomainErrors(errors)


def ask_all(*rules: Callable[[], Any]) -> None:
    """Ask every rule, whatever the others say, and refuse all that they refuse at once."""
    refused: list[DomainError] = []
    for rule in rules:
        try:
            rule()
        except (NotAllowed, EditConflict):
            raise
        except DomainError as error:
            refused += error.each
    refuse(refused)
