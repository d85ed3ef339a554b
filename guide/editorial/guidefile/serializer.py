"""Lets `loaddata` read guide files: Django's own YAML, by the names that files use."""

from django.core.serializers import pyyaml

from guide.editorial.guidefile import schema

Serializer = pyyaml.Serializer


class Deserializer(pyyaml.Deserializer):
    """Django's own, but that the keys of a guide file become the columns they are."""

    def _handle_object(self, obj):
        label = schema.FORMERLY.get(obj["model"], obj["model"])
        model = schema.LABELS.get(label)
        if model:
            obj = obj | {"model": label, "fields": _columns(model, obj["fields"])}
        yield from super()._handle_object(obj)


def _columns(model, fields):
    keys, columns = schema.keys_of(model), {}
    for name, value in fields.items():
        key = keys.get(name)
        if key is None:
            columns[name] = value  # as `dumpdata` writes it
        elif value is not None or not key.one_of:
            columns[key.column] = value
    return columns
