"""The groups that the site knows by name.

Their rights are granted after each migration, by `guide.readers.roles`: Django makes
the rights of a model only then.
"""

from django.db import migrations

NAMES = ("Trusted", "Writers", "Editors", "Chiefs")


def make(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in NAMES:
        Group.objects.get_or_create(name=name)


def unmake(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=NAMES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0003_triggers"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make, unmake)]
