"""Writes a guide file through the verbs, all or nothing; a plan is its rehearsal."""

from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, models, transaction

from guide.editorial.guidefile import shape
from guide.editorial.guidefile.errors import GuideFileError, GuideFileErrors
from guide.editorial.guidefile.merge import (
    Merge,
    Target,
    canonical,
    current,
    digest,
    seeded_key,
)
from guide.editorial.guidefile.parse import Guide
from guide.editorial.guidefile.steps import Action, Plan, Step
from guide.editorial.models import Seeded
from guide.entries import publishing
from guide.entries.models import AlsoSpoils, Entry, Evidence, Source
from guide.films.models import Beat, Film, GatedRow, NaturalKey
from guide.gate.horizon import spoken

_SHORT = 40  # characters of a value that a plan shows


def plan(guide: Guide) -> Plan:
    """What `apply` would do now: it is done and taken back.

    Raises GuideFileErrors where `apply` would.
    """
    with transaction.atomic():
        found = _Writing(guide, "rehearsal").plan()
        transaction.set_rollback(True)
    return found


def apply(guide: Guide, *, reason: str = "seed", shown: Plan | None = None) -> Plan:
    """Write the guide in one transaction, with `reason` in the history of each row.

    `shown` is the plan that somebody agreed to. Raises GuideFileErrors, with nothing
    written, where a row cannot stand or where the plan is no longer the one shown.
    """
    with transaction.atomic():
        done = _Writing(guide, reason).plan()
        if shown is not None and done != shown:
            sentence = "The film has changed since this was shown; look again."
            raise GuideFileErrors([GuideFileError(guide.film.line, sentence)])
    return done


class _Writing:
    """One pass over the file's rows, within a transaction that the caller holds."""

    def __init__(self, guide, reason):
        self.guide, self.reason = guide, reason
        self.merge = Merge(guide)
        self.errors: list[GuideFileError] = []
        self.failed: set[tuple] = set()
        self.wrote = False

    def plan(self) -> Plan:
        """Write every row; raises GuideFileErrors if any of them cannot stand."""
        self._refuse_strangers()
        self._refuse_lost_keys()
        if not self.errors:
            for target in self.merge.targets:
                self._write(target)
        if self.errors:
            raise GuideFileErrors(self.errors)
        _remember(self.guide, self.merge)
        steps = [step for target in self.merge.targets for step in _steps(target)]
        steps += self._raised()
        steps += [_step(Action.ALONE, row) for row in self.merge.alone()]
        return Plan(self.guide.slug, tuple(steps))

    def _refuse_strangers(self):
        """A key of the file may name a row of another film, or of another kind."""
        for target in self.merge.targets:
            if target.found is None:
                continue
            if not self.merge.is_ours(target.found):
                sentence = f"This {target.row.label} belongs to another film."
                self._refuse(target, target.row.line, sentence)
            elif "kind" in target.changes and target.row.model is Entry:
                sentence = "An entry cannot change its kind; give it a new public_id."
                self._refuse(target, target.row.lines["kind"], sentence)

    def _refuse_lost_keys(self):
        """Every key that a row names is in the file, or in the same film here."""
        named = {target.row.name for target in self.merge.targets}
        for target in self.merge.targets:
            for field, (model, key) in target.row.references().items():
                if (model, key) in named or self._is_here(model, key):
                    continue
                lost = f"{model._meta.label_lower} {' '.join(key)}"
                sentence = f"{field}: there is no {lost} in this file or film."
                self._refuse(target, target.row.lines[field], sentence)

    def _is_here(self, model, key):
        row = self.merge.rows[model].get(key)
        if row is None and not hasattr(model, "film"):  # another film, or a person
            lookups = zip(model.natural_key_fields, key, strict=True)
            return model._default_manager.filter(**dict(lookups)).exists()
        return row is not None and self.merge.is_ours(row)

    def _refuse(self, target, line, sentence):
        self.errors.append(GuideFileError(line, sentence))
        self.failed.add(target.row.name)

    def _write(self, target: Target):
        """Save one row through its verb; what cannot stand goes to `errors`."""
        if target.retired:
            return
        if self.failed & set(target.row.references().values()):
            self.failed.add(target.row.name)  # named by its base's error already
            return
        try:
            self._save(target)
        except ValidationError as error:
            for line, sentence in _sentences(error, target.row):
                self._refuse(target, line, sentence)
        except (IntegrityError, DataError):
            sentence = "The database refuses this row: it contradicts another."
            self._refuse(target, target.row.line, sentence)

    def _save(self, target):
        model, row = target.row.model, target.row.model()
        if target.found:
            if not (target.changes or self.wrote):
                return
            # Read anew: a verb may have raised it since.
            row = model._default_manager.get(pk=target.found.pk)
        differs = False
        for name, value in target.values.items():
            if target.found and canonical(current(row, name)) == canonical(value):
                continue
            field = model._meta.get_field(name)
            if field.is_relation and value is not None:
                value = field.related_model._default_manager.get_by_natural_key(*value)
            setattr(row, name, value)
            differs = True
        if differs:
            row._change_reason, self.wrote = self.reason, True
            with transaction.atomic():
                self._verb(row)

    def _verb(self, row: NaturalKey):
        if isinstance(row, Film):
            publishing.save_film(row)
        elif isinstance(row, Entry):
            keys = [key for (key,) in self.merge.beats.get(row.natural_key(), ())]
            beats = Beat.unguarded.filter(public_id__in=keys)
            publishing.save(row, beats=beats)
        elif isinstance(row, GatedRow):
            publishing.save(row)
        elif isinstance(row, Evidence):
            publishing.add_evidence(row)
        elif isinstance(row, Source | AlsoSpoils):
            publishing.attach(row)
        else:
            row.full_clean()
            row.save()

    def _raised(self) -> Iterable[Step]:
        """Rows that a verb raised to what they rest on, against the file or without."""
        meant = {t.row.name: t.values.get("horizon") for t in self.merge.targets}
        for model in shape.GATED:
            now = dict(
                model._default_manager.filter(film__slug=self.guide.slug).values_list(
                    "public_id", "horizon"
                )
            )
            for key, row in self.merge.rows[model].items():
                here = now.get(key[0], row.horizon)
                if here not in (row.horizon, meant.get((model, key))):
                    detail = f"{spoken(row.horizon)} → {spoken(here)}"
                    yield _step(Action.RAISED, row, detail)


def _sentences(error, row):
    """(line, sentence) of each part of what a verb refused."""
    fields = {NON_FIELD_ERRORS: error.messages}
    if hasattr(error, "error_dict"):
        fields = error.message_dict
    for field, messages in fields.items():
        for message in messages:
            yield row.lines.get(field, row.line), message


def _steps(target):
    row = target.row
    if target.retired and (target.waits or target.kept):
        yield Step(Action.RETIRED, row.label, row.key, "", row.line)
    elif target.found is None:
        yield Step(Action.ADDED, row.label, row.key, "", row.line)
    elif target.changes:
        detail = "; ".join(_change(*change) for change in target.changes.items())
        yield Step(Action.CHANGED, row.label, row.key, detail, row.line)
    elif not target.kept:
        yield Step(Action.UNCHANGED, row.label, row.key, "", row.line)
    if target.kept and not target.retired:
        detail = f"{', '.join(target.kept)}, changed by an editor"
        yield Step(Action.KEPT, row.label, row.key, detail, row.line)


def _change(name, values):
    old, new = (_shown(name, value) for value in values)
    return f"{name} {old} → {new}" if max(len(old), len(new)) <= _SHORT else name


def _shown(name, value):
    if name == "horizon":
        return spoken(value)
    if isinstance(value, tuple):
        return " ".join(value)
    return f"“{value}”" if isinstance(value, str) else str(canonical(value)).lower()


def _step(action, row: models.Model, detail=""):
    key = tuple(map(str, row.natural_key()))
    return Step(action, row._meta.label_lower, key, detail)


def _remember(guide, merge):
    """Keep the digests of what the file wrote, or would have written anyway."""
    seeded = []
    for target in merge.targets:
        if target.retired:
            continue
        label, key = seeded_key(target.row)
        before = merge.digests.get((label, key), {})
        digests = {name: digest(value) for name, value in target.values.items()}
        if digests.items() - before.items():
            seeded.append(
                Seeded(
                    model=label,
                    key=key,
                    film_slug=guide.slug,
                    digests=before | digests,
                )
            )
    Seeded.objects.bulk_create(
        seeded,
        update_conflicts=True,
        unique_fields=["model", "key"],
        update_fields=["film_slug", "digests"],
    )
