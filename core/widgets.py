"""Widgets that more than one package draws."""

from collections.abc import Callable
from typing import Any

from django import forms


class NarrowedSelect(forms.Select):
    """A choice that another select of the same form narrows: each option says to which choice there it belongs.

    `belongs_to` says that of an object of the field's queryset. A script offers only what belongs to what is chosen
    (`static/js/narrow.js`); without one everything is offered, and the verb refuses what does not fit.
    """

    def __init__(self, *, by: str, belongs_to: Callable[[Any], Any], attrs=None):
        super().__init__({"data-ui-narrowed-by": by, **(attrs or {})})
        self.belongs_to = belongs_to

    def create_option(self, name, value, *args, **kwargs):
        """An option with the value that has to be chosen in the other select; the empty one belongs everywhere."""
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-ui-belongs-to"] = str(self.belongs_to(value.instance))
        return option
