"""Writes guide files, all or nothing; a plan is its rehearsal."""

from collections.abc import Iterable

from django.db import transaction

from guide.editorial.guidefile.outcome import GuideFileError, GuideFileErrors, Plan
from guide.editorial.guidefile.parse import Guide
from guide.editorial.guidefile.write import Writing
from guide.readers.models import Reader


def plan(guide: Guide) -> Plan:
    """What `apply` would do now: it is done and taken back.

    Raises GuideFileErrors where `apply` would.
    """
    with transaction.atomic():
        found = apply(guide, reason="rehearsal")
        transaction.set_rollback(True)
    return found


def apply(
    guide: Guide,
    *,
    reason: str = "seed",
    replace: bool = False,
    shown: Plan | None = None,
    by: Reader | None = None,
) -> Plan:
    """Write the guide in one transaction, with `reason` in the history of each row.

    `replace`: it also replaces what editors changed; `shown` is the plan that somebody
    agreed to; `by` is who asks, None a command. Raises GuideFileErrors, with nothing
    written, where a row cannot stand or is not theirs to write, or where the plan is no
    longer the one shown.
    """
    with transaction.atomic():
        done = Writing(guide, reason, replace=replace, by=by).all()
        if shown is not None and done != shown:
            sentence = "The film has changed since this was shown; look again."
            raise GuideFileErrors([GuideFileError(guide.film.line, sentence)])
    return done


def groups(guides: Iterable[Guide]) -> list[list[Guide]]:
    """The guides, those together whose films name each other, in the order given."""
    left = {guide.slug: guide for guide in guides}
    named = {slug: set() for slug in left}
    for slug, guide in left.items():
        for other in guide.elsewhere & left.keys():
            named[slug].add(other)
            named[other].add(slug)
    found = []
    while left:
        group, reached = set(), {next(iter(left))}
        while reached:
            group |= reached
            reached = set().union(*(named[slug] for slug in reached)) - group
        found.append([left.pop(slug) for slug in list(left) if slug in group])
    return found


def apply_together(
    guides: Iterable[Guide], *, reason: str = "seed", dry: bool = False
) -> dict[str, Plan | GuideFileErrors]:
    """Write films that may name each other; {slug: what was done, or why nothing was}.

    All films and their rows come first, then the links between films. Where one is
    refused, the others are written without it, or refused with it if they name it.
    """
    outcome, left = {}, list(guides)
    while left:
        with transaction.atomic():
            found = _try_together(left, reason)
            refused = {s: f for s, f in found.items() if isinstance(f, GuideFileErrors)}
            if refused or dry:
                transaction.set_rollback(True)
        outcome |= refused or found
        left = [guide for guide in left if refused and guide.slug not in refused]
    return outcome


def _try_together(guides, reason):
    begun = []
    for guide in guides:
        writing = Writing(guide, reason)  # sees what the ones before it wrote
        writing.write_rows()
        begun.append(writing)
    for writing in begun:
        writing.write_links()
    return {writing.guide.slug: _outcome(writing) for writing in begun}


def _outcome(writing):
    try:
        return writing.done()
    except GuideFileErrors as refused:
        return refused
