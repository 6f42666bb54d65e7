"""What must hold, said in words: the evidence of a step, and where to mend what is missing."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that holds or does not.

    `key` is stable within its list; `text` says what must hold; `detail` what was found; `role` is the role
    (tenants.roles.Role) that can mend it; `url` leads to where it is mended, best to the field itself.
    """

    key: str
    holds: bool
    text: Text
    detail: Text = ""
    role: str = ""
    url: str = ""


def all_hold(findings: list[Finding]) -> bool:
    """Whether there is evidence and all of it holds; an empty list proves nothing."""
    return bool(findings) and all(finding.holds for finding in findings)
