"""Names of companies, as far as they tell one from another."""

from django.utils.translation import gettext_lazy as _

from core.sortkeys import words

MOST_ALIKE = 5
"""Likely duplicates that are asked about before another record is entered."""
IS_IT_THE_SAME = _("There is a company like this one already. Is it the same?")

LEGAL_FORMS = frozenset(
    {"gmbh", "ggmbh", "mbh", "ug", "haftungsbeschrankt", "ag", "kg", "kgaa", "ohg", "gbr", "se", "eg", "ek", "ev",
     "e", "v", "k", "u", "co", "bv", "b", "nv", "sarl", "sa", "ltd", "inc", "llc", "und", "and", "the"}
)  # fmt: skip
"""Words of a name that tell no company from another."""


def name_key(name: str) -> str:
    """The words of a name without its legal form; two companies with the same are likely one."""
    return " ".join(word for word in words(name) if word not in LEGAL_FORMS)[:120]


def tax_key(tax_id: str) -> str:
    """A tax id without the signs between its figures, as one word."""
    return "".join(words(tax_id))
