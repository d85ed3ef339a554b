"""What a guide gives away of other films without saying so.

A row may tell of another film only up to the minute that its link declares
(`AlsoSpoils`). An announced link shows the other film's name to whoever reaches the
row, so that the two must be known to belong together by then.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from django.db.models import Q

from guide.editorial.lint.early_words import Ahead
from guide.editorial.lint.findings import Finding, about, key_of, place
from guide.editorial.lint.first_uses import TELLS
from guide.editorial.lint.texts import Text
from guide.editorial.lint.vocabulary import Use
from guide.editorial.lint.words import per_million, stem
from guide.films.models import AlternativeTitle, Film, Person
from guide.gate.horizon import SEEN, spoken
from guide.passages.models import AlsoSpoils, Kind, Passage, Source

STRANGE = 0.3  # times in a million words: so rare a name is one film's own
MOST = 12  # names for which the other guides are searched
_WORD = re.compile(r"\w+")
PREMISES = 2_000  # whose words are remembered


class Elsewhere:
    """One guide, or one row of it, read against those that it has to do with.

    `read` answers with the guide of another film, or with None where it may cost no
    more; `most` films are asked for, what is linked before what is only named.
    """

    def __init__(
        self,
        own: Ahead,
        read: Callable[[Film], Ahead | None],
        row: Film | Passage | None = None,
        most: int | None = None,
    ):
        self.own, self.guide, self.read = own, own.guide, read
        self.row, self.most, self.unread = row, most, 0
        self.texts = self.guide.texts_of(row)
        self.links = defaultdict(dict)  # {film: {row's key: link}}
        for link in self.guide.links:
            if row in (None, link.passage):
                self.links[link.spoils][key_of(link.passage)] = link

    def findings(self) -> Iterator[Finding]:
        """All of them, in no order."""
        concerned = list(self._concerned())
        for film in concerned:
            if other := self.read(film):
                yield from self._given_away(other)
            else:
                self.unread += 1
        for film, links in self.links.items():
            if film in concerned:
                yield from self._announced(film, links.values())
        if self.unread:
            yield self._not_read()

    def _not_read(self) -> Finding:
        film, number = self.guide.film, self.unread
        says = f"Not compared with {number} of the other films it is connected with."
        advice = "The operator’s command “lint_spoilers” reads them all."
        return Finding(film, "link", "other films", "other films", says, advice)

    def _concerned(self) -> Iterable[Film]:
        """Films that are linked with this one, named in it, or share a name with it."""
        film = self.guide.film
        linking = AlsoSpoils.unguarded.filter(spoils=film).order_by()
        found = chain(
            (film.pk for film in self.links),
            linking.values_list("film", flat=True),
            self._named(),
            self._with_names_of_ours(),
            self._with_lone_names(),
        )
        keys = [key for key in dict.fromkeys(found) if key != film.pk]
        self.unread = len(keys[self.most :]) if self.most is not None else 0
        return Film.unguarded.filter(pk__in=keys[: self.most]).order_by("pk")

    def _named(self):
        body = "\n".join(self.bodies.values())
        for key, titles in _titles(self.films).items():
            if any(_names(body, title) for title in titles):
                yield key

    def _with_names_of_ours(self):
        """The fewer films share a name, the sooner."""
        strange = self.strange
        if self.row is not None:
            said = {stem for text in self.texts for stem in text.stems}
            strange = strange & said
        sharing = defaultdict(list)
        for film in self.films:
            for name in strange & _capitals(film.premise):
                sharing[name].append(film.pk)
        for name in sorted(sharing, key=lambda name: (len(sharing[name]), name)):
            yield from sharing[name]

    def _with_lone_names(self):
        """Films whose guides have a name that stands in a single row of this one."""
        rows = defaultdict(dict)
        for text in self.guide.texts:
            for use in self.own.words.uses(text):
                if use.kind == "name" and use.key in self.strange:
                    rows[use.key][key_of(text.row)] = use.token.word
        own = self.row and key_of(self.row)
        lone = (at for at in rows.values() if len(at) == 1 and (not own or own in at))
        words = chain.from_iterable(at.values() for at in lone)
        lone = sorted(words)[:MOST]
        said = Q(pk__in=())
        for word in lone:
            said |= Q(text__contains=word) | Q(title__contains=word)
        told = Passage.unguarded.filter(said, kind__in=(Kind.BEAT, Kind.ENDING))
        yield from told.order_by("film").values_list("film", flat=True).distinct()

    @cached_property
    def films(self) -> list[Film]:
        """Every film, with no more of it than its titles and its premise."""
        said = ("title", "original_title", "premise")
        return list(Film.unguarded.order_by().only(*said))

    @cached_property
    def strange(self) -> set[str]:
        """The names in this guide that are no common words."""
        names = self.own.words.names - self.said_by
        return {name for name in names if per_million(name) < STRANGE}

    @cached_property
    def said_by(self) -> set[str]:
        """Names of papers, sites and makers: who has said something, in any guide.

        A source is titled by its paper, then a colon.
        """
        titles = Source.unguarded.order_by().values_list("title", flat=True)
        papers = (title.split(":")[0] for title in titles.distinct() if ":" in title)
        people = Person.objects.order_by().values_list("name", flat=True)
        return {stem(w) for name in chain(papers, people) for w in _WORD.findall(name)}

    @cached_property
    def bodies(self) -> dict[tuple, str]:
        """All that each row says, by its key."""
        found = defaultdict(list)
        for text in self.texts:
            found[key_of(text.row)].append(text.body)
        return {key: "\n".join(bodies) for key, bodies in found.items()}

    def _given_away(self, other: Ahead) -> Iterator[Finding]:
        film = other.guide.film
        titles = _titles([film])[film.pk]
        public = other.public | other.words.titles | _public_names(other) | self.said_by
        akin = bool(self.strange & public)
        for text in self.texts:
            key = key_of(text.row)
            link = self.links[film].get(key)
            minute = link.minute if link else other.opening
            named = any(_names(self.bodies[key], title) for title in titles)
            found = chain(
                self._words(text, other, public, named),
                self._pairs(text, other, public) if named or akin else (),
            )
            for use, home in found:
                if home.horizon > minute:
                    yield _gives_away(use, film, home)

    def _words(self, text, other, public, named) -> Iterator[tuple[Use, Use]]:
        """Words of a text that another guide has and this one does not: (use, home)."""
        for use in self.own.words.uses(text):
            home = other.home.get(use.key)
            if home is None or use.key in public or self._is_ours(use):
                continue
            if self._is_a_namesake(use, other):
                continue
            strange = use.kind == "name" and use.key in self.strange
            if strange or (named and self._tells(use, other)):
                yield use, home

    def _tells(self, use, other) -> bool:
        """Whether a word beside another film's title is one of that film's own."""
        if use.kind == "uncommon":
            return other.words.weight(use, other.opening) >= TELLS
        return use.kind in ("name", "rare", "strong")

    def _pairs(self, text, other, public) -> Iterator[tuple[Use, Use]]:
        """Names of another film's beside a telling word, as there and not here."""
        for pair, use in self.own.words.pairs_of(text):
            home = other.words.paired(pair, text)
            ours = pair[0] not in public or self.own.words.paired(pair, text)
            if home and not ours and use.key != "~kin":
                yield use, home

    def _is_a_namesake(self, use, other) -> bool:
        """Whether a first name stands by a second one that the other guide has not."""
        at = use.token.place
        for one, two in pairwise(use.sentence.tokens[max(0, at - 1) : at + 2]):
            if one.capital and two.capital:
                beside = two if one is use.token else one
                if not beside.first and beside.stem not in other.words.empty:
                    own = beside.stem in self.own.words.names
                    return own and beside.stem not in other.words.names
        return False

    def _is_ours(self, use) -> bool:
        """Whether this guide has the word of its own, in other rows."""
        if use.key in self.own.public:
            return True
        own = key_of(use.text.row)
        return any(key_of(o.text.row) != own for o in self.own.words.told[use.key])

    def _announced(self, film, links) -> Iterator[Finding]:
        """Announced links that are the first to tie two films together."""
        early = [
            link for link in links if link.announced and link.passage.horizon < SEEN
        ]
        if not early or self._tied_openly(film):
            return
        titles = _titles([film])[film.pk]
        for link in early:
            horizon = link.passage.horizon
            told = [text.body for text in self.guide.texts if text.horizon <= horizon]
            if not any(_names(body, title) for body in told for title in titles):
                says = (
                    f"From {spoken(horizon)} on, readers see that this concerns "
                    f"“{film}”, and nothing told by then ties the two together."
                )
                advice = "Do not announce it, or let it stand if everybody knows."
                yield Finding(
                    link.passage, "link", "other films", str(film), says, advice
                )

    def _tied_openly(self, film) -> bool:
        """Whether public facts of the two films name each other or share a name."""
        other = self.read(film)
        if other is None:
            return True  # and it is said that it was not read
        titles = _titles([self.guide.film, film])
        crossed = (
            (_facts(self.own), titles[film.pk]),
            (_facts(other), titles[self.guide.film.pk]),
        )
        if any(_names(facts, title) for facts, named in crossed for title in named):
            return True
        return bool(_public_names(self.own) & _public_names(other))


@lru_cache(PREMISES)
def _capitals(premise: str) -> frozenset[str]:
    """The words of a premise that may be names."""
    return frozenset(map(stem, re.findall(r"\b[A-Z]\w+", premise)))


def _gives_away(use: Use, film: Film, home: Use) -> Finding:
    text, word = use.text, use.token.word
    where = place(home.text.row)
    says = f"“{word}” gives away “{film}”, which first has it in {where}."
    advice = _declare(text, film, home)
    return about(text, word, says, advice, use.sentence.text)


def _declare(text: Text, film: Film, home: Use) -> str:
    if text.is_public:
        return "Everybody reads this: leave it out."
    minute = spoken(home.horizon)
    return (
        f"Add “{film}”, {minute}, to the other films that it spoils, or leave it out."
    )


def _titles(films: Iterable[Film]) -> dict[int, set[str]]:
    """{film's key: all its titles}."""
    found = {film.pk: {film.title, film.original_title} - {""} for film in films}
    others = AlternativeTitle.objects.filter(film__in=list(found))
    for key, title in others.values_list("film", "title"):
        found[key].add(title)
    return found


def _names(body: str, title: str) -> bool:
    """Whether a text names a film; a title that is a common word stands in quotes."""
    if title not in body:  # which is nearly always so, and quickly said
        return False
    if " " not in title and per_million(title) > STRANGE:
        return bool(re.search(rf"[*_“‘\"]{re.escape(title)}[*_”’\"]", body))
    return bool(re.search(rf"(?<!\w){re.escape(title)}(?!\w)", body))


def _facts(ahead: Ahead) -> str:
    guide = ahead.guide
    return "\n".join([*guide.titles, *(t.body for t in guide.texts if t.is_public)])


def _public_names(ahead: Ahead) -> set[str]:
    """Names in what is public of a film."""
    public = (text.stems for text in ahead.guide.texts if text.is_public)
    return set(chain.from_iterable(public)) & ahead.words.names
