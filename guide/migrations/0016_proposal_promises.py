"""Triggers that keep a proposal as it was sent and decided."""

from django.db import migrations

from guide.editorial import promises


class Migration(migrations.Migration):
    dependencies = [("guide", "0015_proposals")]
    operations = [migrations.RunPython(promises.make, promises.unmake)]
