"""The forms that take a new password, typed once; that of signing up first.

Whether an address has an account is told to nobody but its owner, by mail. The answer
takes as long for a known address as for a new one: an account is made for it too, with
all that hangs on it, and taken back in the same transaction.
"""

from allauth.account.forms import (
    ChangePasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.crypto import get_random_string

from guide.readers.models import Bookmark, Reader
from guide.readers.signing_in import keep_what_the_device_knew

NOBODY = "nobody.invalid"  # a domain that can never receive mail


class SignUp(SignupForm):
    """Makes an account, or, for an address that has one, only the work of it."""

    def try_save(self, request):
        """As allauth has it: (the account, None), or (None, what to answer)."""
        if self.account_already_exists:
            make_and_take_back(request, self.cleaned_data["password1"])
        return super().try_save(request)

    @transaction.atomic
    def save(self, request):
        """The account, with the minutes of this device; written at once."""
        reader = super().save(request)
        keep_what_the_device_knew(request, reader)
        return reader


@transaction.atomic
def make_and_take_back(request, password: str) -> None:
    """All that a new account costs, and no account in the end.

    Nothing is rolled back, so that the database has as much to put on its disk.
    """
    email = f"{get_random_string(12).lower()}@{NOBODY}"
    reader = Reader.objects.create_user(email, password)
    EmailAddress.objects.create(user=reader, email=email, primary=True)
    keep_what_the_device_knew(request, reader)
    for model, key in ((Bookmark, "reader"), (EmailAddress, "user"), (Reader, "pk")):
        # Nothing else can hang on it yet; Django would look through every table.
        model.objects.filter(**{key: reader.pk})._raw_delete("default")


class Once:
    """A form that asks for a new password once: a button shows what is typed."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        del self.fields["password2"]


class ChangePassword(Once, ChangePasswordForm):
    """The old password, and a new one."""


class SetPassword(Once, SetPasswordForm):
    """A first password."""


class NewPassword(Once, ResetPasswordKeyForm):
    """A new password for one that is forgotten."""
