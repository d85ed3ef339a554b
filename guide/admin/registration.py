"""The register of the desk: importing it registers what editors edit."""

from guide.admin import (
    beats,
    disputes,
    endings,
    entries,
    films,
    proposals,
    readers,
    reports,
    votes,
)

__all__ = [
    "beats",
    "disputes",
    "endings",
    "entries",
    "films",
    "proposals",
    "readers",
    "reports",
    "votes",
]
