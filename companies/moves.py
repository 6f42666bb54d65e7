"""What moving a company, or ending its link to its parent, would change: shown before it is done.

Nobody computes the effects a second time: the move is made, the packages concerned say how things stand then, and it
is taken back. So what is shown is what will be.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from companies.extensions import Standing, Text, shown
from companies.hierarchy import parents_in_family
from companies.models import Company
from core.events import in_one_go
from tenants.models import Member


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that would stand otherwise; empty words mean nothing is there."""

    label: Text
    company: Company
    before: str
    after: str


def effects_of(move: Callable[[], None], *, companies: Iterable[Company], member: Member) -> list[Effect]:
    """What the move changes for whoever the member sees among the families of these companies.

    Nothing is changed. Raises what the move raises.
    """
    families = {pk for company in companies for pk in parents_in_family(company.pk)}
    seen = list(Company.objects.visible_to(member).filter(pk__in=families))  # a move changes nothing of who sees whom
    before = _standings(seen, member)
    with transaction.atomic():
        with in_one_go():
            move()
        after = _standings(seen, member)
        transaction.set_rollback(True)
    found = [
        Effect(each.label, each.company, _words(before, key), _words(after, key))
        for key, each in {**before, **after}.items()
        if _words(before, key) != _words(after, key)
    ]
    return sorted(found, key=lambda effect: (effect.company.sort_name, effect.company.pk))


def fingerprint_of(effects: Iterable[Effect]) -> str:
    """Tells whether the effects are still those that somebody has seen."""
    words = [(effect.company.pk, str(effect.label), effect.before, effect.after) for effect in effects]
    return hashlib.sha256(repr(words).encode()).hexdigest()


def _standings(companies: list[Company], member: Member) -> dict[tuple, Standing]:
    looks = [each for each in shown.family_looks if each.needs is None or member.may(each.needs)]
    return {standing.key: standing for each in looks for standing in each.look(companies, member)}


def _words(standings: dict[tuple, Standing], key: tuple) -> str:
    return standings[key].words if key in standings else ""
