"""A film with rows of every kind, drawn by Hypothesis: odd texts in odd places."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import strategies as st

from guide.common.text_checks import in_a_line, in_a_text
from guide.editorial.guidefile.values import plain
from guide.editorial.lint import waivers
from guide.films.how_made import How
from guide.films.models import AlternativeTitle, Credit, Cut, Film, Person, Status
from guide.gate.horizon import SEEN, join
from guide.passages import publishing
from guide.passages.models import Beat, Dispute
from tests import builders

SLUG, RUNTIME = "by-chance", 90
_ODD = [
    "No", "null", "~", "1:58", "0x1F", "2026-11-22", "- a: b # c", "? a", "&a *a",
    "!!x", ": ", "--- a", "...", "%YAML 1.2", ">-", "|+", "'", '"', "\\", "“”", "#",
    "[", "}", " leading", "trailing ", "two  spaces", "\ttab\t", "a\r\nb", "a\rb\n",
    "\n\n", "    code", "line\n   \nline", "漢字 ß é \u0301", "🎬\u200b\u202e",
    "\u2028\x85\ufeff\uffff", "\x07\x1b\x7f", "x" * 3_000, "word " * 300,
]  # fmt: skip
_letters = st.characters(codec="utf-8", exclude_characters="\0")
_pieces = st.lists(st.sampled_from(_ODD) | st.text(_letters, max_size=9), max_size=4)


def without(check, text) -> str:
    """The text without the letters that no verb takes."""
    return "".join(letter for letter in text if _passes(check, letter))


def _passes(check, letter):
    try:
        check(f"a{letter}")
    except ValidationError:
        return False
    return True


_any = _pieces.map(" ".join) | _pieces.map("\n".join)
TEXTS = _any.map(lambda text: without(in_a_text, text))
LINES = _any.map(lambda text: "t" + without(in_a_line, text)[:50])
"""What stands in short fields; some may not be empty, or only space."""


@dataclass
class Chance:
    """Draws the film's rows one after the other, each on those before it."""

    draw: Any

    def one_of(self, *choices):
        return self.draw(st.sampled_from(choices))

    def some(self, rows):
        """A few of the rows."""
        if not rows:
            return []
        return self.draw(st.lists(st.sampled_from(rows), max_size=2, unique=True))

    def film(self) -> Film:
        """The film, and what hangs on it alone."""
        film = builders.a_film(
            self.line(), slug=SLUG, runtime=RUNTIME, premise=self.text(),
            genres=self.line(), release=self.line(), sort_title=self.line(),
            status=self.one_of("draft", "published"),
        )  # fmt: skip
        titles = {plain(title): title for title in (self.line(), self.line())}
        for title in titles.values():
            AlternativeTitle(film=film, title=title, note=title).save()
        if how := self.one_of("", *How.values):
            builders.a_provenance(film, how, written_by=self.line(),
                                  checked_against=self.line())  # fmt: skip
        person = Person.objects.create(slug="by-chance", name=self.line())
        for role in ["director", *self.some(["writer", "source"])]:
            Credit(film=film, person=person, role=role, note=self.line()).save()
        waivers.wave(film, self.line(), self.line(), None)
        return film

    def beat(self, film) -> Beat:
        minute = self.draw(st.integers(0, RUNTIME))
        return builders.a_beat(
            film, title=self.line(), minute=minute, strand=self.line(),
            order=self.one_of(0, 0, 7), story_order=self.one_of(None, -3, 5),
            **self.gated(horizon=minute),
        )  # fmt: skip

    def ending(self, film, cut):
        said = self.gated()
        return builders.an_ending(
            film, tldr=said.pop("text"), text=self.line(), take=self.text(),
            take_author=self.line(), summary=self.text(), cut=cut, **said,
        )  # fmt: skip

    def entries(self, film, endings):
        """Interpretations, questions of an ending or of none, and answers."""
        for ending in endings:
            yield builders.an_interpretation(
                ending, title=self.line(), byline=self.line(), **self.gated(ending)
            )
        for ending in [None, *self.some(endings)]:
            question = builders.a_question(
                film, title=self.line(), under=ending,
                **self.gated(*filter(None, [ending])),
            )  # fmt: skip
            yield question
            for _ in range(self.one_of(0, 1, 2)):
                yield builders.an_answer(
                    question, title=self.line(), **self.gated(question)
                )

    def evidence(self, entry, beat):
        if join(entry.horizon, beat.horizon) == entry.horizon:
            stance = self.one_of("supports", "undermines")
            builders.evidence(entry, beat, self.line(), stance)

    def dispute(self, row) -> Dispute:
        said = self.gated(row)
        text = said.pop("text")
        dispute = Dispute(
            film=row.film, title=self.line(), said_elsewhere=text, text=text,
            under=row, **said,
        )  # fmt: skip
        publishing.save(dispute)
        return dispute

    def gated(self, *bases, horizon=0):
        """What every gated row has, and it may not stand before its bases."""
        least = join(horizon, *(base.horizon for base in bases))
        public = all(base.status == Status.PUBLISHED for base in bases)
        return {
            "horizon": join(least, self.one_of(0, 0, 30, 88, SEEN, None)),
            "horizon_checked": self.one_of(True, False),
            "status": self.one_of("draft", "review", *["published"] * (4 * public)),
            "how": self.one_of("", *How.values),
            "text": self.draw(TEXTS.filter(bool)),
        }

    def text(self):
        return self.draw(TEXTS)

    def line(self):
        return self.draw(LINES)


def a_film_by_chance(draw, sequel: Film) -> Film:
    """A film that says odd things, some of whose rows also spoil the other film."""
    chance = Chance(draw)
    film = chance.film()
    cut = Cut.objects.create(film=film, name=chance.line(), runtime=RUNTIME + 5)
    beats = [chance.beat(film) for _ in range(chance.one_of(1, 3))]
    endings = [chance.ending(film, of) for of in chance.some([None, cut])]
    entries = list(chance.entries(film, endings))
    for entry in entries:
        for beat in chance.some(beats):
            chance.evidence(entry, beat)
    disputes = [chance.dispute(row) for row in chance.some(beats + endings + entries)]
    rows = [*beats, *endings, *entries, *disputes]
    for row in chance.some(rows):
        builders.a_source(row, chance.line(), "")
        waivers.wave(row, chance.line(), chance.line(), None)
        builders.also_spoils(row, sequel, chance.one_of(0, 30, SEEN))
    for row in chance.some([row for row in rows if row.published_at]):
        publishing.retire(row)
    return film
