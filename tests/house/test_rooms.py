"""The rooms of the house: imports lead downwards only."""

import ast
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "guide"
STAIR = [
    "common",
    "gate",
    "films",
    "readers",
    "passages",
    "votes",
    "editorial",
    "search",
]
UPSTAIRS = {"pages", "api", "feeds", "sitemaps", "admin", "delivery", "management"}
SEES_EVERYTHING = {"models", "urls", "settings", "apps", "wsgi", "environment"}
SEES_EVERYTHING |= {"connections"}
IMPORTED_BY_ALL = {"environment"}


def room_of(path: Path) -> str:
    return path.relative_to(GUIDE).parts[0].removesuffix(".py")


def imported(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
            assert node.level == 0, f"{path}: a relative import"


def imported_rooms(path: Path):
    for name in imported(path):
        if name.startswith("guide."):
            yield name.split(".")[1]


def may_import(room: str, other: str) -> bool:
    if room in SEES_EVERYTHING or room == other:
        return True
    if other in SEES_EVERYTHING:
        return False
    if other in UPSTAIRS:
        return False
    return room in UPSTAIRS or STAIR.index(other) < STAIR.index(room)


MODULES = [
    path
    for path in sorted(GUIDE.rglob("*.py"))
    if room_of(path) not in ("migrations", "__init__", "templatetags")
]


def test_imports_lead_downwards():
    assert len(MODULES) > 150
    climbs = {
        (str(path.relative_to(GUIDE)), room)
        for path in MODULES
        for room in imported_rooms(path)
        if not may_import(room_of(path), room)
    }
    assert climbs == set()


def test_the_rules_of_the_lint_know_no_model():
    models = ("django.db", "guide.films", "guide.passages", "guide.editorial.models")
    knowing = {
        path.stem
        for path in (GUIDE / "editorial" / "lint").glob("*.py")
        for name in imported(path)
        if name.startswith(models)
    }
    assert knowing == {"guides", "waivers"}


def test_a_climb_would_be_seen():
    assert [may_import("gate", "films"), may_import("films", "gate")] == [False, True]
    assert [may_import("pages", "admin"), may_import("votes", "pages")] == [
        False,
        False,
    ]


def test_modules_are_short():
    lines = {str(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_modules_say_what_they_are_for():
    written = {path: path.read_text() for path in MODULES}
    assert [
        str(path)
        for path, text in written.items()
        if text.strip() and ast.get_docstring(ast.parse(text)) is None
    ] == []
