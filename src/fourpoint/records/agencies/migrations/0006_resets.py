"""Resets of how somebody signs in, and asking for one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("agencies", "0005_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpAsked",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("sealed", models.BinaryField()),
                ("asked_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "help asked",
            },
        ),
        migrations.CreateModel(
            name="Reset",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=8)),
                ("reason", models.CharField(max_length=500)),
                ("needs_second", models.BooleanField()),
                ("asked_at", models.DateTimeField()),
                ("granted_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(max_length=64, null=True, unique=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="resets", to=settings.AUTH_USER_MODEL
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
                "indexes": [models.Index(fields=["person", "-asked_at"], name="reset_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ("password", "factor", "both"))), name="reset_what_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="reset_has_reason"),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("asked_by")), _negated=True), name="reset_by_another"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("digest", None),
                                ("expires_at", None),
                                ("granted_at", None),
                                ("granted_by", None),
                                ("used_at", None),
                            ),
                            models.Q(
                                ("digest__isnull", False),
                                ("expires_at__isnull", False),
                                ("granted_at__isnull", False),
                                ("granted_by__isnull", False),
                                models.Q(("granted_by", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reset_paired_granted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("needs_second", False),
                            ("granted_by", None),
                            models.Q(("granted_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="reset_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reset_paired_withdrawn",
                    ),
                ],
            },
        ),
    ]
