"""What a reader must not notice: rows hidden for one reason each."""

from datetime import timedelta
from random import Random

from guide.gate.horizon import SEEN
from tests.leaks.plans import NOW, START, Act, Cluster
from tests.leaks.visible import VOTERS, Low, Writer, public_name


class Secret(Writer):
    """Clusters of rows that the reader must not notice, after the low part is known."""

    def __init__(self, low: Low, label: str):
        super().__init__(low.seed, Random(f"{low.seed}:{label}"), low.names)
        self.low, self.label = low, label
        self.clusters: list[Cluster] = []
        self.me = "me"
        self.endings = {key for key, film in low.films.items() if film["ending"]}
        self.endings |= low.twin_endings
        self.cluster: Cluster = []
        for key, kind, facts in filter(None, low.twins):
            facts = facts | {"title": self.words(label), "text": self.words(label)}
            facts |= {"title": ""} if kind == "answer" else {}
            facts |= {"how": self.made_otherwise()}
            rests_on = [facts["under"]] if facts.get("under") else []
            needs = (facts["film"], facts["spoils"][0], *rests_on)
            self.clusters.append([Act(key, kind, START, needs, facts)])
        for _ in range(self.rng.choice([0, 2, 4, 6, 8])):
            self.cluster = []
            self._draw()
            if self.cluster:
                self.clusters.append(self.cluster)

    def act(self, verb, *needs, **facts):
        self.count += 1
        key = f"{self.label}{self.count}"
        at = START + timedelta(minutes=self.rng.randint(0, (NOW - START).days * 1440))
        self.cluster.append(Act(key, verb, at, needs, facts))
        return key

    def _draw(self):
        pick = self.rng.choices(
            [
                self._row,
                self._draft_film,
                self._newcomers,
                self._piece,
                self._flash,
                self._proposal,
                self._named,
            ],
            (10, 1, 1, 2, 1, 2, 1),
        )[0]
        pick()

    # One hidden row and what hangs on it.

    def _row(self):
        film = self.low.films[self.rng.choice(sorted(self.low.films))]
        reason = self.rng.choice(self._reasons(film["key"]))
        kind = self.rng.choice(
            [
                "beat",
                "beat",
                "ending",
                "interpretation",
                "question",
                "answer",
                "dispute",
            ]
        )
        self._hidden(film, kind, reason)

    def _reasons(self, film):
        reasons = ["nobody", "draft", "review", "retired"]
        if self.low.reached(film) != SEEN:
            reasons += ["beyond"] * 5 + ["held", "flagged"]
        if self._unreached(film):
            reasons += ["elsewhere"] * 3
        return reasons

    def _unreached(self, film):
        """Other films and minutes that the reader has not reached there."""
        beyond = []
        for other, facts in self.low.films.items():
            at = self.low.reached(other)
            if other != film and at != SEEN:
                near = at + 1 if at + 1 < facts["runtime"] else SEEN
                beyond += [(other, near), (other, SEEN)]
        return beyond

    def _spoils_too(self, film):
        """Of a row under a hidden one: maybe another film as well, which is announced.

        That must not be said as long as the row above conceals something.
        """
        unreached = self._unreached(film["key"])
        if not unreached or self.rng.random() < 0.5:
            return {}
        return {"spoils": (*self.rng.choice(unreached), True)}

    def _horizon(self, film, reason, least=0):
        """A horizon at or above `least` that fits the reason why the row is hidden."""
        at, runtime = self.low.reached(film["key"]), film["runtime"]
        if reason == "nobody" or least is None:
            return None
        if reason != "beyond":
            return self.between(least, max(at, least), runtime)
        after = max(at + 1, least)
        near = after if after < runtime else SEEN
        return self.rng.choice([near, near, self.between(near, SEEN, runtime), SEEN])

    def _make(self, film, kind, horizon, reason, needs=(), **facts):
        """One act that leaves a hidden row, whichever way it is hidden."""
        key = f"{self.label}{self.count + 1}"
        if kind == "beat":
            facts = self.beat_facts(film, key, horizon) | facts
        facts = {"film": film["key"], "horizon": horizon} | facts
        facts.setdefault("title", self.words(key))
        facts.setdefault("text", self.words(key))
        facts.setdefault("how", self.made_otherwise())
        if reason in ("draft", "review"):
            facts["status"] = reason
        if reason == "held":
            facts["held"] = True
        if reason == "elsewhere":
            facts["spoils"] = self.rng.choice(self._unreached(film["key"]))
        if "spoils" in facts:
            needs = (*needs, facts["spoils"][0])
        self.act(kind, film["key"], *needs, **facts)
        self.names.rows.append(public_name(self.seed, key))
        self.names.hidden_rows.append(public_name(self.seed, key))
        return {"key": key, "kind": kind, "horizon": horizon, "film": film,
                "reason": reason}  # fmt: skip

    def _hidden(self, film, kind, reason):
        mine = [r for r in self.low.shown if r["film"] is film]
        facts, needs, least = {}, (), 0
        if kind == "ending":
            if film["key"] in self.endings:  # one that stands no longer
                reason, facts = "past", {"status": "retired"}
            self.endings.add(film["key"])
        elif kind in ("interpretation", "answer", "dispute"):
            name = {"interpretation": "ending", "answer": "question"}.get(kind)
            on = [r for r in mine if r["kind"] == (name or r["kind"]) != "dispute"]
            if not on:
                kind = "beat" if kind == "dispute" else "question"
            else:
                row = self.rng.choice(on)
                facts, needs = {"under": row["key"]}, (row["key"],)
                least = row["horizon"]
        if kind == "question" and film["ending"] and self.rng.random() < 0.4:
            facts, needs = {"under": film["ending"]["key"]}, (film["ending"]["key"],)
            least = film["ending"]["horizon"]
        if kind == "answer":
            facts["title"] = ""
        horizon = self._horizon(film, reason, least)
        row = self._make(film, kind, horizon, reason, needs, **facts)
        self._below(row)
        self._hide(row)

    def _hide(self, row):
        """What was visible for a moment, and is so no longer."""
        if row["reason"] == "retired":
            self.act("retire", row["key"], row=row["key"])
        if row["reason"] == "flagged":
            for _ in range(2):
                who = self.act("reader", trusted=True)
                self.act("flag", who, row["key"], voter=who, row=row["key"])

    def _below(self, row):
        """Children, votes, sources and the past of a hidden row."""
        rng, film, kind = self.rng, row["film"], row["kind"]
        # What hangs on a draft is a draft; the others are hidden by what they hang on.
        inherited = row["reason"] if row["reason"] in ("draft", "review") else ""
        inherited = "draft" if row["reason"] == "past" else inherited
        name = {"question": "answer", "ending": "interpretation"}.get(kind)
        if name:
            for _ in range(rng.randint(0, 2)):
                self._make(film, name, row["horizon"], inherited, (row["key"],),
                           under=row["key"], **self._spoils_too(film),
                           **({"title": ""} if name == "answer" else {}))  # fmt: skip
                self._votes(self.cluster[-1].key)
        if kind != "dispute" and rng.random() < 0.3:
            self._make(film, "dispute", row["horizon"], inherited, (row["key"],),
                       under=row["key"], **self._spoils_too(film))  # fmt: skip
        if rng.random() < 0.3:
            self.act("source", row["key"], row=row["key"], title=self.words(row["key"]))
        if rng.random() < 0.3:
            who = rng.choice(VOTERS)
            self.act("flag", who, row["key"], voter=who, row=row["key"])
        if row["horizon"] is not None and rng.random() < 0.3:
            self._propose(row, rng.choice([*VOTERS, "me"]), row["horizon"])
        if kind in ("interpretation", "answer"):
            self._votes(row["key"])
            for beat in self.low.shown:
                if beat["kind"] == "beat" and beat["film"] is film and (
                    row["horizon"] is None or beat["horizon"] <= row["horizon"]
                ):  # fmt: skip
                    self._tie(row, beat)
        if kind == "beat" and row["horizon"] is not None:
            for entry in self.low.shown:
                fits = entry["kind"] in ("interpretation", "answer")
                later = fits and entry["horizon"] >= row["horizon"]
                if later and entry["film"] is film:
                    self._tie(entry, row)

    def _tie(self, entry, beat):
        if self.rng.random() < 0.6:
            self._evidence(entry, beat)

    def _evidence(self, entry, beat):
        """A hidden piece, and voters whom it moved: not those of whom the reader sees
        that another piece did."""
        key = entry["key"]
        piece = self.act("evidence", key, beat["key"], entry=key, beat=beat["key"],
                         note=self.words(key))  # fmt: skip
        self.tied(entry, piece)
        votes = self.cast[key] | self.low.cast[key]
        for voter, vote in votes.items():
            if (voter, key) not in self.low.moved and self.rng.random() < 0.5:
                self.act("moved", vote, piece, voter=voter, piece=piece)

    def _votes(self, entry):
        for voter in self.rng.sample((*VOTERS, "me"), self.rng.randint(0, 3)):
            self.cast[entry][voter] = self.act(
                "vote", voter, entry, voter=voter, entry=entry,
                value=self.rng.choice([1, -1]),
            )  # fmt: skip

    # Hidden in other ways.

    def _draft_film(self):
        """A film that is not published, with rows that are."""
        runtime = self.rng.randint(60, 150)
        number = self.count + 1
        slug = f"draft-{self.label.lower()}{number}"
        key = self.act(
            "film", slug=slug, runtime=runtime, title=self.words(slug),
            genres=f"noir {self.label}", premise=self.words(slug), status="draft",
        )  # fmt: skip
        film = {"key": key, "runtime": runtime, "slug": slug, "ending": None}
        self.names.slugs.append(slug)
        self.names.hidden_slugs.append(slug)
        self.names.films.append(public_name(self.seed, key, 6))
        self.names.genres.append(f"noir {self.label}")
        self.act("credit", key, film=key, name=self.words(slug))
        self.act("titled", key, film=key, title=self.words(slug))
        self.act("made", key, film=key, **self.made_facts(slug))
        cut = self.act("cut", key, film=key, name="Long", runtime=runtime + 9)
        self.names.cuts.append(public_name(self.seed, cut))
        for kind in self.rng.sample(["beat", "ending", "question", "beat"], 3):
            row = self._make(film, kind, 0, "")
            self._below(row)

    def _newcomers(self):
        """Readers whose only votes are on what is hidden."""
        for _ in range(self.rng.randint(1, 3)):
            who = self.act("reader")
            film = self.rng.choice(sorted(self.low.films))
            self.act("bookmark", who, film, voter=who, film=film, minute=SEEN)
            hidden = [a for c in self.clusters for a in c if a.verb == "answer"]
            for answer in hidden[:2]:
                self.act("vote", who, answer.key, voter=who, entry=answer.key, value=1)

    def _piece(self):
        """A hidden beat that speaks for a visible reading or answer."""
        entries = [
            r for r in self.low.shown if r["kind"] in ("interpretation", "answer")
        ]
        if not entries:
            return self._row()
        entry = self.rng.choice(entries)
        film = entry["film"]
        reasons = {*self._reasons(film["key"])} - {"nobody", "beyond"}
        beat = self._make(film, "beat", self.rng.choice([0, entry["horizon"]]),
                          self.rng.choice(sorted(reasons)))  # fmt: skip
        self._evidence(entry, beat)
        self._hide(beat)

    def _propose(self, row, who, horizon):
        """Somebody's proposal that the reader does not see; once at most their own."""
        if who == "me":
            who, self.me = self.me, VOTERS[0]
        key = f"{self.label}{self.count + 1}"
        kind, facts = self.proposal_facts(key, row)
        self.act("proposal", who, row["key"], voter=who, row=row["key"], kind=kind,
                 horizon=horizon, **facts)  # fmt: skip
        name = public_name(self.seed, key)
        self.names.hidden_rows.append(name)
        self.names.proposals.append(name)
        how = self.rng.choice(["", "", "refuse", "return_"])
        if how:
            self.act("decided", key, proposal=key, how=how, note=self.words(key))

    def _proposal(self):
        """Of a visible row: somebody else's, or one's own beyond one's minute."""
        if not self.low.shown:
            return
        row = self.rng.choice(self.low.shown)
        film = row["film"]
        at = self.low.reached(film["key"])
        if at != SEEN and self.rng.random() < 0.5:
            self._propose(row, "me", self._horizon(film, "beyond", row["horizon"]))
        else:
            horizon = self.between(row["horizon"], at, film["runtime"])
            self._propose(row, self.rng.choice(VOTERS), horizon)

    def _named(self):
        """A hidden beat among the evidence of the reader's own proposal: of none that
        an editor accepts, who would be refused in one of the worlds."""
        fit = ("answer", "interpretation")
        mine = [
            p for p in self.low.proposed if p["kind"] in fit and p["how"] != "accept"
        ]
        if not mine:
            return
        proposal = self.rng.choice(mine)
        reason = self.rng.choice(self._reasons(proposal["film"]["key"]))
        horizon = self._horizon(proposal["film"], reason)
        beat = self._make(proposal["film"], "beat", horizon, reason)
        self.act("named", proposal["key"], beat["key"], proposal=proposal["key"],
                 beat=beat["key"], note=self.words(beat["key"]))  # fmt: skip
        self._hide(beat)

    def _flash(self):
        """A visible row that said something else for a moment: only history is left."""
        if self.low.shown:
            row = self.rng.choice(self.low.shown)
            self.act("flash", row["key"], row=row["key"], text=self.words(row["key"]))
