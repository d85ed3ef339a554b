"""Writes rows through the site's own verbs, a token in each of their texts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from django.contrib.auth.models import Group
from django.db import models

from guide.editorial import moderation
from guide.films.models import new_public_id
from guide.gate.horizon import SEEN
from guide.passages import publishing
from guide.passages.models import (
    Answer,
    Beat,
    Dispute,
    Ending,
    Interpretation,
    Question,
)
from guide.readers.models import Reader
from tests import builders
from tests.leaks.canaries.tokens import Canary, Needs, both, mint
from tests.leaks.plans import Names
from tests.leaks.visible import VOCABULARY

MODELS = {
    "beat": Beat,
    "ending": Ending,
    "interpretation": Interpretation,
    "question": Question,
    "answer": Answer,
    "dispute": Dispute,
}
TEXTS = {
    "beat": ("title", "text", "strand"),
    "ending": ("tldr", "text", "take", "take_author", "summary"),
    "interpretation": ("title", "text", "byline"),
    "question": ("title", "text", "byline"),
    "answer": ("title", "text", "byline"),
    "dispute": ("title", "said_elsewhere", "text", "byline"),
}
STANCES = ("supports", "undermines")
ROOM = {"take_author": 60, "byline": 60, "strand": 60}  # letters of short fields
NOT_PRINTED = {
    ("question", "byline"): "a question is nobody's claim",
    ("answer's evidence", "note"): "only readings draw their evidence",
    **{
        (f"{kind}'s source", name): "no page lists the sources of such a row"
        for kind in ("ending", "question", "dispute")
        for name in ("title", "url")
    },
}
"""Texts that no page prints though a reader may see them, each with the reason."""

HIDDEN = ("draft", "review", "retired", "nobody", "held", "removed")
"""Ways to be hidden that have nothing to do with a minute. `held` opens at SEEN."""


@dataclass
class Guide:
    """A film with what one must have reached to see it at all: {} or None."""

    row: models.Model
    needs: Needs
    slug: str

    def __hash__(self):
        return hash(self.slug)


@dataclass
class Written:
    """A gated row, what one must have reached to read it, and how it is hidden."""

    kind: str
    row: models.Model
    guide: Guide
    needs: Needs
    reason: str

    @property
    def horizon(self):
        return self.row.horizon


@dataclass
class Pen:
    """Keeps what was written: the canaries, the names, what is left to do."""

    rng: Random
    canaries: list[Canary] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    afterwards: list[Callable] = field(default_factory=list)
    trusted: list = field(default_factory=list)
    held: int = 0

    def say(self, row: str, what: str, needs: Needs, **more) -> str:
        """A text for a field: a few words and a token of its own."""
        room = more.pop("room", 200)
        token = mint(self.rng, room)
        self.canaries.append(Canary(token, row, what, needs, **more))
        words = self.rng.sample(VOCABULARY, 2) if room > len(token) + 20 else []
        return " ".join([*words, token])

    def row(self, kind, guide, horizon, reason="", *, links=(), past=False, **places):
        """A gated row, hidden as `reason` says; `links`: (film, minute, announced)."""
        public_id = new_public_id()
        name = f"{kind} {public_id} of {guide.slug} {reason}".strip()
        above = [w for w in places.values() if isinstance(w, Written)]
        if any(w.reason in ("draft", "review") for w in above) and not reason:
            reason = "draft"
        if reason == "nobody" or any(w.horizon is None for w in above):
            horizon = None
        needs = _needs(guide, horizon, reason, links, above)
        row = MODELS[kind](
            film=guide.row,
            public_id=public_id,
            horizon=horizon,
            status="draft" if reason == "removed" else _status(reason),
            horizon_checked=self.rng.random() < 0.5,
            **{n: w.row if isinstance(w, Written) else w for n, w in places.items()},
        )
        if kind == "beat":
            last = guide.row.runtime - 1
            row.minute = min(last, horizon or 0) if horizon != SEEN else last
        if past:
            self._texts(row, kind, name + " past", None)
            publishing.save(row)
            row._change_reason = self.say(name, "history's reason", None, room=60)
        self._texts(row, kind, name, needs)
        publishing.save(row)
        for film, minute, announced in links:
            link = builders.also_spoils(row, film.row, minute)
            link.announced = announced
            link.save()
        self.names.rows.append(public_id)
        if needs is None:
            self.names.hidden_rows.append(public_id)
        self._later(row, reason)
        return Written(kind, row, guide, needs, reason)

    def _texts(self, row, kind, name, needs):
        for what in TEXTS[kind]:
            room, nowhere = ROOM.get(what, 200), NOT_PRINTED.get((kind, what), "")
            said = self.say(name, what, needs, room=room, nowhere=nowhere)
            setattr(row, what, said)

    def _later(self, row, reason):
        """What an editor or readers do once all hangs on it that will."""
        if reason == "retired":
            self.afterwards.append(lambda: publishing.retire(row))
        elif reason == "removed":
            self.afterwards.append(lambda: publishing.remove(row))
        elif reason == "held":
            self.afterwards.append(lambda: self._hold(row))

    def _hold(self, row):
        """Two trusted readers say that it stands too early; five rows a day each."""
        pair = self.held // moderation.A_DAY
        self.held += 1
        if len(self.trusted) <= pair:
            self.trusted.append([self.voter(f"trusted{pair}{n}", True) for n in "ab"])
        for reader in self.trusted[pair]:
            moderation.report_too_early(reader=reader, row=row)

    def voter(self, name, trusted=False):
        """An account whose owner does not come: nobody may ever read its name."""
        away = {"owner": name, "nowhere": "its owner does not come"}
        local = self.say(f"reader {name}", "email", None, room=34, **away)
        called = self.say(f"reader {name}", "public_name", None, room=60, **away)
        reader = Reader.objects.create_user(  # no password: hashing takes long
            f"{local}@example.org", public_name=called
        )
        if trusted:
            group, _ = Group.objects.get_or_create(name=moderation.TRUSTED)
            reader.groups.add(group)
        return reader

    def evidence(self, entry: Written, beat: Written) -> None:
        """A note on what in a beat speaks for or against an entry."""
        what = f"{entry.kind}'s evidence"
        needs = both(entry.needs, beat.needs)
        nowhere = NOT_PRINTED.get((what, "note"), "")
        name = f"{what} {entry.row.public_id} in beat {beat.row.public_id}"
        note = self.say(name, "note", needs, nowhere=nowhere)
        builders.evidence(entry.row, beat.row, note, self.rng.choice(STANCES))

    def source(self, on: Written) -> None:
        """Where a row's claim comes from."""
        what = f"{on.kind}'s source"
        name = f"{what} {on.row.public_id}"
        title, url = (
            self.say(name, part, on.needs, room=room,
                     nowhere=NOT_PRINTED.get((what, part), ""))
            for part, room in (("title", 200), ("url", 34))
        )  # fmt: skip
        builders.a_source(on.row, title, f"https://example.org/{url}")

    def finish(self) -> None:
        """Retire, hold and remove what is to be, now that all hangs on it that will."""
        for act in self.afterwards:
            act()
        self.afterwards.clear()


def _status(reason: str) -> str:
    draft = reason in ("draft", "removed")
    return "draft" if draft else "review" if reason == "review" else "published"


def _needs(guide: Guide, horizon, reason, links, above) -> Needs:
    """What one must have reached to read a row; None: nobody ever may."""
    if horizon is None or reason in ("draft", "review", "retired", "removed"):
        return None
    own = {guide.slug: SEEN if reason == "held" else horizon}
    others = [{film.slug: minute} for film, minute, _ in links]
    return both(guide.needs, own, *others, *(w.needs for w in above))
