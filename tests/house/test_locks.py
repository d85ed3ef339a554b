"""What is installed is what the two lists ask for, to the byte."""

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SITE, TESTS = ROOT / "requirements.txt", ROOT / "tests/requirements.txt"
LISTS = {SITE: ROOT / ".requirements.in", TESTS: ROOT / "tests/requirements.in"}


def lines(path):
    """Its requirements, each on one line, without comments and options of pip."""
    text = re.sub(r"#.*", "", path.read_text()).replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()[:1] not in ("", "-")]


def locked(path):
    """What a lock installs: a name → its version."""
    found = {}
    for line in lines(path):
        wanted = Requirement(line.split(" --hash")[0])
        (pin,) = wanted.specifier
        assert pin.operator == "==", line
        found[canonicalize_name(wanted.name)] = pin.version
    return found


def disagreements(list_, lock):
    """Names of a list that its lock has not, or at a version that it does not admit."""
    have = locked(lock)
    for wanted in map(Requirement, lines(list_)):
        version = have.get(canonicalize_name(wanted.name))
        if version is None or version not in wanted.specifier:
            yield f"{wanted}, locked: {version}"


def test_each_lock_holds_what_its_list_asks_for():
    assert [d for lock in LISTS for d in disagreements(LISTS[lock], lock)] == [], (
        "Run `make lock`."
    )


def test_a_list_that_was_edited_alone_is_seen(tmp_path):
    edited = tmp_path / "list.in"
    edited.write_text("Django>=6  # newer\nnh3\nunheard-of\n")
    assert list(disagreements(edited, SITE)) == [
        f"Django>=6, locked: {locked(SITE)['django']}",
        "unheard-of, locked: None",
    ]


def test_the_tests_run_on_what_the_site_runs_on():
    tests = locked(TESTS)
    assert {name: tests.get(name) for name in locked(SITE)} == locked(SITE)


def test_nothing_is_locked_without_a_hash_or_names_where_it_came_from():
    for lock in LISTS:
        for line in lines(lock):
            assert re.search(r"( --hash=sha256:[0-9a-f]{64})+$", line.rstrip()), line
        assert not re.search(r"https?:|file:|--\w+-url|^/|\s/", lock.read_text())


def test_pip_installs_nothing_without_its_hash():
    orders = (ROOT / "Makefile").read_text() + (ROOT / ".ci/run").read_text()
    installs = re.findall(r"\bpip install.*", orders)
    assert installs and all("--require-hashes" in order for order in installs)
