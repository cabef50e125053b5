"""What a command tells the person at the terminal."""


class CommandError(Exception):
    """Something they can mend; ``str()`` is one line."""
