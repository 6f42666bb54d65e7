"""Who has a place in a tenant: each floor that gives places says how to look them up."""

from collections.abc import Callable, Collection

_lookups: list[Callable[..., set[int]]] = []


def places_by(lookup: Callable[..., set[int]]) -> Callable[..., set[int]]:
    """Register a lookup, called as `lookup(users=…, tenant=…)` while the tenant is set; once per process.

    `users` are ids; it returns those of them that have a place.
    """
    if lookup not in _lookups:
        _lookups.append(lookup)
    return lookup


def with_place(users: Collection[int], *, tenant) -> set[int]:
    """Those of these people, by their ids, to whom any floor still gives a place in the tenant."""
    return {pk for lookup in _lookups for pk in lookup(users=users, tenant=tenant)}
