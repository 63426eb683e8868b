"""The tables of commentary on profiles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("agencies", "0002_memberships_never_overlap"),
        ("profiles", "0003_placeable"),
        ("sharing", "0002_row_security_functions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Commentary",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("area_code", models.CharField(max_length=9)),
                ("threat_id", models.CharField(max_length=64)),
                ("anchor_kind", models.CharField(max_length=8)),
                ("anchor", models.CharField(max_length=200)),
                ("about", models.CharField(max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                ("for_public", models.BooleanField(default=False)),
                ("state", models.CharField(default="current", max_length=9)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "made_by",
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
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commentary", to="profiles.profile"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("anchor_kind__in", ("section", "figure"))), name="commentary_anchor_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "current"), ("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("state", "withdrawn"), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="commentary_state_paired",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["profile", "state"], name="commentary_of_profile"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentaryVersion",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "commentary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="profiles.commentary"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("commentary", "version"), name="commentary_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="commentary_says_something"
                    ),
                ],
            },
        ),
    ]
