"""The last line: SQL of a reader's request that reads gated rows past the gate fails.

The middleware opens `reading()` around every request but the admin's. Within it,
`unguarded` managers raise, and every statement is checked: one that mentions a gated
table, its history or its search index more often than it carries the gate's mark
for that table is refused before it is sent.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import cache

from django.apps import apps
from django.db import connections
from django.db.models.base import ModelBase

_reading: ContextVar[bool] = ContextVar("gate_reading", default=False)
_rendering: ContextVar[bool] = ContextVar("gate_rendering", default=False)

_MARK = re.compile(r"/\*gate:(\w+)\*/")
_WRITE = re.compile(
    r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)\"?", re.IGNORECASE
)


class Refused(RuntimeError):
    """A reader's request tried to read gated rows past the gate. A programming error:
    it fails a test, and in production it is logged and answered with the 404 page."""


@contextmanager
def reading() -> Iterator[None]:
    """Guard everything within: this is a reader's request."""
    token = _reading.set(True)
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_check))
        try:
            yield
        finally:
            _reading.reset(token)


@contextmanager
def unguarded(why: str) -> Iterator[None]:
    """Lift the guard for trusted code within a reader's request.

    `why` is for the reviewer: a test lists every place that says it.
    """
    if not why:
        raise ValueError("Say why this may read past the gate.")
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def rendering() -> Iterator[None]:
    """Refuse every statement within, if this is a reader's request (law 3)."""
    token = _rendering.set(True)
    try:
        yield
    finally:
        _rendering.reset(token)


def refuse_unguarded(model: ModelBase) -> None:
    """Raise Refused if `model` is being read past the gate in a reader's request."""
    if _reading.get():
        raise Refused(f"{model.__name__} was read past the gate in a reader's request")


def unvouched(sql: str) -> Counter[str]:
    """Tables that `sql` reads more often than it is marked for, with the excess."""
    marks = Counter(_MARK.findall(sql))
    bare = _MARK.sub("", sql)
    if write := _WRITE.match(bare):
        bare = bare[: write.start(1)] + bare[write.end(1) :]
    return Counter(_gated_tables().findall(bare)) - marks


def _check(
    execute: Callable[..., object],
    sql: str,
    params: object,
    many: bool,
    context: dict[str, object],
) -> object:
    if _reading.get():
        if _rendering.get():
            raise Refused(f"SQL while a template renders: {sql[:200]}")
        if excess := unvouched(str(sql)):
            raise Refused(f"read past the gate: {dict(excess)} in {str(sql)[:400]}")
    return execute(sql, params, many, context)


@cache
def _gated_tables() -> re.Pattern[str]:
    """Finds mentions of a gated table as a table, not as the owner of a column."""
    tables = set()
    for model in apps.get_models():
        if hasattr(model, "gate"):
            tables |= {model._meta.db_table, *getattr(model, "gate_tables", ())}
        if hasattr(model, "history"):
            tables.add(model.history.model._meta.db_table)
    names = "|".join(sorted(tables, key=len, reverse=True))
    return re.compile(rf'(?<![\w"])"?\b({names})\b(?!"?\s*\.\s*["\w])', re.IGNORECASE)
