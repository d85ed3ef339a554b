"""Writers, editors, chiefs: what each may do on the desk, as rights of named groups.

The rules live where the tables do: a verb is told who asks, `by`, and refuses; None is
a command, and whoever runs one may do everything. The desk only asks beforehand. What
a group may do is data of Django's, granted after every migration (`grant`), so that a
new right reaches the groups that are there.
"""

from collections.abc import Iterable

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction

from guide.readers.models import Reader

TRUSTED, WRITERS, EDITORS, CHIEFS = "Trusted", "Writers", "Editors", "Chiefs"
DESK = (WRITERS, EDITORS, CHIEFS)  # who is in one of them may enter the admin
GIVEN = (TRUSTED, WRITERS, EDITORS)  # the groups that a chief puts readers in

PUBLISH = "guide.publish_guide"
TAKE_DOWN = "guide.take_down_film"
REPORTS = "guide.change_report"
PROPOSALS = "guide.change_proposal"
WAVE = "guide.add_waiver"
DISCOUNT, LIFT = "guide.add_discount", "guide.add_lift"
ACCOUNTS = "guide.change_reader"

_WRITTEN = (
    "beat", "ending", "entry", "interpretation", "question", "answer", "evidence",
    "source", "dispute", "alsospoils", "credit", "alternativetitle", "cut",
    "provenance",
)  # fmt: skip
_WRITER = {
    *(f"{verb}_{n}" for n in _WRITTEN for verb in ("add", "change", "delete", "view")),
    "add_film", "change_film", "view_film", "add_person", "change_person",
    "view_person",
}  # fmt: skip
_EDITOR = _WRITER | {
    "publish_guide", "delete_film", "delete_person", "view_report", "change_report",
    "add_waiver", "view_vote", "add_discount", "view_discount", "add_lift",
    "view_proposal", "change_proposal", "export_guide", "import_guide",
}  # fmt: skip
_CHIEF = _EDITOR | {"take_down_film", "view_reader", "change_reader"}

RIGHTS = {WRITERS: _WRITER, EDITORS: _EDITOR, CHIEFS: _CHIEF}
"""{group: codenames of its rights, all of them rights over models of the guide}."""


def may(by: Reader | None, right: str) -> bool:
    """Whether somebody has a right; None, a command, has every right."""
    return by is None or by.has_perm(right)


def refuse(by: Reader | None, right: str, sentence: str) -> None:
    """Raise PermissionDenied with the sentence if somebody lacks a right."""
    if not may(by, right):
        raise PermissionDenied(sentence)


def group(name: str) -> Group:
    """One of the groups, with at least its rights."""
    found, _ = Group.objects.get_or_create(name=name)
    _give(found, current_apps.get_model("auth", "Permission"))
    return found


def grant(app_config, using, apps=current_apps, **kwargs) -> None:
    """After a migration: each group that is there has at least its rights."""
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    for found in apps.get_model("auth", "Group").objects.filter(name__in=RIGHTS):
        _give(found, apps.get_model("auth", "Permission"))


def _give(found, permissions):
    mine = permissions.objects.filter(
        content_type__app_label="guide", codename__in=RIGHTS.get(found.name, ())
    )
    found.permissions.add(*mine)


def why_not_touch(reader: Reader, by: Reader | None) -> str:
    """Why somebody may not suspend an account or put it in groups; empty if they may.

    A chief touches neither operators nor chiefs, themselves among them.
    """
    if not may(by, ACCOUNTS):
        return "Only a chief can suspend accounts and put them in groups."
    if by is None or by.is_superuser:
        return ""
    if reader.is_superuser or reader.groups.filter(name=CHIEFS).exists():
        return "Only an operator can change the account of a chief or an operator."
    return ""


def refuse_touching(reader: Reader, by: Reader | None) -> None:
    """Raise PermissionDenied if somebody may not touch an account."""
    if sentence := why_not_touch(reader, by):
        raise PermissionDenied(sentence)


@transaction.atomic
def put_in(reader: Reader, names: Iterable[str], by: Reader | None) -> None:
    """Put a reader in exactly these of the groups that are GIVEN; others stay.

    Who is in a group of the desk may enter it, and nobody else. Raises
    PermissionDenied.
    """
    refuse_touching(reader, by)
    wanted = set(names)
    if strange := wanted - set(GIVEN):
        named = ", ".join(sorted(strange))
        raise PermissionDenied(f"Only an operator can give {named}.")
    reader.groups.remove(*Group.objects.filter(name__in=set(GIVEN) - wanted))
    reader.groups.add(*map(group, sorted(wanted)))
    reader.is_staff = reader.is_superuser or (
        reader.groups.filter(name__in=DESK).exists()
    )
    reader.save(update_fields=["is_staff"])
