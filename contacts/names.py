"""Names of contacts, as they are sorted and compared."""

from core.sortkeys import sort_key


def name_key(first_name: str, last_name: str) -> str:
    """The last name, then the first, lower case and without accents."""
    return sort_key(f"{last_name} {first_name}")[:120]
