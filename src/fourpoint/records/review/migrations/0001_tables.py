"""The tables of reviews and disposals."""

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
            name="Disposal",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=24, unique=True)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("rule", models.CharField(max_length=64)),
                ("needs_second", models.BooleanField()),
                ("state", models.CharField(default="proposed", max_length=16)),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_words", models.CharField(blank=True, max_length=500)),
                ("done_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("digests", models.JSONField(default=dict)),
                ("copies", models.PositiveIntegerField(default=0)),
                ("left", models.JSONField(default=dict)),
                ("checked", models.PositiveIntegerField(default=0)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["owner", "state"], name="disposal_by_owner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("proposed", "confirmed", "refused", "done"))),
                        name="disposal_state_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("proposed", "confirmed"))),
                        fields=("owner", "kind", "record_id"),
                        name="disposal_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False), ("refused_words", "")),
                            _connector="OR",
                        ),
                        name="disposal_paired_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("needs_second", True), ("state", "done"), _negated=True),
                            models.Q(
                                ("confirmed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="disposal_by_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("outcome", models.CharField(max_length=16)),
                ("reason", models.CharField(max_length=2000)),
                ("answers", models.JSONField(default=dict)),
                ("review_group", models.CharField(max_length=64)),
                ("was_due_on", models.DateField()),
                ("next_on", models.DateField(null=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "decided_by",
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
            ],
            options={
                "indexes": [models.Index(fields=["kind", "record_id"], name="review_by_record")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ("keep", "correct", "restrict", "dispose"))),
                        name="review_outcome_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="review_has_reason"),
                ],
            },
        ),
    ]
