"""The words of one guide that could tell something, and where the record has them.

The record is what tells the film: its beats and its endings. A word is at home in the
first text of the record that has it and does not run ahead itself.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import exp, log

from guide.editorial.lint import lexicon
from guide.editorial.lint.findings import key_of
from guide.editorial.lint.texts import Guide, Text
from guide.editorial.lint.words import (
    Sentence,
    Token,
    names,
    per_million,
    sentences,
)
from guide.passages.models import Kind

RARE = 6  # times in a million words: noticed where it stands
SELDOM = 25  # noticed in a premise
UNCOMMON = 150  # above this a word tells nothing by itself
HEADINGS = ("title", "slug", "strand", "source")  # whose capitals say nothing
BEGINNING = 6  # letters that words of one family share
MOST = 7.0  # the weight of a word that cannot be there by chance

# What is said more often says nothing new, and would be compared with itself.
IN_A_SENTENCE = 2  # uses of one word
IN_A_TEXT = 20  # uses of one word
NAMES = 16  # different names in one sentence
AFTER = 200  # later uses of one word


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
        self.texts_of: dict[tuple, list[Text]] = defaultdict(list)  # of the record
        self.told: dict[str, list[Use]] = defaultdict(list)
        for text in self.record:
            self.texts_of[key_of(text.row)].append(text)
            for key, uses in self._few(text).items():
                self.told[key] += uses

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
            found = self._read[id(sentence)] = list(self._of(text, sentence))
        return found

    def _of(self, text, sentence):
        seen, called = Counter(), set()
        for token in sentence.tokens:
            known = self._kind(token)
            if not known or seen[known] == IN_A_SENTENCE:
                continue
            if known[1] == "name" and known not in seen:
                if len(called) == NAMES:
                    continue
                called.add(known)
            seen[known] += 1
            yield Use(text, sentence, token, *known)

    def _few(self, text) -> dict[str, list[Use]]:
        """The uses of each word in a text; no more than say something."""
        found = defaultdict(list)
        for use in self.uses(text):
            if len(found[use.key]) < IN_A_TEXT:
                found[use.key].append(use)
        return found

    def named_in(self, sentence: Sentence) -> set[str]:
        """The names of a sentence, NAMES at most."""
        if "names" not in sentence.asked:
            stems = (stem for stem in sentence.stems if stem in self.names)
            sentence.asked["names"] = set(islice(stems, NAMES))
        return sentence.asked["names"]

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
        return use.kind != "name" and any(
            text.horizon <= limit and text is not use.text
            for text in self._first_kindred(use.token.stem)
        )

    def _first_kindred(self, stem) -> list[Text]:
        """The first two texts with another word of the same beginning."""
        if stem not in self._kin:
            texts = self._beginnings.get(stem[:BEGINNING], {})
            others = (t for t, stems in texts.items() if stems - {stem})
            self._kin[stem] = list(islice(others, 2))
        return self._kin[stem]

    @cached_property
    def _kin(self):
        return {}

    @cached_property
    def _beginnings(self):
        """{beginning: {text: its words that begin so}}, by their horizons."""
        found = defaultdict(lambda: defaultdict(set))
        for text in self.record:
            for stem in text.stems:
                if len(stem) >= BEGINNING:
                    stems = found[stem[:BEGINNING]][text]
                    if len(stems) < 2:  # one word, and another one
                        stems.add(stem)
        return found

    def later(self, key: str, horizon: int) -> Iterator[Use]:
        """Its uses in the record beyond a horizon."""
        told = self.told[key]
        start = bisect_right(told, horizon, key=lambda use: use.horizon)
        return (told[at] for at in range(start, len(told)))

    def weight(self, use: Use, horizon: int) -> float:
        """How much the word belongs to what comes after a horizon: 0 to MOST.

        The surprise, as -log p, at finding it so often there if its place were chance.
        """
        asked = use.key, horizon, key_of(use.text.row)
        if asked not in self._weights:
            self._weights[asked] = self._weigh(*asked)
        return self._weights[asked]

    def _weigh(self, key, horizon, row):
        rows = self._after(key, horizon)
        hanging = [row, *self._hanging[row]]
        times = rows.total() - sum(rows[other] for other in hanging)
        words = self._words_after(horizon)
        chance = _poisson_tail(times, self._frequency(key) * words / 1e6)
        return min(MOST, -log(chance))

    def _after(self, key, horizon) -> Counter:
        """{row: how often it has a word beyond a horizon, twice at most}."""
        if (key, horizon) not in self._rows_after:
            uses = (use for use in self._all[key] if use.horizon > horizon)
            rows = Counter(key_of(use.text.row) for use in uses)
            rows = Counter({row: min(2, number) for row, number in rows.items()})
            self._rows_after[key, horizon] = rows
        return self._rows_after[key, horizon]

    def _words_after(self, horizon) -> int:
        """How many words the guide has beyond a horizon."""
        if horizon not in self._numbers:
            numbers = (n for after, n in self._lengths if after > horizon)
            self._numbers[horizon] = sum(numbers)
        return self._numbers[horizon]

    @cached_property
    def _weights(self):
        return {}

    @cached_property
    def _rows_after(self):
        return {}

    @cached_property
    def _numbers(self):
        return {}

    @cached_property
    def _hanging(self):
        """{row: those that name it as what they answer}."""
        found = defaultdict(list)
        for row in self.guide.rows:
            if question := _answered(row):
                found[key_of(question)].append(key_of(row))
        return found

    def anywhere(self, key: str) -> list[Text]:
        """The texts that have a word, beyond the record too, by their horizons."""
        if key not in self._where:
            found = {id(use.text): use.text for use in self._all[key]}
            texts = sorted(found.values(), key=lambda text: text.horizon)
            self._where[key] = texts
        return self._where[key]

    @cached_property
    def _where(self):
        return {}

    @cached_property
    def _all(self):
        found = defaultdict(list)
        for text in self.guide.texts:
            if not text.is_public and text.name not in ("source", "strand"):
                for key, uses in self._few(text).items():
                    found[key] += uses
        return found

    @cached_property
    def _lengths(self):
        """(horizon, number of words) of each text."""
        return [
            (text.horizon, sum(len(s.tokens) for s in text.sentences))
            for text in self.guide.texts
        ]

    def _frequency(self, key):
        if key not in self._frequencies:
            words = {use.token.word.casefold() for use in self._all[key]}
            self._frequencies[key] = max(0.3, sum(map(per_million, words)))
        return self._frequencies[key]

    @cached_property
    def _frequencies(self):
        return {}

    def paired(self, pair: tuple[str, str], text: Text) -> Use | None:
        """Where a name and a telling word first stand together, but for one text."""
        others = (use for use in self._pairs.get(pair, ()) if use.text is not text)
        return next(others, None)

    @cached_property
    def _pairs(self):
        """{pair: its first use in each of the first two texts that have it}."""
        found = defaultdict(list)
        for text in self.record:
            for pair, use in self.pairs_of(text):
                uses = found[pair]
                if not uses or (len(uses) == 1 and uses[0].text is not text):
                    uses.append(use)
        return found

    def pairs_of(self, text: Text) -> Iterator[tuple[tuple[str, str], Use]]:
        """Names that stand in one sentence with a telling word, and that word."""
        for sentence in text.sentences:
            uses = self.of(text, sentence)
            called = sorted({use.key for use in uses if use.kind == "name"})
            for use in uses:
                if use.kind in ("strong", "weak", "slight"):
                    yield from (((name, use.key), use) for name in called)


def together(words: Vocabulary, uses: Iterable[Use], limit: int) -> list[Use]:
    """Those of the uses whose words stand together in one later sentence."""
    found = defaultdict(dict)
    for use in uses:
        for other in islice(words.later(use.key, limit), AFTER):
            found[id(other.sentence)][use.key] = use
    best = list(max(found.values(), key=len, default={}).values())
    return best if len(merged(best)) > 1 else []


def merged(uses: list[Use]) -> list[list[Use]]:
    """The uses of one sentence, names that stand side by side as one: Edda Voss."""
    groups = []
    for use in sorted(uses, key=lambda use: use.token.place):
        last = groups[-1][-1] if groups else None
        beside = last and use.token.place - last.token.place == 1
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
    return sentence.places[other] - sentence.places[one]


def hangs_on(row, other) -> bool:
    """Whether a row is the other, or an answer to it."""
    return other in (row, _answered(row))


def _answered(row):
    """The question that an answer answers; None for all else, the film too."""
    return row.under if getattr(row, "kind", "") == Kind.ANSWER else None


def _poisson_tail(times, mean):
    """The chance of at least so many, where `mean` are expected."""
    term, less = exp(-mean), 0.0
    for number in range(times):
        less += term
        term *= mean / (number + 1)
    return max(1 - less, 1e-9)
