"""Forms of passages: what the verbs would refuse is refused beside its field."""

from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms.models import BaseInlineFormSet

from guide.admin.edit_conflicts import VersionedForm, VersionedFormSet
from guide.admin.long_tables import PagedFormSet
from guide.admin.minutes import past_the_end
from guide.films.models import Status
from guide.gate.horizon import join
from guide.passages import floors, publishing, rights
from guide.passages.models import Beat, Entry
from guide.readers.models import Reader
from guide.readers.roles import PUBLISH, may


class AskedForm(VersionedForm):
    """A form that knows who fills it in: what is not theirs, it does not offer."""

    by: Reader | None = None  # set on the class that is made for one request

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if "status" in self.fields:
            self.fields["status"].choices = [
                (value, Status(value).label) for value in rights.statuses(row, self.by)
            ]
        self.shut = bool(row.pk and not may(self.by, PUBLISH) and rights.guarded(row))
        if self.shut:
            for field in self.fields.values():
                field.disabled = True

    def _refuse(self, error):
        for name, errors in error.error_dict.items():
            shown = name in self.fields and name != NON_FIELD_ERRORS
            self.add_error(name if shown else None, errors)


class FactForm(AskedForm):
    """A form of a film or a person: public facts."""

    def _post_clean(self):
        super()._post_clean()
        if self.errors or self.shut or self.gone:
            return
        try:
            rights.check(self.instance, self.by)
        except ValidationError as error:
            self._refuse(error)


class RowForm(AskedForm):
    """A form of any passage. Nothing that was typed is lost when it refuses."""

    def _get_validation_exclusions(self):
        # The horizon comes after, with the verbs' sentences on what it rests on, and
        # what is stored with this page has no key yet.
        later = {"horizon"} | _unsaved(self.instance)
        return super()._get_validation_exclusions() | later

    def _post_clean(self):
        super()._post_clean()  # puts what was typed into the instance
        film = getattr(self.instance, "film", None)
        unfinished = film is None or film.runtime is None
        if self.errors or self.shut or self.gone or unfinished:
            return
        if sentence := self._past_the_end(film):
            self.add_error("horizon", sentence)
            return
        try:
            publishing.check(self.instance, self._beats(), self.by)
            # The whole row, where Django checks the fields of the form alone.
            self.instance.full_clean(exclude=_unsaved(self.instance))
        except ValidationError as error:
            self._refuse(error)

    def _past_the_end(self, film):
        """Of a horizon as it was typed; a stored one of a shortened film is SEEN."""
        if "horizon" not in self.changed_data:
            return ""
        return past_the_end(self.cleaned_data.get("horizon"), film.runtime)

    def _beats(self) -> Iterable[Beat] | None:
        """Evidence on the same page is checked there, as it is being saved."""
        return () if "evidence-TOTAL_FORMS" in self.data else None


def _unsaved(row):
    """What a row hangs on that is on the same page, and is not stored yet."""
    others = {name: getattr(row, name, None) for name in ("film", "under")}
    return {name for name, other in others.items() if other and other.pk is None}


class PartFormSet(VersionedFormSet, PagedFormSet, BaseInlineFormSet):
    """Rows within a row. Named, since a hidden relation gives them no prefix."""

    by: Reader | None = None  # set on the class that is made for one request

    @classmethod
    def get_default_prefix(cls):
        return cls.model._meta.model_name

    def clean(self):
        super().clean()
        self.refuse_deleting()
        for form in self.forms:
            written = form.has_changed() and hasattr(form, "cleaned_data")
            if written and (sentence := rights.why_not(form.instance, self.by)):
                # For the whole: Django overlooks what is wrong with a deleted row.
                raise ValidationError(sentence)

    def kept(self):
        """The forms that say something and are not to be deleted."""
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data and not data.get("DELETE"):
                yield form


class BeatFormSet(PartFormSet):
    """The beats of a film: each knows the film's runtime, typed a moment ago."""

    def prepare(self, form):
        form.instance.film = self.instance


class EvidenceOfEntry(PartFormSet):
    """The evidence of an entry: no beat may be shown later than the entry."""

    def clean(self):
        super().clean()
        if getattr(self.instance, "film", None) is None:
            return
        late = []
        for form in self.kept():
            beat = form.cleaned_data.get("beat")
            if beat and not check_evidence(form, "beat", self.instance, beat):
                late.append(beat)
        # The page's own form, if it was valid, says it once more at the horizon.
        form = getattr(self.instance, "desk_form", None)
        if late and form and "horizon" in form.fields:
            form.add_error("horizon", floors.too_early(self.instance, late))


class EvidenceOfBeat(PartFormSet):
    """The evidence that a beat gives. Entries that rest on it already are raised."""

    def clean(self):
        super().clean()
        for form in self.kept():
            entry = form.cleaned_data.get("passage")
            if entry and (form.instance.pk is None or "passage" in form.changed_data):
                check_evidence(form, "passage", entry, self.instance)


def check_evidence(form, field: str, entry: Entry, beat: Beat) -> bool:
    """Whether the beat may be evidence of the entry; else `field` says why not."""
    try:
        publishing.check_evidence(entry, beat)
    except ValidationError as error:
        form.add_error(field, error.messages)
        return join(entry.horizon, beat.horizon) == entry.horizon
    return True


class AlsoSpoilsFormSet(PartFormSet):
    """Links to other films."""

    def clean(self):
        super().clean()
        for form in self.kept():
            other = form.cleaned_data.get("spoils")
            if other == getattr(self.instance, "film", None):
                form.add_error("spoils", "Choose a film other than the row’s own.")
            minute = form.cleaned_data.get("minute")
            if other and (sentence := past_the_end(minute, other.runtime)):
                form.add_error("minute", sentence)
