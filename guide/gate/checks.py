"""System checks: a gated model that could be read past the gate stops the start."""

from collections.abc import Iterable

from django.apps import AppConfig, apps
from django.core.checks import Error, register

from guide.gate.visibility import GatedManager, UnguardedManager


@register
def gated_models_are_gated(
    app_configs: Iterable[AppConfig] | None, **kwargs: object
) -> list[Error]:
    """E001 managers, E002 reverse accessors, E003 missing columns."""
    errors = []
    for model in apps.get_models():
        gate = getattr(model, "gate", None)
        if gate is None:
            continue
        if not (
            isinstance(getattr(model, "objects", None), GatedManager)
            and isinstance(model._default_manager, UnguardedManager)
            and isinstance(model._base_manager, UnguardedManager)
        ):
            errors.append(
                Error(
                    f"{model.__name__} is gated: `objects` must be a GatedManager, "
                    "and the default and base manager an UnguardedManager.",
                    id="guide.E001",
                )
            )
        for relation in model._meta.related_objects:
            if not relation.hidden:
                errors.append(
                    Error(
                        f"{relation.related_model.__name__}.{relation.field.name} "
                        f"gives {model.__name__} a reverse accessor; "
                        'set related_name="+".',
                        id="guide.E002",
                    )
                )
        wanted = set()
        if gate.horizon:
            wanted = {"film", "horizon", "status", "held", "under"}
        elif gate.own_minute:
            wanted = {"film", "horizon"}
        if wanted:
            names = {field.name for field in model._meta.get_fields()}
            if missing := wanted - names:
                errors.append(
                    Error(
                        f"{model.__name__} has no {', '.join(sorted(missing))}.",
                        id="guide.E003",
                    )
                )
    return errors
