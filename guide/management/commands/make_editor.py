"""`manage.py make_editor EMAIL`: an account for the desk: writer, editor or chief."""

import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from guide.readers import roles, second_factor
from guide.readers.models import Reader

LEADS = """\
Sign in at {site}/admin/. The first time, it asks for a second factor: it shows a code
to scan with an app on a phone, or a key for a password manager, and then recovery codes
to print. A browser that you trust is asked again after a month.
"""
AS = {"writer": roles.WRITERS, "editor": roles.EDITORS, "chief": roles.CHIEFS}


class Command(BaseCommand):
    """Makes the account, or gives the rights to one that is there."""

    help = "Make an account that may enter the desk, or give an account that right."

    def add_arguments(self, parser):
        """EMAIL, --as."""
        parser.add_argument("email", help="the address to sign in with")
        parser.add_argument(
            "--as",
            dest="role",
            choices=AS,
            default="editor",
            help="a writer's drafts are published by editors; a chief also suspends "
            "accounts, puts them in groups and takes films down",
        )
        parser.add_argument(
            "--new-second-factor",
            action="store_true",
            help="forget the app and the recovery codes of an account that has lost "
            "them; the desk then asks for new ones",
        )

    @transaction.atomic
    def handle(self, *, email, role, new_second_factor, **options):
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is not an email address.") from error
        group = members(AS[role])
        reader = Reader.objects.filter(email__iexact=email).first()
        if reader is not None and not reader.is_active:
            raise CommandError(f"The account {email} is suspended.")
        if reader is None:
            reader, password = _new(email)
            said = f"Made the {role} {reader.email}. Password, shown once: {password}"
        else:
            doing = "write" if role == "writer" else "edit"
            said = f"{reader.email} can {doing} now, with the password it has."
        reader.is_staff = True
        reader.save(update_fields=["is_staff"])
        reader.groups.add(group)
        if new_second_factor:
            second_factor.forget(reader)
        if second_factor.lacking(reader):
            self.stdout.write(LEADS.format(site=settings.SITE_URL))
        self.stdout.write(said)


def members(name: str) -> Group:
    """A group of the desk. Raises CommandError where the database has no tables for
    it yet."""
    if not Permission.objects.filter(content_type__app_label="guide").exists():
        raise CommandError("The database is not set up: run `manage.py migrate` first.")
    return roles.group(name)


def _new(email):
    password = secrets.token_urlsafe(12)
    reader = Reader.objects.create_user(email, password)
    # Whoever runs this vouches for the address; without it no log-in where mail is on.
    EmailAddress.objects.create(
        user=reader, email=reader.email, primary=True, verified=True
    )
    return reader, password
