"""Who has a place in a tenant: each floor that gives places says how to look one up."""

from collections.abc import Callable

_lookups: list[Callable[..., bool]] = []


def places_by(lookup: Callable[..., bool]) -> Callable[..., bool]:
    """Register a lookup, called as `lookup(user=…, tenant=…)` while the tenant is set; once per process."""
    if lookup not in _lookups:
        _lookups.append(lookup)
    return lookup


def has_place(*, user, tenant) -> bool:
    """Whether any floor still gives this person a place in the tenant."""
    return any(lookup(user=user, tenant=tenant) for lookup in _lookups)
