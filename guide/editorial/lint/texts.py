"""What the rules read: a guide as plain texts, each with the minute that shows it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from guide.editorial.lint.words import Sentence, sentences

PUBLIC, BEAT, ENDING = "film", "beat", "ending"  # the kinds of rows that rules know


@dataclass(eq=False)
class Row:
    """What shows texts: one row of a guide, or the public facts of its film.

    Minutes are those of the film; `horizon` may be SEEN. `key` says nothing here: it is
    for whoever made the row.
    """

    key: tuple[str, int | None]
    kind: str
    place: str  # as a sentence names it: the beat “20: The blue one” (minute 26)
    horizon: int = 0
    minute: int | None = None  # where a beat begins
    is_checked: bool = True  # whether a person has looked at the minute
    answers: Self | None = None  # the question, of an answer
    rests_on: list[Self] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it, whatever they watched."""
        return self.kind == PUBLIC

    def hangs_on(self, other: Self) -> bool:
        """Whether it is the other, or an answer to it."""
        return other in (self, self.answers)


@dataclass(eq=False)
class Text:
    """One text: the row that shows it, and where in it the text stands."""

    row: Row
    name: str  # of the row’s field, or of the table whose row hangs on it
    label: str  # as an editor reads it: the title, the evidence “It falls.”
    horizon: int
    body: str
    tells_the_film: bool = False  # whether it is the record of it: a beat, the ending

    @cached_property
    def sentences(self) -> list[Sentence]:
        body = self.body.replace("-", " ") if self.name == "slug" else self.body
        return sentences(body)

    @cached_property
    def stems(self) -> set[str]:
        return {stem for sentence in self.sentences for stem in sentence.stems}

    @property
    def is_public(self) -> bool:
        return self.row.is_public

    @property
    def is_a_beat(self) -> bool:
        """Whether it stands in a beat, or in what hangs on one."""
        return self.row.kind == BEAT


@dataclass(frozen=True)
class Film:
    """What the rules need to know of a film. Its own titles count as known."""

    name: str  # as a sentence names it: The Far Shore (1999)
    runtime: int  # minutes
    titles: tuple[str, ...]
    other_titles: tuple[str, ...] = ()


@dataclass(eq=False)
class Guide:
    """One film’s guide: its rows, and all that they say."""

    film: Film
    rows: list[Row]
    all_texts: list[Text]

    @cached_property
    def texts(self) -> list[Text]:
        """Every text that says anything to anybody."""
        return [text for text in self.all_texts if text.sentences]

    def texts_of(self, row: Row | None = None) -> list[Text]:
        """Those of one row, or all."""
        return [text for text in self.texts if row in (None, text.row)]

    @property
    def letters(self) -> int:
        """How long all of it is; costs next to nothing."""
        return sum(len(text.body) for text in self.all_texts)
