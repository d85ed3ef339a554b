"""Changes the running code for a while: by its text, or at the calls of the gate."""

import ast
import gc
import importlib
import inspect
import sys
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from types import CodeType, FunctionType
from unittest import mock

from django.db import models

import guide

ROOT = Path(guide.__file__).parent
BEHIND = ("gate", "admin", "editorial", "management", "migrations")


def everything(manager) -> models.QuerySet:
    """All rows of a manager's kind, past the gate."""
    rows = models.QuerySet(manager.model)
    return rows.filter(manager.kinds()) if hasattr(manager, "kinds") else rows


@contextmanager
def edited(module_name: str, *changes: tuple[str, str]):
    """Run a module's functions with some text of theirs changed.

    Each text must be there exactly once, so that a mutant whose code has moved says so.
    """
    module = importlib.import_module(module_name)
    source = inspect.getsource(module)
    for old, new in changes:
        if source.count(old) != 1:
            raise LookupError(f"{module_name}: {source.count(old)} times {old!r}")
        source = source.replace(old, new)
    with swapped(module, ast.parse(source)):
        yield


@contextmanager
def swapped(module, tree: ast.Module):
    """Give the functions of a running module the code of another text of it."""
    code = {c.co_qualname: c for c in _codes(compile(tree, module.__file__, "exec"))}
    with ExitStack() as stack:
        leaks = {"everything": everything, "models": models}
        stack.enter_context(mock.patch.dict(module.__dict__, leaks))
        for function in _functions_of(module):
            new = code.get(function.__code__.co_qualname)
            if new and new.co_freevars == function.__code__.co_freevars:
                stack.callback(setattr, function, "__code__", function.__code__)
                function.__code__ = new
        forget = [
            f.cache_clear for f in vars(module).values() if hasattr(f, "cache_clear")
        ]
        for clear in forget:
            clear()
            stack.callback(clear)
        yield


def _codes(code: CodeType):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _functions_of(module) -> list[FunctionType]:
    return _functions(len(sys.modules))[module.__file__]


@lru_cache(maxsize=1)
def _functions(modules: int) -> dict[str, list[FunctionType]]:
    """Every function there is, by its file; `modules`: how many are imported."""
    found = defaultdict(list)
    for thing in gc.get_objects():
        if type(thing) is FunctionType:  # isinstance would wake lazy objects
            found[thing.__code__.co_filename].append(thing)
    return found


def call_sites() -> dict[str, tuple[str, int]]:
    """{name: (module, which call of it)} of every call of the visibility filter.

    Found in the text, so that a new page gets its mutant by itself.
    """
    sites = {}
    for path in sorted(ROOT.rglob("*.py")):
        room = path.relative_to(ROOT).parts[0]
        if room in BEHIND:
            continue
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        for number, owner in enumerate(_owners(ast.parse(path.read_text()))):
            short = ".".join(parts[1:])
            name = f"{short}:{owner}"
            while name in sites:
                name += "'"
            sites[name] = (".".join(parts), number)
    return sites


def _owners(tree):
    """The names of the functions in which the calls stand, in the calls' order."""
    owners = {}
    for node in ast.walk(tree):  # outer functions first: the innermost name stays
        if isinstance(node, ast.FunctionDef):
            for inner in ast.walk(node):
                if _is_call(inner):
                    owners[id(inner)] = node.name
    return [owners[id(call)] for call in _calls(tree)]


def _calls(tree) -> list[ast.Call]:
    """The calls of the filter, in the order of the text."""
    calls = [node for node in ast.walk(tree) if _is_call(node)]
    return sorted(calls, key=lambda call: (call.end_lineno, call.end_col_offset))


def _is_call(node) -> bool:
    if not isinstance(node, ast.Call):
        return False
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr == "visible_to"
    return isinstance(function, ast.Name) and function.id == "visible"


@contextmanager
def removed(module_name: str, number: int):
    """Run a module without one of its calls of the visibility filter."""
    module = importlib.import_module(module_name)
    tree = ast.parse(inspect.getsource(module))
    call = _calls(tree)[number]
    if isinstance(call.func, ast.Attribute):
        call.args = [call.func.value]
        call.func = ast.Name("everything", ast.Load())
    else:
        call.func, call.args = ast.parse("models.Q", mode="eval").body, []
    call.keywords = []
    ast.fix_missing_locations(tree)
    with swapped(module, tree):
        yield


@contextmanager
def no_tripwire():
    """The tripwire lets everything through, so that a leak is seen by itself."""
    with (
        mock.patch("guide.gate.tripwire._check", _let_through),
        mock.patch("guide.gate.visibility.refuse_unguarded"),
    ):
        yield


def _let_through(execute, sql, params, many, context):
    return execute(sql, params, many, context)
