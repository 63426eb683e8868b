"""Requests for what the asker was told of by a reference, beside those through a pointer."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("disclosure", "0003_history_goes_with_its_record"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessrequest",
            name="pointer_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="sought",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=Q(pointer_id=None) & ~Q(sought="") | Q(pointer_id__isnull=False, sought=""),
                name="request_by_pointer_or_reference",
            ),
        ),
    ]
