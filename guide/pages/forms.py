"""The forms that readers write in: what is wrong is said at its field."""

from collections.abc import Iterable

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guide.common import text_checks
from guide.editorial import proposing
from guide.editorial.proposals import LICENCE, Proposal, ProposalKind, ProposedEvidence
from guide.films.models import TEXT_LENGTH
from guide.gate.horizon import SEEN, join, place
from guide.gate.places import BadMinute, latest
from guide.passages.models import Beat, Evidence


class MarkdownField(forms.CharField):
    """A text as Markdown. Browsers send two characters for the end of a line."""

    def __init__(self, *, rows=8, **more):
        widget = forms.Textarea({"rows": rows})
        more |= {"max_length": TEXT_LENGTH, "validators": [text_checks.in_a_text]}
        super().__init__(widget=widget, **more)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class Line(forms.CharField):
    """A title, a name, a note: one line."""

    default_validators = [text_checks.in_a_line]


class ProposalForm(forms.Form):
    """What a reader proposes. It fills in `proposal`, which is saved by its verb.

    `beats` are those of the film that the reader may see; `sending`: not a preview,
    for which nobody need consent to anything.
    """

    title = Line(max_length=200)
    said_elsewhere = MarkdownField(rows=4)
    text = MarkdownField()
    minute = forms.CharField(max_length=40, required=False)
    unsure = forms.BooleanField(required=False)
    name = Line(max_length=60, required=False)
    consent = forms.BooleanField()
    digest = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data=None,
        *,
        proposal: Proposal,
        beats: Iterable[Beat],
        evidence: Iterable[ProposedEvidence] = (),
        sending: bool = False,
    ):
        super().__init__(data, initial=_initial(proposal), label_suffix="")
        self.proposal = proposal
        self.fields["consent"].required = sending
        self.fields["consent"].error_messages["required"] = _(
            "Please tick this: without it we can’t use what you wrote."
        )
        self.least = proposing.floor(proposal, ())
        self._name_the_fields()
        self.evidence = _evidence_forms(data, proposal, list(beats), list(evidence))

    def _name_the_fields(self):
        kind = self.proposal.kind
        labels, fields = _labels(kind), self.fields
        if kind not in (ProposalKind.INTERPRETATION, ProposalKind.DISPUTE):
            fields["title"].required = False
        if kind == ProposalKind.CORRECTION:
            del fields["title"]
        if kind != ProposalKind.DISPUTE:
            del fields["said_elsewhere"]
        if self.least == SEEN:  # there is nothing to choose
            del fields["minute"], fields["unsure"]
        for name in fields.keys() & labels.keys():
            fields[name].label = labels[name]
        fields["text"].help_text = _(
            "Markdown: *emphasis*, an empty line between paragraphs."
        )
        fields["name"].help_text = _(
            "It is shown beside what you write. Leave it empty to stay anonymous."
        )
        if "minute" in fields:
            fields["minute"].widget.attrs["inputmode"] = "text"
            fields["minute"].help_text = _(
                "Minute %(least)s or later: what it builds on is not shown before then."
            ) % {"least": self.least}

    def is_valid(self):
        pieces = [form.is_valid() for form in self.evidence]
        return super().is_valid() and all(pieces)

    def clean(self):
        cleaned, proposal = super().clean(), self.proposal
        for name in ("title", "said_elsewhere", "text"):
            if name in cleaned:
                setattr(proposal, name, cleaned[name])
        proposal.horizon = self._horizon(cleaned)
        proposal.licence = LICENCE if cleaned.get("consent") else ""
        if proposal.kind == ProposalKind.CORRECTION:
            proposal.digest = cleaned.get("digest", "")
            if cleaned.get("text") == getattr(proposal.passage, proposal.field):
                self.add_error("text", _("You haven’t changed anything yet."))
        return cleaned

    def wrong(self) -> list[dict]:
        """What is to be mended, in the order of the page: label, error, id of a field.

        The first of those fields gets the focus.
        """
        fields = [self[name] for name in self.fields if not self[name].is_hidden]
        before_name = next(i for i, f in enumerate(fields) if f.name == "name")
        for form in reversed(self.evidence):
            fields[before_name:before_name] = [form[name] for name in form.fields]
        found = [field for field in fields if field.errors]
        if found:
            found[0].field.widget.attrs["autofocus"] = True
        return [
            {"label": f.label, "error": f.errors[0], "id": f.id_for_label}
            for f in found
        ]

    def names_beats(self) -> bool:
        """Whether a beat stands in the form, or an error about one."""
        return any(form["beat"].value() or form.errors for form in self.evidence)

    def pieces(self) -> list[ProposedEvidence]:
        """The evidence that was named, in its order; of a valid form."""
        return [form.piece() for form in self.evidence if form.named()]

    def _horizon(self, cleaned):
        """The minute that was given; SEEN where nobody is sure."""
        if "minute" not in self.fields or cleaned.get("unsure"):
            return SEEN
        try:
            minute = latest(cleaned.get("minute", ""))
        except BadMinute as error:
            asked = cleaned.get("minute")
            empty = _("Enter a minute, or tick “I’m not sure”.")
            self.add_error("minute", str(error) if asked else empty)
            return SEEN
        runtime = self.proposal.film.runtime
        if minute > runtime:
            self.add_error("minute", _past_the_end(minute, runtime))
            return SEEN
        horizon = place(minute, runtime)
        least = proposing.floor(self.proposal, self._beats())
        if join(horizon, least) != horizon:
            self.add_error("minute", _too_early(least))
        return horizon

    def _beats(self):
        return [form.beats[form.named()] for form in self.evidence if form.named()]


class EvidenceForm(forms.Form):
    """A beat that speaks for what is proposed, or against it."""

    beat = forms.ChoiceField(required=False)
    stance = forms.ChoiceField(required=False)
    note = Line(max_length=300, required=False)

    def __init__(self, data, *, beats: dict[str, Beat], above=(), **more):
        super().__init__(data, label_suffix="", **more)
        self.beats, self.above = beats, above
        told = [(name, f"{b.minute} · {b.title}") for name, b in beats.items()]
        self.fields["beat"].choices = [("", _("No passage")), *told]
        self.fields["beat"].label = _("Passage")
        self.fields["stance"].choices = [
            (Evidence.Stance.SUPPORTS, _("supports it")),
            (Evidence.Stance.UNDERMINES, _("counts against it")),
        ]
        self.fields["stance"].label = _("For or against")
        self.fields["note"].label = _("What it shows, in one sentence")
        if get_language() != settings.GUIDE_LANGUAGE:
            self.fields["beat"].widget.attrs["lang"] = settings.GUIDE_LANGUAGE

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        if cleaned["beat"] and not cleaned["note"]:
            self.add_error("note", _("Say in one sentence what this passage shows."))
        elif cleaned["note"] and not cleaned["beat"]:
            self.add_error("beat", _("Choose the passage this is about."))
        elif cleaned["beat"] in {one.named() for one in self.above} - {""}:
            self.add_error("beat", _("You have already chosen this passage above."))
        cleaned["stance"] = cleaned["stance"] or Evidence.Stance.SUPPORTS
        return cleaned

    def named(self) -> str:
        """The beat that was chosen, or nothing."""
        return self.cleaned_data.get("beat", "") if self.is_valid() else ""

    def piece(self) -> ProposedEvidence:
        """What was said, not saved."""
        said = self.cleaned_data
        return ProposedEvidence(
            beat=self.beats[said["beat"]], stance=said["stance"], note=said["note"]
        )


def takes_evidence(kind: str) -> bool:
    """Whether a proposal of this kind names beats of the film."""
    return kind in (ProposalKind.ANSWER, ProposalKind.INTERPRETATION)


def _evidence_forms(data, proposal, beats, evidence):
    if not takes_evidence(proposal.kind) or not beats:
        return []
    choices = {beat.public_id: beat for beat in beats}
    names = {beat.pk: beat.public_id for beat in beats}
    before = [
        {"beat": names[p.beat_id], "stance": p.stance, "note": p.note}
        for p in evidence
        if p.beat_id in names
    ]
    made = []
    for number in range(proposing.MOST_EVIDENCE):
        initial = before[number] if number < len(before) else {}
        made.append(
            EvidenceForm(
                data,
                beats=choices,
                prefix=f"evidence{number}",
                initial=initial,
                above=made[:],
            )
        )
    return made


def _initial(proposal):
    """What the form begins with: what was sent before, or the text to correct."""
    begun = {
        "title": proposal.title,
        "said_elsewhere": proposal.said_elsewhere,
        "text": proposal.text,
        "name": proposal.reader.public_name,
    }
    if proposal.kind == ProposalKind.CORRECTION:
        now = getattr(proposal.passage, proposal.field)
        begun["digest"] = proposing.digest_of(now)
        begun["text"] = proposal.text or now
        if proposal.horizon is None and proposal.passage.horizon != SEEN:
            begun["minute"] = proposal.passage.horizon
    if proposal.horizon is not None:
        known = proposal.horizon != SEEN
        begun |= {"minute": proposal.horizon} if known else {"unsure": True}
    return begun


def _past_the_end(minute, runtime):
    return _(
        "That is minute %(minute)s, and the film runs %(runtime)s minutes. Enter an "
        "earlier minute, or tick “I’m not sure”."
    ) % {"minute": minute, "runtime": runtime}


def _too_early(least):
    if least == SEEN:
        return _(
            "What it builds on is only for those who have seen the whole film: tick "
            "“I’m not sure”."
        )
    return _("What it builds on is not shown before minute %(least)s.") % {
        "least": least
    }


def _labels(kind):
    """What the fields are called, for each kind."""
    minute = _("By which minute has the film shown everything you mention?")
    shared = {
        "minute": minute,
        "unsure": _("I’m not sure: only for those who have seen the whole film"),
        "name": _("Your public name"),
        "consent": _("I wrote this myself and give it to the guides under %(licence)s.")
        % {"licence": LICENCE},
    }
    return (
        shared
        | {
            ProposalKind.ANSWER: {
                "title": _("Your answer in a few words"),
                "text": _("Your answer"),
            },
            ProposalKind.INTERPRETATION: {
                "title": _("Your reading, as a claim"),
                "text": _("Why you read it that way"),
            },
            ProposalKind.DISPUTE: {
                "title": _("What is disputed, as a question"),
                "said_elsewhere": _("What is said elsewhere"),
                "text": _("What the film shows"),
            },
            ProposalKind.CORRECTION: {"text": _("How it should read")},
        }[kind]
    )
