"""Ending what is signed in."""

from allauth.usersessions.models import UserSession


def end_sessions(*, user) -> None:
    """Sign the person out everywhere, at once. Activating somebody later does not revive a session."""
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()
