"""Reads a guide file and checks all that can be known without the database."""

from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from guide.editorial.guidefile import schema
from guide.editorial.guidefile.outcome import GuideFileError, GuideFileErrors
from guide.editorial.guidefile.scan import Mapping, Scalar, rows
from guide.editorial.guidefile.values import BadValue, value_of
from guide.films.models import Film, NaturalKey
from guide.passages.models import AlsoSpoils, Beat

MOST_ROWS = 2_000


def files() -> list[Path]:
    """The guide files of the site, in the order of their names."""
    return [
        path
        for folder in settings.FIXTURE_DIRS
        for path in sorted(Path(folder).glob("*.yaml"))
    ]


@dataclass(slots=True)
class Row:
    """One row of the file: `values` by key, another row as the key that names it."""

    model: type[NaturalKey]
    line: int
    values: dict = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    key: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The model as files name it: guide.beat."""
        return self.model._meta.label_lower

    @property
    def name(self) -> tuple:
        """What tells this row from all others."""
        return self.model, self.key

    def references(self) -> dict[str, tuple]:
        """(model, key) of each row that this one names, as the file calls it."""
        keys = schema.keys_of(self.model)
        return {
            name: (keys[name].related_model, value)
            for name, value in self.values.items()
            if keys[name].related_model and value is not None
        }


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide file that holds together by itself; its rows in the order of writing."""

    film: Row
    rows: tuple[Row, ...]

    @property
    def slug(self) -> str:
        """The film's slug."""
        return self.film.values["slug"]

    @property
    def elsewhere(self) -> set[str]:
        """The slugs of the other films that its rows also spoil."""
        links = [row for row in self.rows if row.model is AlsoSpoils]
        return {row.values["spoils"][0] for row in links}


def parse(data: bytes) -> Guide:
    """Read a guide file. Raises GuideFileErrors, and nothing else, for any bytes."""
    found, errors = [], []
    try:
        for count, node in enumerate(rows(data), 1):
            if count > MOST_ROWS:
                sentence = f"The file has more than {MOST_ROWS:,} rows."
                errors.append(GuideFileError(node.line, sentence))
                break
            if row := _row(node, errors):
                found.append(row)
    except GuideFileErrors as refused:
        errors += refused.errors
    film = _one_film(found, errors)
    _keys_once(found, errors)
    if film and not errors:
        _of_one_film(film, found, errors)
    if errors:
        raise GuideFileErrors(errors)
    found.sort(key=lambda row: schema.order_of(row.model, row.values.get("kind")))
    return Guide(film, tuple(found))


def film_slug(data: bytes) -> str | None:
    """The slug of the film, read no further than needed; None where it is not found.

    It vouches for nothing else in the file.
    """
    try:
        for node in rows(data):
            row = _row(node, [])
            if row and row.model is Film:
                return row.key[0]
    except GuideFileErrors:
        return None
    return None


def _row(node, errors):
    """The row of one node, or None; what is wrong with it goes to `errors`."""
    parts = _mapping(node, errors, "A row is “model: …” and “fields: …”.")
    if parts is None:
        return None
    before = len(errors)
    for name in parts.keys() - {"model", "fields"}:
        errors.append(
            GuideFileError(
                parts[name][0], f"A row has model and fields, and no {name[:40]!r}."
            )
        )
    model = _model(node, parts, errors)
    fields = parts.get("fields")
    if fields is None:
        errors.append(GuideFileError(node.line, "The row has no fields."))
    if model is None or fields is None:
        return None
    row = Row(model, node.line)
    _read_fields(row, fields[1], errors)
    return row if len(errors) == before else None


def _model(node, parts, errors):
    line, value = parts.get("model", (node.line, None))
    label = value.text if isinstance(value, Scalar) else ""
    label = schema.FORMERLY.get(label, label)
    if label not in schema.LABELS:
        known = ", ".join(sorted(schema.LABELS))
        errors.append(GuideFileError(line, f"The model is one of {known}."))
        return None
    return schema.LABELS[label]


def _read_fields(row, node, errors):
    parts = _mapping(node, errors, "The fields are “name: value”, one a line.")
    if parts is None:
        return
    known = schema.keys_of(row.model)
    for name, (line, value) in parts.items():
        row.lines[name] = line
        if name not in known:
            sentence = f"{row.label} has no field {name[:40]!r}."
            errors.append(GuideFileError(line, sentence))
            continue
        try:
            row.values[name] = value_of(known[name], value)
        except BadValue as error:
            errors.append(GuideFileError(line, str(error)))
    for name, key in known.items():
        if name not in parts and key.required:
            errors.append(GuideFileError(row.line, f"{row.label} needs {name!r}."))
    _belong_to_one(row, errors)
    row.key = _key(row)


def _belong_to_one(row, errors):
    """A row that names what it hangs on names no other, whatever it hung on before."""
    nouns = [key.name for key in schema.keys_of(row.model).values() if key.one_of]
    if any(name in row.values for name in nouns):
        row.values = dict.fromkeys(nouns) | row.values
    said = sorted(row.lines[name] for name in nouns if row.values.get(name))
    for line in said[1:]:
        sentence = f"{row.label} belongs to one row; this is a second."
        errors.append(GuideFileError(line, sentence))


def _key(row):
    """The natural key, from the row's own values; empty where one is missing."""
    key = []
    for lookup in row.model.natural_key_fields:
        name, *onward = lookup.split("__")
        value = row.values.get(name)
        key.append(value[0] if onward and value else value)
    return () if None in key else tuple(key)


def _mapping(node, errors, sentence):
    """{key: (line, value node)}, or None where the node is no mapping."""
    if not isinstance(node, Mapping):
        errors.append(GuideFileError(node.line, sentence))
        return None
    parts = {}
    for key, value in node.pairs:
        if not isinstance(key, Scalar):
            errors.append(GuideFileError(key.line, "A name is one word."))
        elif key.text in parts:
            errors.append(GuideFileError(key.line, f"{key.text[:40]!r} is here twice."))
        else:
            parts[key.text] = (key.line, value)
    return parts


def _one_film(found, errors):
    films = [row for row in found if row.model is Film]
    if not films and not errors:
        errors.append(GuideFileError(1, "The file has no guide.film."))
    errors += [
        GuideFileError(row.line, "A guide file holds one film; this is a second.")
        for row in films[1:]
    ]
    return films[0] if films else None


def _keys_once(found, errors):
    first = {}
    for row in found:
        line = first.setdefault(row.name, row.line)
        if line != row.line:
            sentence = f"The same {row.label} is already in line {line}."
            errors.append(GuideFileError(row.line, sentence))


def _of_one_film(film, found, errors):
    slug, runtime = film.values["slug"], film.values["runtime"]
    for row in found:
        if row.values.get("film", (slug,)) != (slug,):
            sentence = f"This row is of another film; the file’s film is {slug!r}."
            errors.append(GuideFileError(row.lines["film"], sentence))
        if row.model is Beat and row.values["minute"] > runtime:
            sentence = f"The film ends at minute {runtime}."
            errors.append(GuideFileError(row.lines["minute"], sentence))
