"""An audience says which categories of data are in what it covers."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Those stored before say nothing of it."""

    dependencies = [("sharing", "0006_signed_never_changes")]

    operations = [
        migrations.AddField(
            model_name="audience",
            name="categories",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64), default=list, size=None
            ),
        ),
    ]
