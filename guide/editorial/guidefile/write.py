"""One guide file on its way into the database, through the verbs, row by row."""

from collections.abc import Iterable

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    ObjectDoesNotExist,
    PermissionDenied,
    ValidationError,
)
from django.db import DataError, IntegrityError, transaction

from guide.editorial.guidefile import schema
from guide.editorial.guidefile.compare import (
    Comparison,
    Pair,
    canonical,
    current,
    digest,
    seeded_key,
    step_of,
)
from guide.editorial.guidefile.outcome import (
    Action,
    GuideFileError,
    GuideFileErrors,
    Plan,
    Step,
)
from guide.editorial.guidefile.parse import Guide
from guide.editorial.lint import waivers
from guide.editorial.models import Seeded, Waiver
from guide.films.models import Film, NaturalKey
from guide.gate.horizon import spoken
from guide.passages import publishing
from guide.passages.models import AlsoSpoils, Beat, Entry
from guide.readers.models import Reader


class Writing:
    """One pass over the file's rows, within a transaction that the caller holds."""

    def __init__(
        self,
        guide: Guide,
        reason: str,
        *,
        replace: bool = False,
        by: Reader | None = None,
    ):
        self.guide, self.reason, self.by = guide, reason, by
        self.compared = Comparison(guide, replace=replace)
        self.errors: list[GuideFileError] = []
        self.failed: set[tuple] = set()
        self.wrote = False

    def all(self) -> Plan:
        """Write every row; raises GuideFileErrors if any of them cannot stand."""
        self.write_rows()
        self.write_links()
        return self.done()

    def write_rows(self):
        """Write all but the links between films; what cannot stand is an error."""
        self._refuse_strangers()
        self._refuse_a_borrowed_id()
        self._write_those(lambda pair: pair.row.model is not AlsoSpoils)

    def write_links(self):
        """Write the links, once the other films are there."""
        self._write_those(lambda pair: pair.row.model is AlsoSpoils)

    def done(self) -> Plan:
        """What was written. Raises GuideFileErrors if anything could not stand."""
        if not self.errors:
            self._refuse_what_the_film_outruns()
        stand = [p for p in self.compared.pairs if p.row.name not in self.failed]
        steps = [step for pair in stand for step in pair.steps()]
        if self.errors:
            raise GuideFileErrors(self.errors, Plan(self.guide.slug, tuple(steps)))
        _remember(self.compared)
        steps += self._raised()
        steps += [step_of(Action.ALONE, row) for row in self.compared.alone()]
        return Plan(self.guide.slug, tuple(steps))

    def _write_those(self, chosen):
        pairs = [pair for pair in self.compared.pairs if chosen(pair)]
        for pair in pairs:
            self._refuse_lost_keys(pair)
        if not self.errors:
            for pair in pairs:
                self._write(pair)

    def _refuse_what_the_film_outruns(self):
        """A shorter film may end before a beat that the file does not name."""
        runtime = self.compared.runtime
        late = Beat.unguarded.filter(film__slug=self.guide.slug, minute__gt=runtime)
        if beat := late.first():
            sentence = f"The beat “{beat}” begins after this runtime."
            line = self.guide.film.lines.get("runtime", self.guide.film.line)
            self.errors.append(GuideFileError(line, sentence))

    def _refuse_strangers(self):
        """A key of the file may name a row of another film, or of another kind."""
        for pair in self.compared.pairs:
            if pair.found is None:
                continue
            if not self.compared.is_ours(pair.found):
                sentence = f"This {pair.row.label} belongs to another film."
                self._refuse(pair, pair.row.line, sentence)
            elif "kind" in pair.changes and pair.row.model is Entry:
                sentence = "An entry cannot change its kind; give it a new public_id."
                self._refuse(pair, pair.row.lines["kind"], sentence)

    def _refuse_a_borrowed_id(self):
        """A file made from that of another film may still hold that film's id."""
        film = self.compared.pairs[0]
        named = Film.unguarded.filter(public_id=film.row.values["public_id"])
        if other := named.exclude(slug=self.guide.slug).first():
            sentence = f"This is the public_id of “{other}”: give this film its own."
            self._refuse(film, film.row.lines["public_id"], sentence)

    def _refuse_lost_keys(self, pair):
        """Every key that a row names is in the file, or in the same film here."""
        for field, (model, key) in pair.row.references().items():
            if (model, key) in self.compared.named or self._is_here(model, key):
                continue
            lost = f"{model._meta.label_lower} {' '.join(key)}"
            sentence = f"{field}: there is no {lost} in this file or film."
            if model is Film:
                sentence = (
                    f"{field}: there is no film {key[0]!r} here. Import it first, "
                    "or leave this row out until it is here."
                )
            self._refuse(pair, pair.row.lines[field], sentence)

    def _is_here(self, model, key):
        row = self.compared.rows[model].get(key)
        if row is None and not hasattr(model, "film"):  # another film, or a person
            lookups = zip(model.natural_key_fields, key, strict=True)
            return model._default_manager.filter(**dict(lookups)).exists()
        return row is not None and self.compared.is_ours(row)

    def _refuse(self, pair, line, sentence):
        self.errors.append(GuideFileError(line, sentence))
        self.failed.add(pair.row.name)

    def _write(self, pair: Pair):
        """Save one row through its verb; what cannot stand goes to `errors`."""
        if pair.retired:
            return
        if self.failed & set(pair.row.references().values()):
            self.failed.add(pair.row.name)  # named by its base's error already
            return
        try:
            self._save(pair)
        except ValidationError as error:
            for line, sentence in _sentences(error, pair.row):
                self._refuse(pair, line, sentence)
        except PermissionDenied as error:
            self._refuse(pair, pair.row.line, str(error))
        except (IntegrityError, DataError):
            sentence = "The database refuses this row: it contradicts another."
            self._refuse(pair, pair.row.line, sentence)

    def _save(self, pair):
        model, values = pair.row.model, pair.values
        row = schema.new(model, values.get("kind"))
        if pair.found:
            if not (pair.changes or self.wrote):
                return
            # Read anew: a verb may have raised it since.
            row = model._default_manager.get(pk=pair.found.pk)
        differs = False
        for name, value in values.items():
            key = schema.keys_of(model)[name]
            if pair.found and self._stands(row, key, value):
                continue
            if key.related_model and value is not None:
                value = _named(key, value)
            schema.put(row, key, value)
            differs = True
        if differs:
            row._change_reason, self.wrote = self.reason, True
            try:
                unchecked = publishing.leaving_constraints_to_the_database()
                with transaction.atomic(), unchecked:
                    self._verb(row)
            except IntegrityError:  # once more, to be told what is wrong
                with transaction.atomic():
                    self._verb(row)

    def _stands(self, row, key, value):
        here = self.compared.settled(key.name, current(row, key))
        return canonical(here) == canonical(value)

    def _verb(self, row: NaturalKey):
        if isinstance(row, Entry):
            keys = [key for (key,) in self.compared.beats.get(row.natural_key(), ())]
            beats = Beat.unguarded.filter(public_id__in=keys)
            publishing.save(row, beats=beats, by=self.by, by_hand=False)
        elif isinstance(row, Waiver):
            waivers.save(row, self.by)
        else:
            publishing.write(row, by=self.by, by_hand=False)

    def _raised(self) -> Iterable[Step]:
        """Rows that a verb raised to what they rest on, against the file or without."""
        meant = {p.row.name: p.values.get("horizon") for p in self.compared.pairs}
        for model in schema.PASSAGES:
            now = dict(
                model._default_manager.filter(film__slug=self.guide.slug).values_list(
                    "public_id", "horizon"
                )
            )
            for key, row in self.compared.rows[model].items():
                here = now.get(key[0], row.horizon)
                if here not in (row.horizon, meant.get((model, key))):
                    detail = f"{spoken(row.horizon)} → {spoken(here)}"
                    yield step_of(Action.RAISED, row, detail)


def _named(key, names):
    """The row that a key names: all that it may name was written before it."""
    try:
        return key.related_model._default_manager.get_by_natural_key(*names)
    except ObjectDoesNotExist:
        sentence = f"This row cannot belong to {' '.join(names)}: that comes after it."
        raise ValidationError({key.column: sentence}) from None


def _sentences(error, row):
    """(line, sentence) of each part of what a verb refused."""
    columns = {NON_FIELD_ERRORS: error.messages}
    if hasattr(error, "error_dict"):
        columns = error.message_dict
    for column, messages in columns.items():
        keys = schema.keys_of(row.model).values()
        said = [row.lines.get(key.name) for key in keys if key.column == column]
        for message in messages:
            yield next(filter(None, said), row.line), message


def _remember(compared):
    """Keep the digests of what the file wrote, or would have written anyway."""
    seeded = []
    for pair in compared.pairs:
        if pair.retired:
            continue
        label, key = seeded_key(pair.row)
        before = compared.digests.get((label, key), {})
        digests = {name: digest(value) for name, value in pair.values.items()}
        if digests.items() - before.items():
            seeded.append(
                Seeded(
                    model=label,
                    key=key,
                    film_slug=compared.guide.slug,
                    digests=before | digests,
                )
            )
    Seeded.objects.bulk_create(
        seeded,
        update_conflicts=True,
        unique_fields=["model", "key"],
        update_fields=["film_slug", "digests"],
    )
