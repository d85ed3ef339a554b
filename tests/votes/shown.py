"""What readers are shown of votes."""

from guide.gate import SEEN, Progress
from guide.votes import tally


def shown(entry) -> tally.Tally:
    """The tally of an entry, as somebody sees it who has seen its film."""
    progress = Progress(lambda: {entry.film_id: SEEN}).everywhere()
    return tally.tallies([entry], progress).get(entry.pk, tally.NO_VOTES)
