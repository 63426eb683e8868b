"""The tables of subjects and statements."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = [
        ("agencies", "0007_confirmations"),
        ("sharing", "0008_files_in_quarantine"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("kind", models.CharField(max_length=16)),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "person",
                                    "organisation",
                                    "premises",
                                    "place",
                                    "vehicle",
                                    "phone",
                                    "account",
                                    "online",
                                    "event",
                                ),
                            )
                        ),
                        name="subject_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=32)),
                ("text", models.CharField(blank=True, max_length=500)),
                ("category", models.CharField(blank=True, max_length=32)),
                ("basis", models.CharField(blank=True, max_length=1000)),
                ("recheck_on", models.DateField(null=True)),
                ("report_id", models.BigIntegerField()),
                ("item_number", models.PositiveIntegerField()),
                ("source_grade", models.CharField(blank=True, max_length=1)),
                ("information_grade", models.CharField(blank=True, max_length=1)),
                ("older_grade", models.CharField(blank=True, max_length=32)),
                ("from_on", models.DateField(null=True)),
                ("to_on", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=1000)),
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
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "object",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("text", ""), _negated=True), ("category", ""), ("object", None)),
                            models.Q(("category", ""), ("object__isnull", False), ("text", "")),
                            models.Q(("object", None), ("text", ""), models.Q(("category", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="statement_states_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("object", None), models.Q(("object", models.F("subject")), _negated=True), _connector="OR"
                        ),
                        name="statement_ties_two_subjects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("information_grade__in", ("A", "B", "C", "D", "E")),
                                ("older_grade", ""),
                                ("source_grade__in", ("1", "2", "3")),
                            ),
                            models.Q(
                                ("information_grade", ""),
                                ("source_grade", ""),
                                models.Q(("older_grade", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statement_is_graded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("category", "suspect"), _negated=True),
                            models.Q(models.Q(("basis", ""), _negated=True), ("recheck_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="statement_suspect_has_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on", None), ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="statement_period_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_reason", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statement_paired_withdrawal",
                    ),
                    models.UniqueConstraint(fields=("id", "audience"), name="statement_with_audience"),
                ],
                "indexes": [
                    models.Index(fields=["subject"], name="statement_by_subject"),
                    models.Index(fields=["object"], name="statement_by_object"),
                    models.Index(fields=["report_id"], name="statement_by_report"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("why", models.CharField(max_length=1000)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_why", models.CharField(blank=True, max_length=1000)),
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
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("one__lt", models.F("other"))), name="identity_of_two"),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="identity_has_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at", None), ("taken_back_by", None), ("taken_back_why", "")),
                            models.Q(
                                ("taken_back_at__isnull", False),
                                ("taken_back_by__isnull", False),
                                models.Q(("taken_back_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="identity_paired_taking_back",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["one"], name="identity_by_one"),
                    models.Index(fields=["other"], name="identity_by_other"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=220)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.statement"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key"], name="key_by_key")],
                "constraints": [models.UniqueConstraint(fields=("statement", "key"), name="key_once")],
            },
        ),
    ]
