"""What colleagues are called on the desk, where nobody but colleagues reads it."""

from guide.readers.models import Reader


def called(reader: Reader | None, nobody: str = "a command") -> str:
    """Somebody's public name; without one, a colleague's mail up to its @.

    A reader who is no colleague stays a number; of no reader it is `nobody`.
    """
    if reader is None:
        return nobody
    if reader.is_staff and not reader.public_name:
        return reader.email.partition("@")[0]
    return str(reader)
