"""The gate: horizon ≤ progress. It owns no model, and names models only as strings."""

from guide.gate.horizon import SEEN
from guide.gate.progress import Progress
from guide.gate.tripwire import Refused, unguarded

__all__ = ["SEEN", "Progress", "Refused", "unguarded"]
