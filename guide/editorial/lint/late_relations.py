"""What the film says of somebody only later, in words that were known before.

Everybody has met Ombeline and knows that the winter is gone; that she hid it is
told at the end. No word of that is new: what gives it away is who stands beside what.
A pronoun stands for whom the text named last, or for whom the row's title names.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise, takewhile
from typing import NamedTuple

from guide.editorial.lint import lexicon
from guide.editorial.lint.texts import Text
from guide.editorial.lint.vocabulary import Use, Vocabulary, gap, hangs_on

# Shares of the runtime.
FAR = 0.1  # until the record says it too: sooner, it is the passage that goes on
LONG = 0.4  # the same for a beat, which brings things and people together all the time
OTHERS = ("source", "strand", "slug", "genres", "release")  # no sentences


class Bond(NamedTuple):
    """A word that a text says of somebody, and the later text that says it too."""

    use: Use
    name: str
    later: Text


class Bonds:
    """One reading of a guide for what it says of whom."""

    def __init__(self, words: Vocabulary):
        self.words, self.runtime = words, words.guide.film.runtime
        self._said = defaultdict(list)  # {(name, word): texts, by their horizons}
        texts = [text for text in words.guide.texts if text.name not in OTHERS]
        for text in sorted(texts, key=lambda text: text.horizon):
            for use, own, meant in self.said(text):
                for name in own | meant:
                    said = self._said[name, use.key]
                    if not said or said[-1] is not text:
                        said.append(text)

    def said(self, text: Text) -> Iterator[tuple[Use, set[str], set[str]]]:
        """The words of a text, with the names in the sentence, and whom it may mean."""
        last = titled = self._titled(text)
        for sentence in text.sentences:
            uses = self.words.of(text, sentence)
            own = {use.key for use in uses if use.kind == "name"} - self._things
            meant = last | titled if lexicon.refers(sentence) else set()
            for use in uses:
                if use.kind != "name":
                    yield use, own, meant
            last = own or last

    @cached_property
    def _things(self) -> set[str]:
        """Names that stand with an article: the Louvre is nobody."""
        found = set()
        for text in self.words.guide.texts:
            for sentence in text.sentences:
                for before, token in pairwise(sentence.tokens):
                    if token.capital and before.word.casefold() in lexicon.articles():
                        found.add(token.stem)
        return found & self.words.names

    def _titled(self, text):
        if text.is_public or text.name in OTHERS or text.name == "title":
            return set()
        return self.words.named(getattr(text.row, "title", "")) - self._things

    def found(self, text: Text) -> Iterator[Bond]:
        """What a text says of somebody long before the record does."""
        if text.is_public or text.name in OTHERS:
            return  # a premise says who somebody is
        least = LONG if text.tells_the_film else FAR
        for use, own, meant in self.said(text):
            if any(self.is_known(name, use.key, text) for name in own | meant):
                continue
            if own:
                names = [min(sorted(own), key=lambda name: abs(gap(use, name)))]
            else:
                names = [] if text.tells_the_film else sorted(meant)
            for name in names:
                later = self.told(name, use.key, text)
                if later is None or self._silence(text, later) < least:
                    continue
                if self._tells(use, name, text, later):
                    yield Bond(use, name, later)

    def told(self, name: str, key: str, text: Text) -> Text | None:
        """The later text of the record that first says it, if nothing has by then."""
        for other in self._said[name, key]:
            if hangs_on(other.row, text.row):
                continue
            if other.horizon <= text.horizon:
                return None
            if other.tells_the_film:
                return other
        return None

    def is_known(self, name: str, key: str, text: Text, limit=0) -> bool:
        """Whether another row says a word of a name by then, or by a later limit."""
        last = max(text.horizon, limit)
        by_then = takewhile(lambda o: o.horizon <= last, self._said[name, key])
        return any(not hangs_on(other.row, text.row) for other in by_then)

    def _silence(self, text, later):
        return (min(later.horizon, self.runtime) - text.horizon) / self.runtime

    def _tells(self, use, name, text, later) -> bool:
        common = not use.is_seldom or use.key in self._premise
        if use.kind in ("rare", "uncommon") and common:
            return False  # anybody may meet it
        return not text.tells_the_film or self._is_nobodys(use, name, text, later)

    def _is_nobodys(self, use, name, text, later) -> bool:
        """Whether the film has a thing first, and keeps back whose it is: a shawl."""
        if use.kind != "rare":
            return False
        told = (other for other in self.words.told[use.key] if other.text is not text)
        first = next(told, None)
        return first is not None and (
            text.horizon < first.horizon < later.horizon
            and name not in self._names[id(first.text.row)]
        )

    @cached_property
    def _premise(self):
        texts = (text for text in self.words.guide.texts if text.name == "premise")
        return {use.key for text in texts for use in self.words.uses(text)}

    @cached_property
    def _names(self):
        found = defaultdict(set)
        for text in self.words.record:
            found[id(text.row)] |= self.words.names.intersection(text.stems)
        return found
