"""The verbs of proposals: readers send, revise and withdraw; editors decide.

What is accepted is written by the verbs of the guides themselves, with floors checked,
under its writer's public name, and as written by hand. A minute that a reader gives is
one that nobody has checked at the film: accepted as it is, it errs late.

A reader sends A_DAY proposals a day at most and has IN_WAITING waiting at most; what
they sent on rows that they no longer see counts too, else going back would open the
gates to a flood. A suspended account's proposals are in nobody's queue while it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from guide import gate
from guide.editorial.proposals import (
    MAY_CONCERN,
    NOTE_LENGTH,
    OPEN,
    Proposal,
    ProposalKind,
    ProposedEvidence,
    State,
)
from guide.films.models import TEXT_LENGTH, Status
from guide.gate.horizon import join, late, place
from guide.passages import floors, publishing
from guide.passages.models import Beat, Evidence, Passage
from guide.readers import locks
from guide.readers.models import Reader
from guide.readers.roles import PROPOSALS
from guide.readers.roles import refuse as refuse_without

A_DAY = 5  # proposals that one reader may send in 24 hours
IN_WAITING = 10  # of one reader, that no editor has decided yet
MOST_EVIDENCE = 4  # beats that a proposal may name

# Stand in the history of what is accepted.
REASON, DRAFTED = "A reader proposed it", "The next version, drafted at the desk"


class TooMany(Exception):
    """A flood: more than one reader may send. Nothing was written."""


class TooManyToday(TooMany):
    """The reader has sent A_DAY proposals within a day."""


class TooManyWaiting(TooMany):
    """IN_WAITING proposals of the reader wait already."""


class Changed(Exception):
    """The text that a correction corrects reads otherwise now: `text` is what it says.

    Nothing was written: whoever sent or accepts it has to look at both.
    """

    def __init__(self, text: str):
        super().__init__("The text has changed since.")
        self.text = text


class Decided(Exception):
    """The proposal is not as it was shown: decided, withdrawn or revised meanwhile."""


@dataclass(frozen=True)
class Words:
    """What a guide is to say: as a reader sent it, or as an editor edited it.

    `digest`: of the text that the editor had before their eyes, for a correction.
    """

    text: str
    horizon: int | None
    title: str = ""
    said_elsewhere: str = ""
    checked: bool = False
    digest: str = ""


def kinds_for(row: Passage) -> list[ProposalKind]:
    """What may be proposed about a row."""
    kinds = [kind for kind, places in MAY_CONCERN.items() if row.kind in places]
    return [k for k in kinds if k != ProposalKind.CORRECTION or corrigible(row)]


def corrigible(row: Passage) -> list[str]:
    """The Markdown fields of a row that say something."""
    return [name for name in row.markdown_fields if getattr(row, name)]


def digest_of(text: str) -> str:
    """What a correction remembers of the text that it corrects."""
    return blake2b(text.encode(), digest_size=9).hexdigest()


def floor(proposal: Proposal, beats: Iterable[Beat]) -> int | None:
    """The least horizon that a proposal may have; `beats` are its evidence's."""
    if proposal.kind == ProposalKind.CORRECTION:
        return proposal.passage.horizon
    return floors.floor(_drafted(proposal), beats)


@transaction.atomic
def propose(
    proposal: Proposal,
    evidence: Iterable[ProposedEvidence] = (),
    *,
    limited: bool = True,
) -> Proposal:
    """Send a proposal to the editors; what it concerns came through the gate.

    The same one twice is one: the first comes back. The desk's are not `limited`.
    Raises TooManyToday, TooManyWaiting, Changed, Suspended, and ValidationError beside
    the field that is wrong.
    """
    evidence = list(evidence)
    # Letters that no question may hold are refused before the first is asked.
    others = {field.name for field in Proposal._meta.fields} - TEXTS
    proposal.clean_fields(exclude=others)
    # Two at once must not both be the last that fits.
    locks.lock(proposal.reader)
    with gate.unguarded("a reader's own proposals: one more, and how many there are"):
        if there := _same(proposal).first():
            return there
        if limited:
            _refuse_floods(proposal.reader_id)
        _check(proposal, evidence)
        proposal.save()
        _keep(proposal, evidence)
    return proposal


@transaction.atomic
def revise(
    proposal: Proposal,
    evidence: Iterable[ProposedEvidence] = (),
    *,
    instead_of: Iterable[ProposedEvidence] = (),
) -> None:
    """Send an open proposal anew, as it was changed; `instead_of` is the evidence that
    its writer saw and has replaced. Raises Decided, Changed and ValidationError."""
    evidence, gone = list(evidence), [piece.pk for piece in instead_of]
    with gate.unguarded("a reader's own proposal, which came through the gate"):
        _as_shown(proposal, *OPEN)
        _check(proposal, evidence)
        proposal.state = State.WAITING
        proposal.revision += 1
        proposal.save()
        QuerySet(ProposedEvidence).filter(pk__in=gone, proposal=proposal).delete()
        _keep(proposal, evidence)


@transaction.atomic
def withdraw(proposal: Proposal) -> None:
    """Take an open proposal back, for good. Raises Decided."""
    with gate.unguarded("a reader's own proposal, which came through the gate"):
        _as_shown(proposal, *OPEN)
        proposal.state = State.WITHDRAWN
        proposal.save(update_fields=["state"])


TEXTS = {"title", "said_elsewhere", "text"}


def _same(proposal):
    same = ("reader", "passage", "kind", "field", "title", "said_elsewhere", "text")
    facts = {name: getattr(proposal, name) for name in same}
    return QuerySet(Proposal).filter(**facts, state=State.WAITING)


def _refuse_floods(reader):
    mine = QuerySet(Proposal).filter(reader=reader)
    if mine.filter(state=State.WAITING).count() >= IN_WAITING:
        raise TooManyWaiting
    if mine.filter(at__gt=timezone.now() - timedelta(days=1)).count() >= A_DAY:
        raise TooManyToday


def _check(proposal, evidence):
    row = proposal.passage
    if proposal.kind not in kinds_for(row):
        sentence = f"This cannot be proposed for {floors.name(row)}."
        raise ValidationError({"kind": sentence})
    if proposal.kind == ProposalKind.CORRECTION:
        _check_correction(proposal, row)
    for name in proposal.markdown_fields:
        if len(getattr(proposal, name)) > TEXT_LENGTH:
            sentence = f"A text has at most {TEXT_LENGTH:,} characters."
            raise ValidationError({name: sentence})
    proposal.film = row.film
    proposal.horizon = place(proposal.horizon, row.film.runtime)
    least = floor(proposal, [piece.beat for piece in evidence])
    if join(proposal.horizon, least) != proposal.horizon:
        sentence = "It tells more than the film has shown by then."
        raise ValidationError({"horizon": sentence})
    proposal.full_clean()


def _check_correction(proposal, row):
    if proposal.field not in row.markdown_fields:
        raise ValidationError({"field": "There is no such text."})
    now = getattr(row, proposal.field)
    if proposal.digest != digest_of(now):
        raise Changed(now)
    if proposal.text == now:
        raise ValidationError({"text": "You haven’t changed anything yet."})


def _keep(proposal, evidence):
    if len(evidence) > MOST_EVIDENCE:
        raise ValidationError(f"At most {MOST_EVIDENCE} beats.")
    for piece in evidence:
        piece.proposal = proposal
        if piece.beat.film_id != proposal.film_id:
            raise ValidationError("This beat belongs to another film.")
        piece.full_clean()
        piece.save()


# Editors.


def queue() -> QuerySet[Proposal]:
    """What waits for an editor, the oldest first; of accounts in good standing."""
    waiting = Proposal.unguarded.filter(state=State.WAITING, reader__is_active=True)
    return waiting.order_by("at", "pk")


def evidence_of(proposal: Proposal) -> list[ProposedEvidence]:
    """The beats that a proposal names, for editors."""
    found = ProposedEvidence.unguarded.filter(proposal=proposal)
    return list(found.select_related("beat"))


def as_sent(proposal: Proposal) -> Words:
    """The words that a guide gets if the proposal is accepted as it is."""
    row, horizon, checked = proposal.passage, proposal.horizon, False
    if (
        proposal.kind == ProposalKind.CORRECTION
        and join(row.horizon, horizon) == row.horizon
    ):
        horizon, checked = row.horizon, row.horizon_checked
    else:
        horizon = late(horizon, proposal.film.runtime)
    return Words(
        text=proposal.text,
        horizon=horizon,
        title=proposal.title,
        said_elsewhere=proposal.said_elsewhere,
        checked=checked,
        digest=proposal.digest,
    )


@transaction.atomic
def accept(
    proposal: Proposal, *, by: Reader | None, words: Words | None = None, note: str = ""
) -> Passage:
    """Publish what a reader proposed, as it is or in an editor's words; the row.

    Raises Decided, Changed, PermissionDenied, and ValidationError for what the guides'
    own verbs refuse.
    """
    _in_queue(proposal, by)
    words = words or as_sent(proposal)
    evidence = evidence_of(proposal)
    if proposal.kind == ProposalKind.CORRECTION:
        row = _corrected(proposal, words)
    else:
        row = _drafted(proposal, words)
        row.byline = proposal.reader.public_name
        row.author = proposal.reader
        row.status = Status.PUBLISHED
    row.horizon, row.horizon_checked = words.horizon, words.checked
    row._change_reason = DRAFTED if proposal.reader.is_staff else REASON
    beats = None if row.pk else [piece.beat for piece in evidence]
    publishing.save(row, beats=beats, by=by, by_hand=True)
    for order, piece in enumerate(evidence, 1):
        tie = Evidence(
            passage=row,
            beat=piece.beat,
            stance=piece.stance,
            note=piece.note,
            order=order,
        )
        tie._change_reason = row._change_reason
        publishing.add_evidence(tie, by=by)
    if proposal.kind != ProposalKind.CORRECTION:
        proposal.became = row
    _decide(proposal, State.ACCEPTED, by, note)
    return row


@transaction.atomic
def return_(proposal: Proposal, *, by: Reader | None, note: str) -> None:
    """Give it back to its writer, who may revise it. Raises Decided,
    PermissionDenied, and ValidationError without a note."""
    _in_queue(proposal, by)
    _decide(proposal, State.RETURNED, by, _given(note))


@transaction.atomic
def refuse(proposal: Proposal, *, by: Reader | None, note: str) -> None:
    """Refuse it for good. Raises Decided, PermissionDenied, and ValidationError
    without a note."""
    _in_queue(proposal, by)
    _decide(proposal, State.REFUSED, by, _given(note))


def _as_shown(proposal, *states):
    """Lock a proposal; it must be as whoever acts on it has seen it."""
    there = QuerySet(Proposal).select_for_update().filter(pk=proposal.pk).first()
    if there is None or there.state not in states:
        raise Decided("This has been decided or withdrawn in the meantime.")
    if there.revision != proposal.revision:
        raise Decided("The writer has revised this in the meantime.")


def _in_queue(proposal, by):
    refuse_without(by, PROPOSALS, "Only an editor can decide on proposals.")
    _as_shown(proposal, State.WAITING)
    if not proposal.reader.is_active:
        raise Decided("The writer’s account is suspended.")


def _drafted(proposal, words=None) -> Passage:
    """The row that a proposal would become, in these words; not saved."""
    words = words or proposal
    row = Passage.of_kind[proposal.kind](
        film=proposal.film, under=proposal.passage, title=words.title, text=words.text
    )
    if proposal.kind == ProposalKind.DISPUTE:
        row.said_elsewhere = words.said_elsewhere
    return row


def _corrected(proposal, words) -> Passage:
    """What a correction corrects, as it is stored now, with the new text in it."""
    rows = Passage.unguarded.select_for_update()
    row = rows.get(pk=proposal.passage_id)
    now = getattr(row, proposal.field)
    if words.digest != digest_of(now):
        raise Changed(now)
    if row.status != Status.PUBLISHED:
        raise ValidationError(f"{floors.name(row)} has been taken down.")
    setattr(row, proposal.field, words.text)
    return row


def _decide(proposal, state, by, note):
    proposal.state, proposal.by, proposal.note = state, by, note[:NOTE_LENGTH]
    proposal.decided_at = timezone.now()
    proposal.full_clean()
    proposal.save()


def _given(note):
    if not note.strip():
        raise ValidationError({"note": "Write a note to the writer."})
    return note.strip()
