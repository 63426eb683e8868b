"""Where a submission was sorted: the queue of a threat, a level of risk, and alerts over it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three columns of the triage row, seen and changed with it."""

    dependencies = [("intelligence", "0007_outcomes")]

    operations = [
        migrations.AddField("triage", "threat", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("triage", "level", models.CharField(blank=True, default="", max_length=80)),
        migrations.AddField(
            "triage",
            "alerts",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=64), default=list, size=None
            ),
        ),
    ]
