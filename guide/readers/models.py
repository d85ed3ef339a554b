"""Reader, the user model; Bookmark, how far a reader has watched a film."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guide.common.text_checks import CheckedText
from guide.gate.fields import MinuteField, is_minute


class Readers(BaseUserManager):
    """Makes accounts. Addresses are kept in small letters, as allauth keeps them."""

    def create_user(self, email, password=None, **fields):
        """A reader with this address. Raises ValueError without one."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        reader = self.model(email=email.strip().lower(), **fields)
        reader.set_password(password)
        reader.save(using=self._db)
        return reader

    def create_superuser(self, email, password=None, **fields):
        """An operator, who may do everything in the admin."""
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Reader(CheckedText, AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The address is the log-in; it is never shown."""

    email = models.EmailField(
        _("e-mail address"),  # a password may be too much like it
        unique=True,
        error_messages={"unique": "There is an account with this address."},
    )
    public_name = models.CharField(
        max_length=60,
        blank=True,
        help_text="Stands beside what you write. Leave it empty to stay unnamed.",
    )
    minds_no_spoilers = models.BooleanField(
        default=False, help_text="Every film counts as seen."
    )
    asked_unprompted = models.BooleanField(
        default=True,
        db_default=True,
        help_text="Asked for a reading of an ending before its votes show.",
    )
    is_staff = models.BooleanField("may enter the admin", default=False)
    is_active = models.BooleanField("active", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = Readers()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="reader_email_once",
                violation_error_message="There is an account with this address.",
            )
        ]

    def __str__(self):
        return self.public_name or f"reader {self.pk}"


class Bookmark(models.Model):
    """How far one reader has watched one film. Written by `readers.bookmarks` alone."""

    reader = models.ForeignKey(Reader, models.CASCADE, related_name="+")
    film = models.ForeignKey("Film", models.CASCADE, related_name="+")
    minute = MinuteField(help_text="Of the reference release.")
    cut = models.ForeignKey(
        "Cut",
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The release that is watched, where it is another.",
    )
    prompted = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Could its votes be seen before signing in?",
    )
    moved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-moved_at", "film__sort_title"]
        constraints = [
            models.UniqueConstraint(fields=["reader", "film"], name="bookmark_once"),
            models.CheckConstraint(
                condition=is_minute("minute"), name="bookmark_minute_is_a_minute"
            ),
        ]

    def __str__(self):
        return f"{self.film}: {self.minute}"
