"""Keys to sort and search by. The database's collation is C, so that they are computed here, once, on saving."""

import re
import unicodedata

_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def sort_key(text: str) -> str:
    """Lower case without accents: Ärzte stand beside Arzt."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip()


def words(text: str) -> list[str]:
    """The words of a text as sort keys, each once, in order."""
    return list(dict.fromkeys(re.findall(r"[0-9a-z]+", sort_key(text))))
