"""`manage.py make_editor EMAIL`: an account that may edit guides in the admin."""

import secrets

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from guide.readers.models import Reader

GROUP = "Editors"
EDITED = (
    "film", "person", "credit", "alternativetitle", "cut", "beat", "ending", "entry",
    "interpretation", "question", "answer", "evidence", "source", "dispute",
    "alsospoils",
)  # fmt: skip
JUDGED = ("view_vote", "add_discount", "view_discount", "add_lift")
"""Rights over votes: to look at them, to leave them out and to take that back."""


class Command(BaseCommand):
    """Makes the account, or gives the rights to one that is there."""

    help = "Make an account that may edit guides, or give an account that right."

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address to sign in with")

    @transaction.atomic
    def handle(self, *, email, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no e-mail address.") from error
        group = editors()
        reader = Reader.objects.filter(email__iexact=email).first()
        if reader is not None and not reader.is_active:
            raise CommandError(f"The account {email} is switched off.")
        if reader is None:
            reader, password = _new(email)
            said = f"Made the editor {reader.email}. Password, shown once: {password}"
        else:
            said = f"{reader.email} may edit now, with the password it has."
        reader.is_staff = True
        reader.save(update_fields=["is_staff"])
        reader.groups.add(group)
        self.stdout.write(said)


def editors() -> Group:
    """The group, with at least the rights that editing needs.

    Raises CommandError where the database has no tables for it yet.
    """
    rights = Permission.objects.filter(
        Q(content_type__model__in=EDITED) | Q(codename__in=JUDGED),
        content_type__app_label="guide",
    )
    if not rights:
        raise CommandError("The database is not set up: run `manage.py migrate` first.")
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.add(*rights)
    return group


def _new(email):
    password = secrets.token_urlsafe(12)
    reader = Reader.objects.create_user(email, password)
    # Whoever runs this vouches for the address; without it no log-in where mail is on.
    EmailAddress.objects.create(
        user=reader, email=reader.email, primary=True, verified=True
    )
    return reader, password
