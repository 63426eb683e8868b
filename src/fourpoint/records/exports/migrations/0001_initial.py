"""Copies that left."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from fourpoint.records.together import Tables, to


class Migration(migrations.Migration):
    """The table only: what guards it follows."""

    initial = True

    replaces = [("exports", "0001_tables")]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Export",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("number", models.CharField(max_length=24, unique=True)),
                    ("kind", models.CharField(max_length=64)),
                    ("record_id", models.BigIntegerField(null=True)),
                    ("marking", models.CharField(max_length=2)),
                    ("purpose", models.CharField(max_length=64)),
                    ("name", models.CharField(max_length=200)),
                    ("media_type", models.CharField(max_length=100)),
                    ("took_sha256", models.CharField(max_length=64)),
                    ("gave_sha256", models.CharField(max_length=64)),
                    ("size", models.PositiveBigIntegerField()),
                    ("times", models.PositiveIntegerField(default=1)),
                    ("leased_at", models.DateTimeField()),
                    ("expires_on", models.DateField()),
                    ("recalled_at", models.DateTimeField(null=True)),
                    ("recalled_for", models.CharField(blank=True, max_length=16)),
                    ("recall_words", models.CharField(blank=True, max_length=500)),
                    ("destroyed_at", models.DateTimeField(null=True)),
                    ("destroyed_for", models.CharField(blank=True, max_length=16)),
                    ("destroyed_how", models.CharField(blank=True, max_length=64)),
                    ("agency", to("agencies.agency")),
                    ("destroyed_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("holder", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("recalled_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("taken_under", to("sharing.audience", null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["kind", "record_id"], name="export_by_record"),
                        models.Index(fields=["holder", "agency"], name="export_by_holder"),
                        models.Index(fields=["owner", "expires_on"], name="export_by_owner"),
                    ],
                    "constraints": [
                        models.CheckConstraint(condition=~Q(purpose=""), name="export_has_purpose"),
                        models.CheckConstraint(
                            condition=Q(recall_words="", recalled_at=None, recalled_by=None, recalled_for="")
                            | Q(
                                recalled_at__isnull=False,
                                recalled_by__isnull=False,
                                recalled_for__in=("recall", "disposal"),
                            ),
                            name="export_paired_recalled",
                        ),
                        models.CheckConstraint(
                            condition=Q(destroyed_at=None, destroyed_by=None, destroyed_for="", destroyed_how="")
                            | (
                                Q(destroyed_at__isnull=False)
                                & Q(destroyed_by__isnull=False)
                                & Q(destroyed_for__in=("recall", "disposal", "expiry", "done-with"))
                                & ~Q(destroyed_how="")
                            ),
                            name="export_paired_destroyed",
                        ),
                    ],
                },
            ),
        ),
    ]
