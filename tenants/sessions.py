"""Ending what is signed in."""

from collections.abc import Collection

from allauth.usersessions.models import UserSession


def end_sessions(users: Collection[int]) -> None:
    """Sign these people out everywhere, at once. Activating somebody later does not revive a session."""
    for session in UserSession.objects.filter(user__in=users):
        session.end()
