"""Keys to sort and search by. The database's collation is C, so that they are computed here, once, on saving."""

import re
import unicodedata

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Lower, NullIf, Replace

_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"})


def sort_key(text: str) -> str:
    """Lower case without accents: Ärzte stand beside Arzt."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).strip()


def words(text: str) -> list[str]:
    """The words of a text as sort keys, each once, in order."""
    return list(dict.fromkeys(re.findall(r"[0-9a-z]+", sort_key(text))))


def stored_sort_key(name: str) -> NullIf:
    """The sort key of a column that the database itself also writes, for a generated column; NULL for no text.

    For the Latin letters of Europe it is what `sort_key` computes.
    """
    code_points = range(0xC0, 0x180)
    letters = {chr(code): sort_key(chr(code)) for code in code_points if chr(code).isalpha()}
    key: F | Func = F(name)
    for letter in (each for each, plain in letters.items() if len(plain) > 1):
        key = Replace(key, Value(letter), Value(letters[letter]))
    single = {each: plain for each, plain in letters.items() if len(plain) == 1 and plain != each}
    listed, plain = Value("".join(single)), Value("".join(single.values()))
    return NullIf(Lower(Func(key, listed, plain, function="translate", output_field=CharField())), Value(""))
