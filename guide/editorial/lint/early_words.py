"""Words that stand in a text before the film has told them.

What is no beat and no ending (a premise, a question, a note) may use no name and no
telling word before its home, nor any seldom word that belongs to what comes later.
Beats are judged by their first uses.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile

from guide.editorial.lint import lexicon
from guide.editorial.lint.findings import Finding, about
from guide.editorial.lint.first_uses import FirstUses
from guide.editorial.lint.texts import Row, Text
from guide.editorial.lint.vocabulary import Use, merged

# Shares of the runtime.
OPENING = 0.2  # a premise may tell what happens until then
HALF = 0.5  # a name used until then as if it were known, the premise may have


class EarlyWords:
    """One reading of a guide for words that run ahead of the film."""

    def __init__(self, first: FirstUses):
        self.first, self.words, self.guide = first, first.words, first.words.guide
        self.opening = OPENING * self.words.runtime

    def findings(self, row: Row | None = None) -> Iterator[Finding]:
        """All of them, or those in one row, in no order."""
        for use, later in self.first.ahead:
            if row in (None, use.text.row):
                yield _finding([use], later)
        for text in self.guide.texts_of(row):
            if text.name == "slug":
                yield from self._address(text)
            elif not text.tells_the_film:
                for sentence in text.sentences:
                    for uses, home in self.early(text, sentence):
                        yield _finding(uses, home.text)

    def early(self, text: Text, sentence) -> Iterator[tuple[list[Use], Use]]:
        """The words of a sentence that come before their home, and that home."""
        limit = self.opening if text.is_public else text.horizon
        late = {}
        for use in self.words.of(text, sentence):
            home = self.first.home.get(use.key)
            known = not text.is_public and use.key in self.words.premise
            if home and home.horizon > limit and not known:
                late[use] = home
        secrets = {use.token.stem for use in late}
        told = [u for u, home in late.items() if self._tells(u, home, limit, secrets)]
        for group in merged(told):
            yield group, late[group[0]]

    def _tells(self, use, home, limit, secrets) -> bool:
        """Whether an early word gives something away."""
        name, is_public = use.text.name, use.text.is_public
        if use.kind == "name" and name == "release":  # those who sell it, and on what
            return False
        if use.kind == "name":
            return not is_public or (
                self._is_a_secret(use, secrets)
                and not (name == "premise" and self._is_taken_as_known(use, home))
            )
        if is_public and name == "title":  # posters say much else
            return False
        if use.kind == "strong":
            return True
        if name in ("premise", "provenance", "genres"):  # each has words of its own
            return False
        return (
            self.words.is_of_what_follows(use, limit)
            and not self.words.kindred(use, limit)
            and not self._is_in_use(use, limit)
        )

    def _is_in_use(self, use, limit) -> bool:
        """Whether another row has said the word by then, as a question does."""
        row = use.text.row
        by_then = takewhile(lambda o: o.horizon <= limit, self.words.said[use.key])
        return any(
            not other.row.hangs_on(row) and not row.hangs_on(other.row)
            for other in by_then
        )

    def _is_a_secret(self, use, secrets) -> bool:
        """Whether a name is not part of a longer one that everybody knows."""
        tokens, at = use.sentence.tokens, use.token.place
        beside = [*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2]]
        return all(
            token.stem in secrets or token.stem not in self.words.names
            for token in beside
            if token.capital
        )

    def _is_taken_as_known(self, use, home) -> bool:
        """Whether the film uses a name that the premise has without presenting it."""
        if lexicon.apposes(use.sentence, use.token.word):
            return True
        if self._early_strands[use.key] > 1:
            return True  # early passages are gathered under it: the town they play in
        return home.horizon <= HALF * self.words.runtime and not any(
            lexicon.introduces(other.sentence, other.token.word)
            for other in self.words.told[use.key]
            if other.text.row is home.text.row
        )

    @cached_property
    def _early_strands(self):
        """Counter of the words of early strands."""
        strands = [text for text in self.guide.texts if text.name == "strand"]
        early = [text for text in strands if text.horizon <= HALF * self.words.runtime]
        return Counter(stem for text in early for stem in text.stems)

    def _address(self, text) -> Iterator[Finding]:
        """What the address says that no title does: it is made of title and year."""
        titled = self.words.titles.union(
            *(t.stems for t in self.guide.texts if t.is_public and t.name == "title")
        )
        tokens = text.sentences[0].tokens
        if word := " ".join(t.word for t in tokens if t.stem not in titled):
            says = f"The address says “{word}”, which is in none of the titles."
            yield about(text, word, says, "", "Make it from the title and the year.")


def _finding(uses: list[Use], later: Text) -> Finding:
    text = uses[0].text
    word = " ".join(use.token.word for use in uses)
    says = f"“{word}” is not revealed before {later.row.place}."
    return about(text, word, says, uses[0].sentence.text)
