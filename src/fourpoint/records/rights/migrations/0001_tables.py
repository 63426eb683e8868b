"""The tables of requests about what is held of a person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RightsRequest",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=24, unique=True)),
                ("right", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=200)),
                ("other_names", models.TextField(blank=True)),
                ("emails", models.TextField(blank=True)),
                ("phones", models.TextField(blank=True)),
                ("addresses", models.TextField(blank=True)),
                ("asked", models.CharField(blank=True, max_length=2000)),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("identity_checked", models.CharField(blank=True, max_length=200)),
                ("identity_checked_at", models.DateTimeField(null=True)),
                ("state", models.CharField(default="open", max_length=16)),
                ("made_at", models.DateTimeField()),
                ("searched_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing", models.CharField(blank=True, max_length=2000)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "answered", "refused", "withdrawn"))),
                        name="rights_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None), ("closing", ""), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                models.Q(("closing", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rights_paired_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsNote",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("what", models.CharField(max_length=16)),
                ("before", models.CharField(blank=True, max_length=2000)),
                ("after", models.CharField(blank=True, max_length=2000)),
                ("audience_before", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="rights.rightsrequest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ("rectified", "restricted", "lifted"))),
                        name="rights_note_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RightsItem",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("by", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
                ("decision", models.CharField(blank=True, max_length=16)),
                ("exemption", models.CharField(blank=True, max_length=64)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="rights.rightsrequest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("request", "kind", "record_id"), name="rights_item_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("decision", ""), ("exemption", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decision", "disclose"),
                                ("exemption", ""),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("decision", "withhold"),
                                models.Q(("exemption", ""), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="rights_item_decided",
                    ),
                ],
            },
        ),
    ]
