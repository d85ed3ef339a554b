"""The words of one guide that could tell something, and where the record has them.

The record is what tells the film: its beats and its endings.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from guide.editorial.lint import lexicon
from guide.editorial.lint.texts import Guide, Text
from guide.editorial.lint.words import Sentence, Token, names, per_million, sentences

# Times in a million words of the language.
RARE = 6  # noticed where it stands
SELDOM = 25  # noticed if the film says it twice
COMMON = 150  # a weak one is, if the film says it thrice; above this a word is nothing
SOON = 0.08  # of the runtime, until the film says a word that is not rare
PROSE = ("premise", "text", "tldr", "summary", "take", "said_elsewhere", "evidence")
"""Where a capital that begins no sentence is a name’s."""
BEGINNING = 5  # letters that words of one family share

# What is said more often says nothing new, and would be compared with itself.
IN_A_SENTENCE = 2  # uses of one word
IN_A_TEXT = 20  # uses of one word
NAMES = 16  # different names in one sentence
AFTER = 50  # later uses of one word
FAMILY = 4  # words of one beginning


@dataclass(frozen=True, eq=False)
class Use:
    """One use of a word. Its kind: `name`, `strong`, `weak` or `rare`."""

    text: Text
    sentence: Sentence
    token: Token
    key: str  # its stem, or `~death` for a whole family of telling words
    kind: str

    @property
    def horizon(self) -> int:
        return self.text.horizon


class Vocabulary:
    """One guide’s telling words, by key, in the order of their horizons."""

    def __init__(self, guide: Guide):
        self.guide, self.runtime = guide, guide.film.runtime
        self._read: dict[int, list[Use]] = {}  # by the identity of a sentence
        self.strong, self.weak = lexicon.families()
        self.empty = lexicon.empty()
        prose = [text for text in guide.texts if text.name in PROSE]
        self.names = names(s for text in prose for s in text.sentences)
        titles = (s for title in guide.film.titles for s in sentences(title))
        self.titles = {stem for sentence in titles for stem in sentence.stems}
        by_horizon = sorted(guide.texts, key=lambda text: text.horizon)
        self.record = [text for text in by_horizon if text.tells_the_film]
        self.told: dict[str, list[Use]] = defaultdict(list)
        self.said: dict[str, list[Text]] = defaultdict(list)  # beyond the record too
        for text in by_horizon:
            if text.is_public or text.name in ("source", "strand"):
                continue
            for key, uses in self._few(text).items():
                self.said[key].append(text)
                if text.tells_the_film:
                    self.told[key] += uses

    @cached_property
    def premise(self) -> set[str]:
        """The words that everybody has read."""
        texts = (text for text in self.guide.texts if text.name == "premise")
        return {use.key for text in texts for use in self.uses(text)}

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
        return (stem, "rare") if often < COMMON and len(stem) > 2 else None

    def _few(self, text) -> dict[str, list[Use]]:
        """The uses of each word in a text; no more than say something."""
        found = defaultdict(list)
        for use in self.uses(text):
            if len(found[use.key]) < IN_A_TEXT:
                found[use.key].append(use)
        return found

    def later(self, key: str, horizon: int) -> Iterator[Use]:
        """Its uses in the record beyond a horizon, AFTER at most."""
        told = self.told.get(key, [])
        start = bisect_right(told, horizon, key=lambda use: use.horizon)
        return islice(told, start, start + AFTER)

    def is_of_what_follows(self, use: Use, limit: float) -> bool:
        """Whether a word that is no name belongs to what comes after a minute: so rare
        a one, or one that the film says more than once, and not soon."""
        later = list(self.later(use.key, limit))
        often = max(per_million(each.token.word) for each in (use, *later))
        rows = rows_of(later)
        if not rows or often < RARE:
            return rows > 0
        if later[0].horizon < limit + SOON * self.runtime:
            return False
        seldom = often < SELDOM and rows > 1
        return seldom or (use.kind == "weak" and often < COMMON and rows > 2)

    def kindred(self, use: Use, limit: int) -> bool:
        """Whether the record has a word of the same beginning by then: the ferry,
        before the ferryman."""
        stem = use.token.stem
        return use.kind != "name" and any(
            text.horizon <= limit and text is not use.text
            for other, text in self._families.get(_beginning(stem), {}).items()
            if other != stem
        )

    @cached_property
    def _families(self):
        """{beginning: {word: the first text of the record that has it}}."""
        found = defaultdict(dict)
        for text in self.record:
            for stem in (stem for each in text.sentences for stem in each.stems):
                family = found[_beginning(stem)]
                if len(stem) >= BEGINNING and len(family) < FAMILY:
                    family.setdefault(stem, text)
        return found


def rows_of(uses: Iterable[Use]) -> int:
    """In how many rows they stand."""
    return len({id(use.text.row) for use in uses})


def _beginning(stem):
    return stem[:BEGINNING].replace("y", "i")  # the stem of “ferry” is “ferri”


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
