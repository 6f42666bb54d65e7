"""Names stand where a reader looks for them."""

import pytest

from core.sortkeys import sort_key, words


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Ärzte am Markt", "arzte am markt"),
        ("Straße", "strasse"),
        ("Dr. Aydın", "dr. aydin"),
        ("Łódź", "lodz"),
        ("Ångström", "angstrom"),
        ("  Weinhold ", "weinhold"),
        ("ＡＢＣ", "abc"),
        ("", ""),
    ],
)
def test_a_key_has_no_accents_and_no_capitals(text, key):
    assert sort_key(text) == key


def test_umlauts_stand_beside_their_vowels():
    assert sorted(["Zander", "Ärzte", "Arzt", "Bär"], key=sort_key) == ["Arzt", "Ärzte", "Bär", "Zander"]


def test_words_come_once_each_in_order():
    assert words("Müller & Müller GmbH, 55118 Mainz") == ["muller", "gmbh", "55118", "mainz"]
