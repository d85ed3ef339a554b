"""Whoever reads past the gate is on a list that somebody has reviewed."""

import ast
from pathlib import Path

import guide

ROOT = Path(guide.__file__).parent
TRUSTED = ("gate", "admin", "editorial", "management", "migrations")
"""The gate itself, and the rooms that no reader's request enters."""

REVIEWED = {
    "passages.floors:rests_on:unguarded": "floors count what is hidden; for editors",
    "passages.floors:resting_on:unguarded": "floors count what is hidden; for editors",
    "passages.provenance:say_by_hand:unguarded": "an editors' rule, of the stored row",
    "passages.provenance:say_premise_by_hand:unguarded": "an editors' rule",
    "passages.publishing:add_evidence:unguarded": "an editors' verb",
    "passages.rights:_check_taking_down:unguarded": "an editors' rule",
    "passages.rights:why_not:_default_manager": "an editors' rule",
    "passages.rights:_wholes:_default_manager": "an editors' rule",
    "passages.publishing:let_drafts_show:unguarded": "for editors, and undone",
    "passages.publishing:_keep_held:unguarded": "an editors' verb",
    "passages.publishing:_settle_time:unguarded": "an editors' verb",
    "passages.schedule:_publish:unguarded": "by command",
    "passages.schedule:timed:unguarded": "by command, and a list for editors",
    "passages.shifting:_rows:unguarded": "an editors' verb",
    "passages.shifting:_reason:history": "an editors' verb",
    "passages.shifting:undo:history": "an editors' verb",
    "passages.bulk_publishing:_locked:unguarded": "an editors' verb",
    "passages.bulk_publishing:drafts:unguarded": "a list for editors",
    "passages.publishing:_sort:unguarded": "an editors' verb",
    "common.planning:_no_jit:cursor": "SET jit and no table",
    "films.models:published:QuerySet": "films are public; drafts are filtered out here",
    "films.sort_keys:_fill:QuerySet": "fills what a migration emptied; shows nothing",
    "pages.system:health:cursor": "SELECT 1 and no table",
    "readers.locks:_told:cursor": "takes and leaves a lock; reads no table",
    "search.index:_fill:unguarded": "fills what a migration emptied; shows nothing",
    "search.index:_part_gone:QuerySet": "writes the index; shows nothing",
    "search.index:_person_saved:QuerySet": "writes the index; shows nothing",
    "search.query:films_called:unguarded": "public names alone; for editors",
    "search.index:_write:unguarded": "writes the index as rows are saved",
    "search.index:rebuild:QuerySet": "rebuilds the whole index, by command",
    "votes.casting:cast:QuerySet": "writes one row; reads nothing back",
    "votes.account_deletion:leave:QuerySet": "deletes one's own rows",
    "votes.account_deletion:leave:unguarded": "deletes one's own rows",
    "votes.persuasion:say:QuerySet": "writes one row; reads nothing back",
    "votes.persuasion:take_back:QuerySet": "deletes one row, of the reader's own vote",
    "votes.counting:standing:QuerySet": "which votes count; a condition of writes",
    "votes.counting:verified_or_no_longer:QuerySet": "writes; shows nothing",
    "votes.counting:verified_or_no_longer:unguarded": "whose votes count; not shown",
    "votes.discounting:discount:QuerySet": "an editors' verb",
    "votes.discounting:lift:QuerySet": "an editors' verb",
    "votes.discounting:suspend:QuerySet": "an editors' verb",
    "votes.snapshots:_held:QuerySet": "writes the snapshot, in the background",
    "votes.snapshots:_row:QuerySet": "writes the snapshot, in the background",
    "votes.snapshots:update_part:QuerySet": "writes the snapshot, in the background",
    "votes.snapshots:repair:QuerySet": "a command's verb",
    "votes.recounting:_compared:QuerySet": "by command",
    "votes.recounting:drifted:QuerySet": "by command",
    "votes.tally:_rows:cursor": "keys that the gate has let through, SQL that it marks",
}
MARKED = {
    "gate/marks.py": "the mark itself",
    "search/lookups.py": "the index yields keys of a table that is marked itself",
}


def test_every_place_that_reads_past_the_gate_was_reviewed():
    found = {place for path in _files() for place in _places(path)}
    assert found == set(REVIEWED)


def test_nobody_but_the_gate_writes_its_mark():
    writers = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if path.parent.name != "gate" and "/*gate:" in path.read_text()
    }
    assert writers == set(MARKED) - {"gate/marks.py"}


def _files():
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] not in TRUSTED:
            yield path


def _places(path):
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    tree = ast.parse(path.read_text())
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if way := _way_past(node):
                    yield f"{module}:{function.name}:{way}"


PAST = ("unguarded", "_default_manager", "_base_manager", "history", "cursor", "raw")


def _way_past(node) -> str:
    """How an expression could read past the gate; empty if it could not."""
    if isinstance(node, ast.Attribute) and node.attr in PAST:
        return node.attr
    if isinstance(node, ast.Call):
        called = node.func
        name = getattr(called, "attr", getattr(called, "id", ""))
        if name in ("QuerySet", "RawSQL", "unguarded"):
            return name
    return ""
