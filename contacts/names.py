"""Names and e-mail addresses of contacts, as they are sorted and compared."""

from core.sortkeys import sort_key

EMAILS = ("email", "email_2", "email_3")
"""The addresses of a person; we write to the first one only, all of them tell who it is."""


def name_key(first_name: str, last_name: str) -> str:
    """The last name, then the first, lower case and without accents."""
    return sort_key(f"{last_name} {first_name}")[:120]
