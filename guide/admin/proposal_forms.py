"""The form on which a proposal is decided: its words to edit, a note to its writer."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst

from guide.admin.fields import DeskMarkdown
from guide.admin.minutes import MinuteFormField, past_the_end
from guide.common import text_checks
from guide.editorial import proposing
from guide.editorial.proposals import NOTE_LENGTH, Proposal, ProposalKind
from guide.films.models import TEXT_LENGTH
from guide.passages.models import Dispute, Passage

WORDS = ("title", "said_elsewhere", "text", "horizon", "checked")


class NoteForm(forms.Form):
    """What an editor says to the writers of some proposals."""

    note = forms.CharField(
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        label="Note",
        validators=[text_checks.in_a_text],
    )


class Markdown(forms.CharField):
    """Markdown with its preview."""

    def __init__(self, **more):
        more |= {"max_length": TEXT_LENGTH, "validators": [text_checks.in_a_text]}
        super().__init__(widget=DeskMarkdown, **more)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class DecisionForm(forms.Form):
    """A proposal as it would be published, and the button that was pressed."""

    title = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput({"class": "vTextField"}),
        validators=[text_checks.in_a_line],
    )
    said_elsewhere = Markdown(required=False)
    text = Markdown()
    horizon = MinuteFormField(whole=True)
    checked = forms.BooleanField(
        required=False, label="Minute checked against the film"
    )
    note = forms.CharField(
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
        validators=[text_checks.in_a_text],
        help_text="The writer sees it. You need one to return or refuse a proposal.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    digest = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, proposal: Proposal, data=None):
        self.proposal, self.now = proposal, ""
        words = proposing.as_sent(proposal)
        begun = {name: getattr(words, name) for name in WORDS}
        begun |= {"revision": proposal.revision, "note": proposal.note}
        if proposal.kind == ProposalKind.CORRECTION:
            self.now = getattr(proposal.passage, proposal.field)
            begun["digest"] = proposing.digest_of(self.now)
        super().__init__(data, initial=begun)
        if proposal.kind == ProposalKind.CORRECTION:
            del self.fields["title"]
            name = proposal.passage.called(proposal.field)
            self.fields["text"].label = capfirst(name)
        if proposal.kind != ProposalKind.DISPUTE:
            del self.fields["said_elsewhere"]
        else:
            self.fields["said_elsewhere"].required = True
            for name in ("title", "text"):
                self.fields[name].label = capfirst(Dispute.called(name))

    def clean(self):
        cleaned = super().clean()
        edited = set(self.changed_data) & set(WORDS)
        runtime = self.proposal.film.runtime
        if sentence := past_the_end(cleaned.get("horizon"), runtime):
            self.add_error("horizon", sentence)
        if "_accept" in self.data and edited:
            named = ", ".join(sorted(edited))
            raise ValidationError(
                f"You have edited it ({named}): use “Accept with these edits”."
            )
        return cleaned

    def decide(self, *, by) -> tuple[str, Passage | None]:
        """Do what the button says: (what was done, the row that came of it).

        Raises what the verbs raise.
        """
        said, proposal = self.cleaned_data, self.proposal
        proposal.revision = said["revision"]
        if "_accept" in self.data:
            row = proposing.accept(proposal, by=by, note=said["note"])
            return "Accepted", row
        if "_edited" in self.data:
            words = proposing.Words(
                **{name: said[name] for name in (*WORDS, "digest") if name in said}
            )
            row = proposing.accept(proposal, by=by, words=words, note=said["note"])
            return "Accepted with edits", row
        if "_return" in self.data:
            proposing.return_(proposal, by=by, note=said["note"])
            return "Returned", None
        proposing.refuse(proposal, by=by, note=said["note"])
        return "Refused", None

    def see_again(self) -> None:
        """The editor has the newest text before their eyes now."""
        self.data = self.data.copy()
        self.data["digest"] = proposing.digest_of(self.now)

    def refuse(self, error: ValidationError) -> None:
        """Say beside its field what a verb refuses."""
        told = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
        for name, errors in told.items():
            self.add_error(name if name in self.fields else None, errors)
