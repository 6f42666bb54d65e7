"""What is said when a file cannot be read as a table. Each refusal is about the field `file`."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


def refused(code: str, message) -> DomainError:
    return DomainError(code, message, field="file")


def too_large() -> DomainError:
    limit = filesizeformat(settings.MAX_IMPORT_BYTES)
    return refused("file_too_large", _("The file is larger than %(limit)s.") % {"limit": limit})


def empty() -> DomainError:
    return refused("file_empty", _("The file is empty."))


def not_a_table() -> DomainError:
    return refused("file_not_text", _("This is not a table: the file is neither CSV nor XLSX."))


def broken() -> DomainError:
    return refused("file_broken", _("The Excel file cannot be read. Save it again, or as CSV."))


def too_many_rows(limit: int) -> DomainError:
    words = _("The file has more than %(count)s rows. Split it and import the parts one after the other.")
    return refused("file_too_many_rows", words % {"count": f"{limit:,}"})
