"""What was published, read back from the log."""

from events.models import Event


def events_of(company=None, prefix: str = "") -> list[Event]:
    """The events of a company (or all), oldest first, whose key begins with the prefix."""
    found = Event.objects.filter(key__startswith=prefix).order_by("at", "id")
    return list(found if company is None else found.filter(company_id=company.pk))


def keys_of(company=None, prefix: str = "") -> list[str]:
    """Their keys."""
    return [event.key for event in events_of(company, prefix)]
