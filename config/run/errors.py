"""What a person can mend: printed without a traceback, exit code 1."""


class CannotRun(Exception):
    """The reason in words, and what to do."""
