"""What readers propose for the guides."""

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
import markdownx.models
from django.conf import settings
from django.db import migrations, models

import guide.films.models
import guide.gate.fields


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0014_dispute_byline"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=guide.films.models.new_public_id,
                        editable=False,
                        max_length=10,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "answer"),
                            ("interpretation", "interpretation"),
                            ("dispute", "dispute"),
                            ("correction", "correction"),
                        ],
                        max_length=14,
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=20)),
                ("digest", models.CharField(blank=True, editable=False, max_length=40)),
                ("title", models.CharField(blank=True, max_length=200)),
                (
                    "said_elsewhere",
                    markdownx.models.MarkdownxField(blank=True, max_length=20000),
                ),
                ("text", markdownx.models.MarkdownxField(max_length=20000)),
                ("horizon", guide.gate.fields.MinuteField()),
                ("licence", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("returned", "returned with a note"),
                            ("accepted", "accepted"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "note",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="editor’s note"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, editable=False, null=True),
                ),
                (
                    "beat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.beat",
                    ),
                ),
                (
                    "became_dispute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.dispute",
                    ),
                ),
                (
                    "became_entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.entry",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dispute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.dispute",
                    ),
                ),
                (
                    "ending",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.ending",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.entry",
                    ),
                ),
                (
                    "film",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.film",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "base_manager_name": "unguarded",
                "default_manager_name": "unguarded",
                "indexes": [
                    models.Index(fields=["reader", "state"], name="proposal_by_reader"),
                    models.Index(fields=["state", "at"], name="proposal_queue"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("beat__isnull", False),
                                ("dispute__isnull", True),
                                ("ending__isnull", True),
                                ("entry__isnull", True),
                            ),
                            models.Q(
                                ("beat__isnull", True),
                                ("dispute__isnull", True),
                                ("ending__isnull", False),
                                ("entry__isnull", True),
                            ),
                            models.Q(
                                ("beat__isnull", True),
                                ("dispute__isnull", True),
                                ("ending__isnull", True),
                                ("entry__isnull", False),
                            ),
                            models.Q(
                                ("beat__isnull", True),
                                ("dispute__isnull", False),
                                ("ending__isnull", True),
                                ("entry__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_of_one_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", False), ("kind", "answer")),
                            models.Q(
                                ("ending__isnull", False), ("kind", "interpretation")
                            ),
                            models.Q(("dispute__isnull", True), ("kind", "dispute")),
                            ("kind", "correction"),
                            _connector="OR",
                        ),
                        name="proposal_kind_has_its_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("digest", ""),
                                ("field", ""),
                                ("kind", "answer"),
                                ("said_elsewhere", ""),
                            ),
                            models.Q(
                                ("digest", ""),
                                ("field", ""),
                                ("kind", "interpretation"),
                                ("said_elsewhere", ""),
                                models.Q(("title", ""), _negated=True),
                            ),
                            models.Q(
                                ("digest", ""),
                                ("field", ""),
                                ("kind", "dispute"),
                                models.Q(("title", ""), _negated=True),
                                models.Q(("said_elsewhere", ""), _negated=True),
                            ),
                            models.Q(
                                ("kind", "correction"),
                                ("said_elsewhere", ""),
                                ("title", ""),
                                models.Q(("field", ""), _negated=True),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_kind_has_its_texts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="proposal_has_a_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("licence", "CC BY-SA 4.0")),
                        name="proposal_is_licensed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("horizon__range", (0, 1440)),
                            ("horizon", 32767),
                            _connector="OR",
                        ),
                        name="proposal_horizon_is_a_minute",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "returned",
                                    "accepted",
                                    "refused",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="proposal_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("returned", "refused")), _negated=True
                            ),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_is_not_refused_in_silence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "withdrawn")),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="proposal_is_decided_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True),
                                ("became_dispute__isnull", True),
                                ("became_entry__isnull", True),
                            ),
                            models.Q(
                                ("kind", "correction"),
                                ("state", "accepted"),
                                ("became_dispute__isnull", True),
                                ("became_entry__isnull", True),
                            ),
                            models.Q(
                                ("became_dispute__isnull", False),
                                ("became_entry__isnull", True),
                                ("kind", "dispute"),
                                ("state", "accepted"),
                            ),
                            models.Q(
                                ("became_dispute__isnull", True),
                                ("became_entry__isnull", False),
                                ("kind__in", ("answer", "interpretation")),
                                ("state", "accepted"),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_came_of",
                    ),
                ],
            },
            managers=[
                ("unguarded", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="ProposedEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("supports", "supports"),
                            ("undermines", "undermines"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(max_length=300)),
                (
                    "beat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.beat",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "proposed evidence",
                "ordering": ["pk"],
                "base_manager_name": "unguarded",
                "default_manager_name": "unguarded",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stance__in", ["supports", "undermines"])),
                        name="proposedevidence_stance_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("note", ""), _negated=True),
                        name="proposedevidence_has_a_note",
                    ),
                    models.UniqueConstraint(
                        fields=("proposal", "beat"), name="proposedevidence_once"
                    ),
                ],
            },
            managers=[
                ("unguarded", django.db.models.manager.Manager()),
            ],
        ),
    ]
