import pytest

from core.names import initials_of


@pytest.mark.parametrize(
    ("name", "initials"), [("Jana Roth", "JR"), ("Anna Maria von Berg", "AB"), ("prince", "P"), ("", "")]
)
def test_initials_are_of_the_first_and_the_last_name(name, initials):
    assert initials_of(name) == initials
