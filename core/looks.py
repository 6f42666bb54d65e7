"""Words with a tone and an icon, as `pill` draws them (`core/templatetags/ui.py`)."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown."""

    label: Any
    tone: str = "neutral"
    icon: str = ""
