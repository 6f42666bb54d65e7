"""Ids of records, as requests say them."""

LARGEST_ID = 2**63 - 1
"""What the database keeps as an id."""
LONGEST = 18
"""So many figures are an id in any case."""


def is_id(value: object) -> bool:
    """Whether the text could be the id of a record."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) <= LONGEST
