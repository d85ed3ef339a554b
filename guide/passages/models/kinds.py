"""The kinds of a passage: proxies of the one table, each with columns of its own."""

from django.db.models import F
from django.db.models.signals import post_delete, post_save

from guide.films.provenance import EDITORS
from guide.gate.visibility import Gate
from guide.passages.models.passages import ENTRIES, Column, Kind, Passage, records

_BY_READERS = {"byline": Column(), "author": Column()}


class Beat(Passage):
    """A plot beat: what the film has shown by a minute."""

    KINDS = (Kind.BEAT,)
    gate = Gate(horizon=True)
    markdown_fields = ("text",)
    columns = {
        "minute": Column(required=True),
        "order": Column(),
        "title": Column(
            hint="It must not tell more than the text does.", required=True
        ),
        "text": Column(required=True),
        "strand": Column(),
        "story_order": Column(),
    }

    class Meta:
        proxy = True
        ordering = ["minute", "order", "public_id"]

    def __str__(self) -> str:
        return f"{self.minute}: {self.title}"


class Ending(Passage):
    """One cut's ending explained: in brief, what happens, an opinion, in sum."""

    KINDS = (Kind.ENDING,)
    gate = Gate(horizon=True)
    markdown_fields = ("tldr", "text", "take", "summary")
    columns = {
        "cut": Column(),
        "tldr": Column(required=True),
        "text": Column("what happens", required=True),
        "take": Column(),
        "take_author": Column(),
        "summary": Column(),
    }

    class Meta:
        proxy = True
        ordering = [F("cut__runtime").asc(nulls_first=True), "public_id"]

    def __init__(self, *args: object, **kwargs: object):
        if not args:
            kwargs.setdefault("take_author", EDITORS)
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return f"The ending of {self.film}" + (f", {self.cut}" if self.cut_id else "")


class Entry(Passage):
    """What readers vote on or answer: an interpretation, a question or an answer."""

    KINDS = ENTRIES
    gate = Gate(horizon=True, above=2)
    markdown_fields = ("text",)

    class Meta:
        proxy = True
        verbose_name_plural = "entries"


class Interpretation(Entry):
    """A reading of an ending."""

    KINDS = (Kind.INTERPRETATION,)
    gate = Gate(horizon=True, above=1)
    columns = {
        "under": Column("ending", "The ending that it reads.", required=True),
        "title": Column(
            hint="The claim. It must not tell more than the text.", required=True
        ),
        "text": Column(required=True),
        **_BY_READERS,
    }

    class Meta:
        proxy = True


class Question(Entry):
    """A question that the film leaves open."""

    KINDS = (Kind.QUESTION,)
    gate = Gate(horizon=True, above=1)
    columns = {
        "under": Column(
            "ending", "Whether it hangs on the ending, or on the film before it."
        ),
        "title": Column(
            hint="The question. It must not tell more than the text.", required=True
        ),
        "text": Column(),
        **_BY_READERS,
    }

    class Meta:
        proxy = True


class Answer(Entry):
    """A proposed answer to a question."""

    KINDS = (Kind.ANSWER,)
    gate = Gate(horizon=True, above=2)
    columns = {
        "under": Column("question", required=True),
        "title": Column(hint="The claim. It must not tell more than the text."),
        "text": Column(required=True),
        **_BY_READERS,
    }

    class Meta:
        proxy = True


class Dispute(Passage):
    """A fact that write-ups disagree on: what is said elsewhere, what the film shows.

    Its horizon is its own: what the film shows tells more than what it disputes.
    """

    KINDS = (Kind.DISPUTE,)
    gate = Gate(horizon=True, above=3)
    markdown_fields = ("said_elsewhere", "text")
    columns = {
        "under": Column("what it disputes", required=True),
        "title": Column("fact at issue", "As a question.", required=True),
        "said_elsewhere": Column(required=True),
        "text": Column("what the film shows", required=True),
        **_BY_READERS,
    }

    class Meta:
        proxy = True


HANGS_ON = {
    Kind.INTERPRETATION: (Kind.ENDING,),
    Kind.QUESTION: (Kind.ENDING,),
    Kind.ANSWER: (Kind.QUESTION,),
    Kind.DISPUTE: tuple(kind for kind in Kind if kind != Kind.DISPUTE),
}
"""{kind: what a passage of it may hang on}. Triggers in the database say the same."""

for model in (*Passage.of_kind.values(), Entry):
    # simple-history listens for Passage alone; a save of a proxy sends its own signal.
    post_save.connect(records.post_save, sender=model, weak=False)
    post_delete.connect(records.post_delete, sender=model, weak=False)
