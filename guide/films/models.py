"""Film and the public facts about it: who made it, its other titles, its cuts."""

from functools import reduce

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from markdownx.models import MarkdownxField
from simple_history.models import HistoricalRecords

from guide.common.dates import MomentField
from guide.common.text_checks import CheckedText
from guide.films.palette import contrast
from guide.films.statuses import Status
from guide.films.titles import SortedField
from guide.gate.horizon import LONGEST
from guide.gate.tripwire import Refused
from guide.gate.visibility import (
    PUBLISHED,
    NaturalManager,
    UnguardedManager,
)

TEXT_LENGTH = 20_000  # characters of Markdown in one field
TITLE_LENGTH = 200  # characters of a film's title
_ID_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that are mistaken for others


def new_public_id() -> str:
    """A random name for a row: 10 characters that tell nothing about it."""
    return get_random_string(10, _ID_LETTERS)


def new_film_id() -> str:
    """A random name for a film: 6 characters, since a cookie holds 300 of them."""
    return get_random_string(6, _ID_LETTERS)


class NaturalKey(CheckedText):
    """Rows that fixtures name by `natural_key_fields`, lookups such as film__slug."""

    natural_key_fields = ("public_id",)

    objects = NaturalManager()

    class Meta:
        abstract = True

    def natural_key(self):
        return tuple(
            reduce(getattr, lookup.split("__"), self)
            for lookup in self.natural_key_fields
        )


class Rendered(models.Model):
    """Rows with Markdown, kept as safe HTML from the moment they are published.

    `rendered` is {field: {"of": digest of the Markdown, "html": safe HTML}}; it is
    written and read by `guide.passages.markdown` alone.
    """

    markdown_fields: tuple[str, ...] = ()

    rendered = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class PublishedFilms(models.Manager):
    """`objects` of Film: it answers `published` and nothing else."""

    def published(self) -> models.QuerySet:
        """Films that have a guide for everybody, in the order of their titles."""
        films = models.QuerySet(self.model, using=self._db).filter(status=PUBLISHED)
        return films.order_by("sort_title", "year", "public_id")

    def get_queryset(self):
        raise Refused("Film.objects answers only published()")


class Person(NaturalKey):
    """Somebody who made a film or plays in one."""

    natural_key_fields = ("slug",)

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    sort_name = SortedField(max_length=200, blank=True)
    wikidata = models.CharField(max_length=20, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name_plural = "people"

    def __str__(self):
        return self.name


class Film(NaturalKey, Rendered):
    """A film with a guide. All its fields but `publish_at`, which is empty once it is
    published, are public: `guide.gate.public` says why."""

    natural_key_fields = ("slug",)
    markdown_fields = ("premise",)

    colour = RegexValidator(r"\A#[0-9a-f]{6}\Z", "Six hexadecimal digits: #0f3038.")

    public_id = models.CharField(
        max_length=6, unique=True, default=new_film_id, editable=False
    )
    slug = models.SlugField(
        max_length=120,
        unique=True,
        help_text="The address: title and year. It stays when the title changes.",
    )
    title = models.CharField(max_length=TITLE_LENGTH)
    sort_title = SortedField(
        max_length=TITLE_LENGTH,
        blank=True,
        help_text="How lists order it. Left empty, it is made from the title.",
    )
    original_title = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1888), MaxValueValidator(2200)]
    )
    runtime = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text="In minutes, of the release named below.",
    )
    release = models.CharField(
        "reference release",
        max_length=100,
        default="theatrical release",
        help_text="The release whose minutes this guide counts in.",
    )
    genres = models.CharField(
        max_length=200,
        blank=True,
        help_text="Small letters, commas between. The first one draws the card.",
    )
    premise = MarkdownxField(
        max_length=TEXT_LENGTH,
        blank=True,
        help_text="What somebody may know before the film starts. Everybody reads it.",
    )
    colour_ground = models.CharField(
        max_length=7, default="#101519", validators=[colour]
    )
    colour_figure = models.CharField(
        max_length=7, default="#b7d2de", validators=[colour]
    )
    imdb = models.CharField("IMDb", max_length=20, blank=True)
    tmdb = models.PositiveIntegerField("TMDB", null=True, blank=True)
    wikidata = models.CharField("Wikidata", max_length=20, blank=True)
    status = models.CharField(
        max_length=9,
        choices=[(s.value, s.label) for s in (Status.DRAFT, Status.PUBLISHED)],
        default=Status.DRAFT,
    )
    published_at = MomentField(null=True, blank=True, editable=False)
    publish_at = MomentField("publish it at", null=True, blank=True)

    unguarded = UnguardedManager()
    objects = PublishedFilms()
    history = HistoricalRecords(excluded_fields=["rendered"])

    class Meta:
        default_manager_name = "unguarded"
        ordering = ["sort_title", "year", "public_id"]
        permissions = [
            ("publish_guide", "Can publish, change and retire what readers see"),
            ("take_down_film", "Can take a film down"),
            ("export_guide", "Can export a guide, with all that it hides"),
            ("import_guide", "Can import a guide"),
        ]
        indexes = [models.Index(fields=["title", "year"], name="film_by_title")]
        constraints = [
            models.CheckConstraint(
                condition=Q(runtime__range=(1, LONGEST)), name="film_runtime_in_range"
            ),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "published")),
                name="film_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(status="draft"),
                name="film_time_is_of_a_draft",
                violation_error_message="Only a draft is published at a set time.",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.year})"

    def clean(self):
        try:
            ratio = contrast(self.colour_ground, self.colour_figure)
        except ValueError:
            return  # no colour at all: the fields' own validators say so
        if ratio < 4.5:
            raise ValidationError(
                {
                    "colour_figure": f"The contrast of these colours is {ratio:.1f} "
                    "to 1; a title needs 4.5 to 1 to be readable."
                }
            )


class Credit(NaturalKey):
    """Who made a film or plays in it. Never a character: a name can spoil."""

    natural_key_fields = ("film__slug", "person__slug", "role")

    class Role(models.TextChoices):
        DIRECTOR = "director", "director"
        WRITER = "writer", "writer"
        SOURCE = "source", "author of what it is after"
        CAST = "cast", "cast, in the order of billing"

    film = models.ForeignKey(Film, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices)
    note = models.CharField(
        max_length=100, blank=True, help_text="For a source: “the novel”."
    )
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["role", "order", "person__sort_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "person", "role"], name="credit_once"
            ),
            models.CheckConstraint(
                condition=~Q(role="cast") | Q(note=""),
                name="cast_without_roles",
                violation_error_message="Say no more of the cast than their names: a "
                "role can spoil.",
            ),
        ]

    def __str__(self):
        return f"{self.person}, {self.get_role_display()}"


class AlternativeTitle(NaturalKey):
    """Another title of a film: searched, and the first one shown beside its own."""

    natural_key_fields = ("film__slug", "title")

    film = models.ForeignKey(Film, models.CASCADE, related_name="+")
    title = SortedField(max_length=200)
    note = models.CharField(max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["film", "title"], name="alternative_title_once"
            )
        ]

    def __str__(self):
        return self.title


class Cut(NaturalKey):
    """Another release of a film, with its own runtime in minutes."""

    public_id = models.CharField(
        max_length=10, unique=True, default=new_public_id, editable=False
    )
    film = models.ForeignKey(Film, models.CASCADE, related_name="+")
    name = SortedField(max_length=100)
    runtime = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["runtime", "name"]
        constraints = [
            models.UniqueConstraint(fields=["film", "name"], name="cut_name_once"),
            models.CheckConstraint(
                condition=Q(runtime__range=(1, LONGEST)), name="cut_runtime_in_range"
            ),
        ]

    def __str__(self):
        return self.name
