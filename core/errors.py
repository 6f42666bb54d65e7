"""Expected refusals. Everything else that is raised is a bug."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


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


class NotAllowed(DomainError, PermissionDenied):
    """One sees the thing but may not do this to it: 403, with the reason in words."""


class EditConflict(DomainError):
    """Somebody saved the record after it was opened here. `current` is the record as it stands now."""

    def __init__(self, current):
        super().__init__("edit_conflict", "")
        self.current = current
