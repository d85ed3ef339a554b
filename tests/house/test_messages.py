"""The interface's second language: whole, compiled, with its plurals and variables."""

import ast
import re
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.template import engines
from django.template.base import Template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from guide.pages.languages import SAID_ANEW

ROOT = Path(__file__).parents[2]
GERMAN = Path("locale", "de", "LC_MESSAGES")
LOCALE = ROOT / "guide" / GERMAN
NOT_SPOKEN = ("admin", "migrations", "editorial", "management")  # the desk is English
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
_VARIABLE = re.compile(r"%\(\w+\)s|%%|#")


@pytest.fixture(scope="module")
def po():
    return polib.pofile(LOCALE / "django.po")


def in_python():
    """Every sentence that a module hands to gettext."""
    for path in (ROOT / "guide").rglob("*.py"):
        if path.relative_to(ROOT / "guide").parts[0] in NOT_SPOKEN:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called, said = getattr(node.func, "id", ""), node.args[0]
            if called in CALLS and isinstance(said, ast.Constant):
                yield said.value


def in_templates():
    """Every sentence that a template translates."""
    engine = engines["django"].engine
    for path in (ROOT / "templates").rglob("*.*"):
        if path.relative_to(ROOT / "templates").parts[0] == "admin":
            continue
        source = path.read_text()
        for node in _nodes(Template(source, engine=engine).nodelist):
            if isinstance(node, TranslateNode):
                yield node.filter_expression.var.literal
            elif isinstance(node, BlockTranslateNode):
                yield node.render_token_list(node.singular)[0]
        yield from re.findall(r'_\("([^"]+)"\)', source)


def _nodes(nodelist):
    for node in nodelist:
        yield node
        for name in node.child_nodelists:
            yield from _nodes(getattr(node, name, None) or ())
        for slot in getattr(node, "slots", {}).values():
            yield from _nodes(slot if hasattr(slot, "get_nodes_by_type") else ())


def test_every_sentence_of_the_interface_is_translated(po):
    known = {entry.msgid for entry in po}
    asked = {*in_python(), *in_templates()}
    assert len(asked) > 250
    assert sorted(asked - known) == []


def test_nothing_is_empty_fuzzy_or_out_of_use(po):
    assert [e.msgid for e in po.untranslated_entries()] == []
    assert [e.msgid for e in po.fuzzy_entries()] == []
    assert [e.msgid for e in po.obsolete_entries()] == []


def test_plurals_have_both_forms_and_keep_their_variables(po):
    for entry in po:
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        assert len(forms) == (2 if entry.msgid_plural else 1)
        for form in forms:
            assert form
            wanted = set(_VARIABLE.findall(entry.msgid_plural or entry.msgid))
            assert set(_VARIABLE.findall(form)) == wanted, entry.msgid


def test_the_compiled_messages_are_those_of_the_source(po):
    """`make messages` compiles them."""

    def told(catalogue):
        return {
            (e.msgctxt, e.msgid): (e.msgstr, tuple(e.msgstr_plural.values()))
            for e in catalogue
        }

    assert told(polib.mofile(LOCALE / "django.mo")) == told(po)


def test_what_is_said_anew_is_still_said_by_the_libraries():
    theirs = Path(django.__file__).parent
    homes = (
        theirs / "conf",
        theirs / "contrib" / "auth",
        Path(allauth.__file__).parent,
    )
    known = {
        e.msgid for home in homes for e in polib.mofile(home / GERMAN / "django.mo")
    }
    assert sorted(set(SAID_ANEW) - known) == []


def test_what_guides_through_a_film_is_no_leader(po):
    assert [entry.msgstr for entry in po if "Führer" in entry.msgstr] == []
