"""When a row is to be published. What was published once is a draft no more."""

from django.db import migrations, models
from django.db.models import Q

GATED = ("beat", "dispute", "ending", "entry")
TIMED = (*GATED, "film")
DRAFTS = ("draft", "review")


def field():
    return models.DateTimeField("publish it at", null=True, blank=True)


def retire(apps, schema_editor):
    """What was taken back to a draft was public: nobody saw it then either."""
    for name in GATED:
        rows = models.QuerySet(apps.get_model("guide", name))
        rows.filter(status__in=DRAFTS).exclude(published_at=None).update(
            status="retired"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0012_unprompted"),
    ]
    operations = [
        *(
            migrations.AddField(f"{before}{name}", "publish_at", field())
            for name in TIMED
            for before in ("", "historical")
        ),
        migrations.RunPython(retire, migrations.RunPython.noop),
        *(
            migrations.AddConstraint(
                name,
                models.CheckConstraint(
                    condition=Q(published_at=None) | ~Q(status__in=DRAFTS),
                    name=f"{name}_once_published",
                    violation_error_message="This was published: it stays published, "
                    "or is retired. Only what never was is a draft or in review.",
                ),
            )
            for name in GATED
        ),
        *(
            migrations.AddConstraint(
                name,
                models.CheckConstraint(
                    condition=Q(publish_at=None) | Q(status__in=DRAFTS),
                    name=f"{name}_time_is_of_a_draft",
                    violation_error_message="Only what is a draft or in review is "
                    "published at a set time.",
                ),
            )
            for name in GATED
        ),
        migrations.AddConstraint(
            "film",
            models.CheckConstraint(
                condition=Q(publish_at=None) | Q(status="draft"),
                name="film_time_is_of_a_draft",
                violation_error_message="Only a draft is published at a set time.",
            ),
        ),
    ]
