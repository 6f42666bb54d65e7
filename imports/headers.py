"""Headers as people write them, compared."""

import hashlib
import unicodedata
from collections.abc import Iterable


def plain(header: str) -> str:
    """A header without case, accents, punctuation and spaces, for comparing."""
    folded = unicodedata.normalize("NFKD", header.casefold().replace("ß", "ss"))
    return "".join(char for char in folded if char.isalnum())


def fingerprint(headers: Iterable[str]) -> str:
    """The same for the same set of headers, in whatever order they stand."""
    return hashlib.sha256("\n".join(sorted(plain(header) for header in headers)).encode()).hexdigest()
