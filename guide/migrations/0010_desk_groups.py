"""The groups of the desk. Their rights are granted after each migration, by
`guide.readers.roles`: Django makes the rights of a model only then."""

from django.db import migrations

NAMES = ("Writers", "Editors", "Chiefs")


def make(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in NAMES:
        Group.objects.get_or_create(name=name)


def unmake(apps, schema_editor):
    """Without the rules that this code has, a writer could publish and a chief change
    the address of any account. The Editors were there before."""
    names = set(NAMES) - {"Editors"}
    apps.get_model("auth", "Group").objects.filter(name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0009_desk_rights"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(make, unmake)]
