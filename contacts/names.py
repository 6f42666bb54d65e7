"""Names, e-mail addresses and phone numbers of contacts, as they are sorted and compared."""

from django.utils.translation import gettext_lazy as _

from core.sortkeys import sort_key

EMAILS = ("email", "email_2", "email_3")
"""The addresses of a person; we write to the first one only, all of them tell who it is."""

DIALLED = ("phone", "mobile", "alternate_phone")
"""The numbers of a person; the digits of each are kept beside it, as its `…_key`."""

IS_IT_THE_SAME = _("There is a contact like this one already. Is it the same person?")


def name_key(first_name: str, last_name: str) -> str:
    """The last name, then the first, lower case and without accents."""
    return sort_key(f"{last_name} {first_name}")[:120]
