"""The table of exports."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = [
        ("agencies", "0003_people_and_sessions"),
        ("sharing", "0006_signed_never_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "destroyed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "recalled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_under",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "record_id"], name="export_by_record"),
                    models.Index(fields=["holder", "agency"], name="export_by_holder"),
                    models.Index(fields=["owner", "expires_on"], name="export_by_owner"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="export_has_purpose"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("recall_words", ""), ("recalled_at", None), ("recalled_by", None), ("recalled_for", "")
                            ),
                            models.Q(
                                ("recalled_at__isnull", False),
                                ("recalled_by__isnull", False),
                                ("recalled_for__in", ("recall", "disposal")),
                            ),
                            _connector="OR",
                        ),
                        name="export_paired_recalled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("destroyed_at", None),
                                ("destroyed_by", None),
                                ("destroyed_for", ""),
                                ("destroyed_how", ""),
                            ),
                            models.Q(
                                ("destroyed_at__isnull", False),
                                ("destroyed_by__isnull", False),
                                ("destroyed_for__in", ("recall", "disposal", "expiry", "done-with")),
                                models.Q(("destroyed_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="export_paired_destroyed",
                    ),
                ],
            },
        ),
    ]
