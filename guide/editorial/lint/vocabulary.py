"""The words of one guide that could tell something, and where the record has them.

The record is what tells the film: its beats and its endings. A word is at home in the
first text of the record that has it and does not run ahead itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

from guide.editorial.lint import lexicon
from guide.editorial.lint.texts import Guide, Text
from guide.editorial.lint.words import (
    Sentence,
    Token,
    names,
    per_million,
    sentences,
)

RARE = 6  # times in a million words: noticed where it stands
SELDOM = 25  # noticed in a premise
UNCOMMON = 150  # above this a word tells nothing by itself
HEADINGS = ("title", "slug", "strand", "source")  # whose capitals say nothing
BEGINNING = 6  # letters that words of one family share
MOST = 7.0  # the weight of a word that cannot be there by chance


@dataclass(frozen=True, eq=False)
class Use:
    """One use of a word. Its kind: `name`, `strong`, `weak`, `slight`, `rare`
    or `uncommon`."""

    text: Text
    sentence: Sentence
    token: Token
    key: str  # its stem, or `~death` for a whole family of telling words
    kind: str

    @property
    def horizon(self) -> int:
        return self.text.horizon

    @property
    def is_seldom(self) -> bool:
        return per_million(self.token.word) < SELDOM


class Vocabulary:
    """One guide’s telling words, by key, in the order of their horizons."""

    def __init__(self, guide: Guide):
        self.guide = guide
        self.strong, self.weak, self.slight = lexicon.families()
        self.empty = lexicon.empty()
        prose = [text for text in guide.texts if text.name not in HEADINGS]
        self.names = names(s for text in prose for s in text.sentences)
        self.titles = {
            stem
            for title in guide.titles
            for sentence in sentences(title)
            for stem in sentence.stems
        }
        self.record = sorted(
            (text for text in guide.texts if text.tells_the_film),
            key=lambda text: text.horizon,
        )
        self.told: dict[str, list[Use]] = defaultdict(list)
        for text in self.record:
            for use in self.uses(text):
                self.told[use.key].append(use)

    @cached_property
    def spelt(self) -> dict[str, str]:
        """{name: a word that it stands for}, as some text has it."""
        return {
            token.stem: token.word
            for text in self.guide.texts
            for sentence in text.sentences
            for token in sentence.tokens
            if token.stem in self.names and token.capital
        }

    def named(self, text: str) -> set[str]:
        """The names in a text that is none of the guide’s own, as a row’s title."""
        stems = (stem for s in sentences(text) for stem in s.stems)
        return self.names.intersection(stems)

    def uses(self, text: Text) -> Iterator[Use]:
        """The words of a text that could tell something."""
        for sentence in text.sentences:
            yield from self.of(text, sentence)

    def of(self, text: Text, sentence: Sentence) -> list[Use]:
        """The same of one sentence."""
        found = self._read.get(id(sentence))
        if found is None:
            found = self._read[id(sentence)] = [
                Use(text, sentence, token, *known)
                for token in sentence.tokens
                if (known := self._kind(token))
            ]
        return found

    @cached_property
    def _read(self):
        return {}

    def _kind(self, token):
        stem, often = token.stem, per_million(token.word)
        if len(stem) < 2 or stem in self.titles or stem in self.empty:
            return None
        if stem in self.names and (token.capital or often < 1):
            return stem, "name"
        if family := self.strong.get(stem):
            return f"~{family}", "strong"
        if family := self.weak.get(stem):
            return f"~{family}", "weak"
        family = self.slight.get(stem)
        if family and often >= RARE:  # a rarer one is noticed where it stands
            return f"~{family}", "slight"
        if often >= UNCOMMON or len(stem) < 3:
            return None
        return stem, "rare" if often < RARE else "uncommon"

    def kindred(self, use: Use, limit: int) -> bool:
        """Whether the record has a word of the same beginning by then: the harbour,
        before the harbourmaster."""
        stem = use.token.stem
        return use.kind != "name" and any(
            text.horizon <= limit and text is not use.text and other != stem
            for other, text in self._beginnings.get(stem[:BEGINNING], ())
        )

    @cached_property
    def _beginnings(self):
        found = defaultdict(list)
        for text in self.record:
            for stem in text.stems:
                if len(stem) >= BEGINNING:
                    found[stem[:BEGINNING]].append((stem, text))
        return found

    def later(self, key: str, horizon: int) -> Iterator[Use]:
        """Its uses in the record beyond a horizon."""
        return (use for use in self.told[key] if use.horizon > horizon)

    def weight(self, use: Use, horizon: int) -> float:
        """How much the word belongs to what comes after a horizon: 0 to MOST.

        The surprise, as -log p, at finding it so often there if its place were chance.
        """
        rows = Counter(
            (type(other.text.row), other.text.row.pk)
            for other in self._all[use.key]
            if other.horizon > horizon and not hangs_on(other.text.row, use.text.row)
        )
        times = sum(min(2, number) for number in rows.values())
        words = sum(n for after, n in self._lengths if after > horizon)
        chance = _poisson_tail(times, self._frequency(use.key) * words / 1e6)
        return min(MOST, -log(chance))

    def anywhere(self, key: str) -> list[Text]:
        """The texts that have a word, beyond the record too, by their horizons."""
        found = {id(use.text): use.text for use in self._all[key]}
        return sorted(found.values(), key=lambda text: text.horizon)

    @cached_property
    def _all(self):
        found = defaultdict(list)
        for text in self.guide.texts:
            if not text.is_public and text.name not in ("source", "strand"):
                for use in self.uses(text):
                    found[use.key].append(use)
        return found

    @cached_property
    def _lengths(self):
        """(horizon, number of words) of each text."""
        return [
            (text.horizon, sum(len(s.tokens) for s in text.sentences))
            for text in self.guide.texts
        ]

    def _frequency(self, key):
        words = {use.token.word.casefold() for use in self._all[key]}
        return max(0.3, sum(map(per_million, words)))

    def paired(self, pair: tuple[str, str], text: Text) -> Use | None:
        """Where a name and a telling word first stand together, but for one text."""
        others = (use for use in self._pairs[pair] if use.text is not text)
        return next(others, None)

    @cached_property
    def _pairs(self):
        found = defaultdict(list)
        for text in self.record:
            for pair, use in self.pairs_of(text):
                found[pair].append(use)
        return found

    def pairs_of(self, text: Text) -> Iterator[tuple[tuple[str, str], Use]]:
        """Names that stand in one sentence with a telling word, and that word."""
        for sentence in text.sentences:
            uses = self.of(text, sentence)
            called = {use.key for use in uses if use.kind == "name"}
            for use in uses:
                if use.kind in ("strong", "weak", "slight"):
                    yield from (((name, use.key), use) for name in sorted(called))


def together(words: Vocabulary, uses: Iterable[Use], limit: int) -> list[Use]:
    """Those of the uses whose words stand together in one later sentence."""
    found = defaultdict(dict)
    for use in uses:
        for other in words.later(use.key, limit):
            found[id(other.sentence)][use.key] = use
    best = list(max(found.values(), key=len, default={}).values())
    return best if len(merged(best)) > 1 else []


def merged(uses: list[Use]) -> list[list[Use]]:
    """The uses of one sentence, names that stand side by side as one: Edda Voss."""
    groups = []
    place = {id(t): at for use in uses for at, t in enumerate(use.sentence.tokens)}
    for use in sorted(uses, key=lambda use: place[id(use.token)]):
        last = groups[-1][-1] if groups else None
        beside = last and place[id(use.token)] - place[id(last.token)] == 1
        if beside and use.kind == last.kind == "name":
            groups[-1].append(use)
        else:
            groups.append([use])
    return groups


def gap(use: Use, name: str) -> int:
    """How many words after a name of its sentence a word stands."""
    return between(use.sentence, name, use.token.stem)


def between(sentence: Sentence, one: str, other: str) -> int:
    """How many words after one stem another stands."""
    stems = [token.stem for token in sentence.tokens]
    return stems.index(other) - stems.index(one)


def hangs_on(row, other) -> bool:
    """Whether a row is the other, or an answer or a reading that names it."""
    return other in (row, getattr(row, "parent", None))


def _poisson_tail(times, mean):
    """The chance of at least so many, where `mean` are expected."""
    term, less = exp(-mean), 0.0
    for number in range(times):
        less += term
        term *= mean / (number + 1)
    return max(1 - less, 1e-9)
