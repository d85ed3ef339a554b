"""The pages of interpretations, questions and answers, with their tallies."""

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from guide.admin.answers import AnswerInline, links
from guide.admin.inlines import AlsoSpoilsInline, EvidenceInline, SourceInline
from guide.admin.rows import RowAdmin
from guide.editorial import suspicious_votes
from guide.passages.models import Answer, Interpretation, Question
from guide.votes.models import Snapshot, Vote
from guide.votes.tally import Tally, kept, since


def with_votes(entries: QuerySet) -> QuerySet:
    """The entries, each with `votes_yes` and `votes_no`, hidden ones too."""
    return entries.annotate(votes_yes=_votes("yes"), votes_no=_votes("no"))


def tally(entry) -> str:
    """`12 yes, 3 no, 15 in all`, of an entry from `with_votes`."""
    votes = Tally(entry.votes_yes, entry.votes_no)
    return f"{votes.yes} yes, {votes.no} no, {votes.total} in all"


def _votes(side):
    snapshots = kept(Snapshot.unguarded.filter(passage=OuterRef("pk")))
    pending = since(Vote.unguarded.filter(passage=OuterRef("pk")))
    parts = (Subquery(part.values(side)) for part in (snapshots, pending))
    return sum((Coalesce(part, 0) for part in parts), Value(0))


class EntryAdmin(RowAdmin):
    """An entry with its evidence."""

    inlines = [EvidenceInline, SourceInline, AlsoSpoilsInline]


class VotedAdmin(EntryAdmin):
    """An entry that readers vote on. What they say is shown and never edited."""

    list_display = ["__str__", "film", "votes", "who_can_see"]

    def get_queryset(self, request):
        return with_votes(super().get_queryset(request))

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "votes", "alarm"]

    @admin.display(description="votes")
    def votes(self, entry):
        return tally(entry) if entry.pk else "none yet"

    @admin.display(description="alarm")
    def alarm(self, entry):
        """A burst of votes within the last week, of this entry alone."""
        told = suspicious_votes.alarms([entry.pk]) if entry.pk else {}
        return told.get(entry.pk, "none")


@admin.register(Interpretation)
class InterpretationAdmin(VotedAdmin):
    """A reading of an ending."""

    section = "interpretations"
    own_fields = ("votes", "alarm", "under", "title", "text", "byline")


@admin.register(Question)
class QuestionAdmin(EntryAdmin):
    """A question that the film leaves open."""

    section = "questions"
    own_fields = ("under", "title", "text", "byline", "answers")
    inlines = [EvidenceInline, AnswerInline, SourceInline, AlsoSpoilsInline]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "answers"]

    @admin.display(description="answers")
    def answers(self, question):
        return links(question) if question.pk else "none yet"


@admin.register(Answer)
class AnswerAdmin(VotedAdmin):
    """An answer to a question."""

    section = "questions"
    own_fields = ("votes", "alarm", "under", "title", "text", "byline")
