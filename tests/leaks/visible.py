"""The part of a world that its reader may see, in full."""

from collections import defaultdict
from datetime import timedelta
from random import Random

from guide.gate.horizon import SEEN
from tests.leaks.plans import START, Act, Names

VOCABULARY = [
    *(
        "harbour",
        "lantern",
        "mirror",
        "orchard",
        "winter",
        "signal",
        "garden",
        "voyage",
    ),
    *(
        "letter",
        "stranger",
        "engine",
        "silence",
        "market",
        "bridge",
        "candle",
        "father",
    ),
]
GENRES = ["drama", "science fiction", "thriller", "comedy"]
HOWS = ("by-hand", "machine-assisted", "machine-written")
VOTERS = ("ada", "ben", "cleo", "dan")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def public_name(seed: str, key: str, length: int = 10) -> str:
    """The public id of a row: the same in both worlds where the key is the same."""
    chance = Random(f"{seed}:{key}")
    return "".join(chance.choice(_LETTERS) for _ in range(length))


class Writer:
    """What both parts share: texts, names, moments, and rows known by their key."""

    def __init__(self, seed, rng, names):
        self.seed, self.rng, self.names = seed, rng, names
        self.count = 0
        self.cast = defaultdict(dict)  # entry: {voter: the key of the vote}

    def tied(self, entry, piece):
        """A piece of evidence; of a reading's one says that it moved one's vote."""
        if entry["kind"] == "interpretation":
            names = (public_name(self.seed, key) for key in (entry["key"], piece))
            self.names.pieces.append(tuple(names))

    def words(self, key):
        """A few words of the common stock, and one that no other row has."""
        own = f"q{public_name(self.seed, key, 5)}"
        self.names.words.append(own)
        return " ".join([*self.rng.sample(VOCABULARY, 3), own])

    def between(self, low, high, runtime):
        """A horizon from `low` to `high`, the bounds among them."""
        if low == high:
            return low
        if high != SEEN:
            return self.rng.randint(low, high)
        return self.rng.choice([SEEN, min(self.rng.randint(low, runtime), runtime - 1)])

    def proposal_facts(self, key, row):
        """(kind, texts) of something that may be proposed about a row."""
        special = {"question": "answer", "ending": "interpretation"}.get(row["kind"])
        plain = [] if row["kind"] == "dispute" else ["dispute"]
        texts = ["correction"] if row["kind"] != "question" else []
        kinds = [*plain, *texts, *([special] * 2 if special else [])]
        kind = self.rng.choice(kinds)
        facts = {"text": self.words(key)}
        if kind in ("dispute", "interpretation"):
            facts["title"] = self.words(key)
        return kind, facts

    def made_facts(self, key):
        """How a guide was made."""
        return {
            "how": self.rng.choice(HOWS),
            "written_by": self.words(key),
            "checked_against": self.words(key),
            "minutes_checked_by": self.rng.choice(["", self.words(key)]),
        }

    def made_otherwise(self):
        """How a row was made: mostly as its guide."""
        return self.rng.choice(["", "", *HOWS])

    def beat_facts(self, film, key, horizon):
        top = film["runtime"] - 1
        end = 0 if horizon is None else min(horizon, top)
        return {
            "minute": self.rng.choice([end, self.rng.randint(0, end)]),
            "title": self.words(key),
            "text": self.words(key),
            "strand": self.rng.choice(["", "", "the ship"]),
            "horizon_checked": self.rng.random() < 0.5,
        }


class Low(Writer):
    """The part that the reader may see, in full. `moved`: (voter, entry) of those who
    said what moved them."""

    def __init__(self, seed, rng, who):
        super().__init__(seed, rng, Names(genres=[*GENRES]))
        self.who, self.acts = who, []
        self.films, self.clearance, self.shown = {}, {}, []
        self.pieces, self.moved = defaultdict(list), set()
        self.proposed = []  # by the reader; never so many that one is refused
        self.twin_endings = set()  # of these films: they have no other
        for voter in (*VOTERS, "me"):
            self.act(voter, "reader")
        for _ in range(rng.choice([1, 2, 2, 3])):
            self._film()
        for film in self.films.values():
            self._rows(film)
        self._hang_on()
        self._readers()
        self.twins = [self._twin(n) for n in range(self.rng.randint(0, 2))]

    def reached(self, film):
        return SEEN if self.who == "unbound" else self.clearance.get(film, 0)

    def act(self, key, verb, *needs, **facts):
        self.count += 1
        at = START + timedelta(hours=7 * self.count)
        self.acts.append(Act(key, verb, at, needs, facts))

    def _film(self):
        rng, key = self.rng, f"film{len(self.films) + 1}"
        runtime = rng.randint(60, 150)
        slug = f"{key}-{rng.randint(1950, 2020)}"
        film = {"key": key, "runtime": runtime, "slug": slug, "ending": None}
        self.films[key] = film
        minute = rng.choice([0, rng.randint(1, runtime - 1), SEEN])
        self.clearance[key] = 0 if self.who == "nobody" else minute
        genres = ", ".join(rng.sample(GENRES, 2))
        self.act(
            key, "film", slug=slug, runtime=runtime, title=self.words(key),
            genres=genres, premise=self.words(key), status="published",
        )  # fmt: skip
        if rng.random() < 0.4:
            cut = f"{key}cut"
            self.act(cut, "cut", key, film=key, name="Long", runtime=runtime + 9)
            self.names.cuts.append(public_name(self.seed, cut))
        if rng.random() < 0.4:
            self.act(f"{key}alt", "titled", key, film=key, title=self.words(key))
        if rng.random() < 0.6:
            self.act(f"{key}made", "made", key, film=key, **self.made_facts(key))
        if rng.random() < 0.4:
            self.act(f"{key}by", "credit", key, film=key, name=self.words(key))
        self.names.slugs.append(slug)
        self.names.films.append(public_name(self.seed, key, 6))

    def _row(self, film, verb, horizon, *needs, **facts):
        key = f"{verb}{self.count}"
        facts = {"film": film["key"], "horizon": horizon} | facts
        facts.setdefault("title", self.words(key))
        facts.setdefault("text", self.words(key))
        facts.setdefault("how", self.made_otherwise())
        self.act(key, verb, film["key"], *needs, **facts)
        self.names.rows.append(public_name(self.seed, key))
        row = {"key": key, "kind": verb, "horizon": horizon, "film": film}
        self.shown.append(row)
        return row

    def _rows(self, film):
        rng, at, runtime = self.rng, self.reached(film["key"]), film["runtime"]
        for _ in range(rng.randint(0, 4 if at else 1)):
            horizon = self.between(0, at, runtime)
            facts = self.beat_facts(film, f"beat{self.count}", horizon)
            self._row(film, "beat", horizon, **facts)
        opens = 0.85 if at == SEEN else 0.35 if at else 0.05
        if rng.random() < opens:
            ending = self._row(film, "ending", self.between(at // 2 if at != SEEN
                               else SEEN, at, runtime))  # fmt: skip
            film["ending"] = ending
            for _ in range(rng.randint(0, 2)):
                horizon = self.between(ending["horizon"], at, runtime)
                self._row(film, "interpretation", horizon, ending["key"],
                          under=ending["key"])  # fmt: skip
        for _ in range(rng.randint(0, 2)):
            on = film["ending"] if rng.random() < 0.5 else None
            low = on["horizon"] if on else 0
            question = self._row(
                film, "question", self.between(low, at, runtime),
                *([on["key"]] if on else []), under=on and on["key"],
            )  # fmt: skip
            for _ in range(rng.randint(0, 3)):
                horizon = self.between(question["horizon"], at, runtime)
                self._row(film, "answer", horizon, question["key"],
                          under=question["key"], title="")  # fmt: skip

    def _hang_on(self):
        """Evidence, sources, disputes, links to other films, votes of others."""
        rng = self.rng
        for row in list(self.shown):
            film, kind = row["film"], row["kind"]
            at = self.reached(film["key"])
            if rng.random() < 0.2:
                self.act(f"source{self.count}", "source", row["key"], row=row["key"],
                         title=self.words(row["key"]))  # fmt: skip
            if rng.random() < 0.15:
                horizon = self.between(row["horizon"], at, film["runtime"])
                self._row(film, "dispute", horizon, row["key"], under=row["key"])
            if rng.random() < 0.1:
                self._flagged(row["key"], cleared=at != SEEN)
            if len(self.proposed) < 3 and rng.random() < 0.2:
                self._propose(row)
            others = [f for f in self.films if f != film["key"] and self.reached(f)]
            if others and rng.random() < 0.2:
                other = rng.choice(others)
                minute = self.between(0, self.reached(other), 60)
                self.act(f"link{self.count}", "link", row["key"], other,
                         row=row["key"], film=other, minute=minute,
                         announced=rng.random() < 0.5)  # fmt: skip
            if kind in ("interpretation", "answer"):
                self._evidence(row)
                for voter in rng.sample(VOTERS, rng.randint(0, 3)):
                    self.vote(voter, row["key"], rng.choice([1, 1, -1]))

    def _propose(self, row):
        """The reader's own proposal about a row, decided or not."""
        film, number = row["film"], self.count
        horizon = self.between(
            row["horizon"], self.reached(film["key"]), film["runtime"]
        )
        key = f"proposal{number}"
        kind, facts = self.proposal_facts(key, row)
        facts["beats"] = [
            b["key"]
            for b in self.shown
            if b["kind"] == "beat"
            and b["film"] is film
            and b["horizon"] <= horizon
            and kind in ("answer", "interpretation")
        ][:2]
        self.act(key, "proposal", "me", row["key"], *facts["beats"], voter="me",
                 row=row["key"], kind=kind, horizon=horizon, **facts)  # fmt: skip
        self.names.proposals.append(public_name(self.seed, key))
        how = self.rng.choice(["", "", "return_", "refuse", "refuse", "accept"])
        proposed = {"key": key, "kind": kind, "film": film, "how": how}
        self.proposed.append(proposed)
        if how and (how, kind) != ("accept", "correction"):  # its text is the row's
            self.act(f"decided{number}", "decided", key, proposal=key, how=how,
                     note=self.words(key))  # fmt: skip

    def _evidence(self, entry):
        for beat in self.shown:
            fits = beat["kind"] == "beat" and beat["film"] is entry["film"]
            if fits and beat["horizon"] <= entry["horizon"] and self.rng.random() < 0.5:
                key = f"piece{self.count}"
                self.act(key, "evidence", entry["key"], beat["key"],
                         entry=entry["key"], beat=beat["key"],
                         note=self.words(beat["key"]))  # fmt: skip
                self.tied(entry, key)
                self.pieces[entry["key"]].append(key)

    def _flagged(self, row, *, cleared):
        """Two whom editors trust flag a row, which stays visible: to those who have
        seen the film, or because an editor cleared it."""
        for name in ("first", "second"):
            reader = f"{name}{self.count}"
            self.act(reader, "reader", trusted=True)
            self.act(f"flag{self.count}", "flag", reader, row, voter=reader, row=row)
        if cleared:
            self.act(f"clear{self.count}", "clear", row, row=row)

    def _twin(self, number):
        """A row that both worlds have, with other words in each: an editor announced
        that it concerns another film, which the reader has not reached."""
        film, other = (
            self.rng.choice(sorted(self.films)),
            self.rng.choice([*self.films]),
        )
        at, there = self.reached(film), self.reached(other)
        if film == other or there == SEEN:
            return None
        kind, on, least = self._place_of_a_twin(self.films[film])
        horizon = self.between(least, at, self.films[film]["runtime"])
        self.names.hidden_rows.append(public_name(self.seed, f"twin{number}"))
        facts = {"film": film, "horizon": horizon} | on
        facts |= {"minute": 0} if kind == "beat" else {}
        return f"twin{number}", kind, facts | {"spoils": (other, SEEN, True)}

    def _place_of_a_twin(self, film):
        """(kind, what it rests on, its floor) of a row that some film can take."""
        rows = [r for r in self.shown if r["film"] is film]
        places = [("beat", {}, 0), ("question", {"under": None}, 0)]
        for row in rows:
            kind, key, least = row["kind"], row["key"], row["horizon"]
            if kind == "ending":
                places.append(("interpretation", {"under": key}, least))
                places.append(("question", {"under": key}, least))
            if kind == "question":
                places.append(("answer", {"under": key}, least))
            if kind != "dispute":
                places.append(("dispute", {"under": key}, least))
        if not film["ending"] and film["key"] not in self.twin_endings:
            places += [("ending", {}, 0)] * 2
        place = self.rng.choice(places)
        if place[0] == "ending":
            self.twin_endings.add(film["key"])
        return place

    def vote(self, voter, entry, value):
        key = self.cast[entry][voter] = f"vote{self.count}"
        self.act(key, "vote", voter, entry, voter=voter, entry=entry, value=value)
        if self.pieces[entry] and self.rng.random() < 0.5:
            piece = self.rng.choice(self.pieces[entry])
            self.moved.add((voter, entry))
            self.act(f"moved{self.count}", "moved", key, piece,
                     voter=voter, piece=piece)  # fmt: skip

    def _readers(self):
        """The reader's own account: bookmarks up to their minutes, and votes."""
        for film, minute in self.clearance.items():
            keep = self.who in ("account", "unbound") or self.rng.random() < 0.4
            if minute and keep:
                cut = next((a.key for a in self.acts if a.key == f"{film}cut"), "")
                needs = ("me", film, cut) if cut else ("me", film)
                self.act(f"mark{self.count}", "bookmark", *needs,
                         voter="me", film=film, minute=minute, cut=cut)  # fmt: skip
        for row in self.shown:
            if row["kind"] in ("interpretation", "answer") and self.rng.random() < 0.3:
                self.vote("me", row["key"], self.rng.choice([1, -1]))
        if self.rng.random() < 0.5:
            self.act("skip", "skip", "me", voter="me")
