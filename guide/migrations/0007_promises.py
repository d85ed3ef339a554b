"""Triggers that keep Folded true to deleted votes, and discounts as they were."""

from django.db import migrations

from guide.votes import promises


class Migration(migrations.Migration):
    dependencies = [("guide", "0006_discounts")]
    operations = [migrations.RunPython(promises.make, promises.unmake)]
