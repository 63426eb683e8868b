"""The tables of intelligence."""

import uuid

import django.contrib.postgres.fields
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
            name="Submission",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("key", models.UUIDField(unique=True)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("sender_reference", models.CharField(blank=True, max_length=80)),
                ("channel", models.CharField(max_length=8)),
                ("danger", models.CharField(max_length=8)),
                ("what", models.TextField()),
                ("who", models.TextField(blank=True)),
                ("place", models.TextField(blank=True)),
                ("postcode", models.CharField(blank=True, max_length=2000)),
                ("happened", models.TextField(blank=True)),
                ("how_known", models.TextField(blank=True)),
                ("who_else", models.TextField(blank=True)),
                ("comes_back", models.TextField(blank=True)),
                ("may_contact", models.BooleanField(null=True)),
                ("contact", models.TextField(blank=True)),
                ("requirement_id", models.BigIntegerField(null=True)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("danger__in", ("now", "unsure", "no"))), name="submission_danger_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("form", "api", "file"))), name="submission_channel_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="submission_says_something"
                    ),
                    models.UniqueConstraint(fields=("id", "audience"), name="submission_with_audience"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "area_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("capacity", models.PositiveIntegerField()),
                ("opened_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "arrivals",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "on_duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("capacity__gte", 1)), name="desk_can_do_some"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("content", models.JSONField(default=dict)),
                ("saves", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("collection", models.CharField(max_length=16)),
                ("provenance", models.TextField(blank=True)),
                ("risk", models.TextField(blank=True)),
                ("state", models.CharField(max_length=16)),
                ("threat", models.CharField(blank=True, max_length=64)),
                (
                    "area_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
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
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sanitised_of",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="intelligence.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "ready", "withdrawn"))), name="report_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("collection__in", ("routine", "tasked", "volunteered"))),
                        name="report_collection_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_at", None), ("released_by", None)),
                            models.Q(("released_at__isnull", False), ("released_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_paired_release",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sanitised_of", None), models.Q(("provenance", ""), ("risk", "")), _connector="OR"
                        ),
                        name="report_sanitised_tells_no_provenance",
                    ),
                    models.UniqueConstraint(fields=("id", "audience"), name="report_with_audience"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("source_grade", models.CharField(blank=True, max_length=1)),
                ("information_grade", models.CharField(blank=True, max_length=1)),
                ("older_grade", models.CharField(blank=True, max_length=32)),
                ("handling", models.CharField(max_length=1)),
                (
                    "conditions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("from_on", models.DateField(null=True)),
                ("to_on", models.DateField(null=True)),
                ("place", models.CharField(blank=True, max_length=300)),
                ("postcode", models.CharField(blank=True, max_length=10)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.report"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("report", "number"), name="item_once"),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="item_says_something"),
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
                        name="item_is_graded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("conditions", []), ("handling", "P")),
                            models.Q(("handling", "C"), models.Q(("conditions", []), _negated=True)),
                            _connector="OR",
                        ),
                        name="item_conditions_exactly_with_c",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on", None), ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="item_period_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("question", models.CharField(max_length=300)),
                ("why", models.CharField(blank=True, max_length=1000)),
                ("threat", models.CharField(blank=True, max_length=64)),
                (
                    "area_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("raised_from", models.CharField(blank=True, max_length=64)),
                ("desk_id", models.BigIntegerField()),
                ("due_on", models.DateField()),
                ("state", models.CharField(max_length=16)),
                ("closed_at", models.DateTimeField(null=True)),
                ("outcome", models.CharField(blank=True, max_length=1000)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
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
                        condition=models.Q(("question", ""), _negated=True), name="requirement_asks_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "answered", "closed"))),
                        name="requirement_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state", "closed"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at", None),
                                ("closed_by", None),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="requirement_paired_closing",
                    ),
                    models.UniqueConstraint(fields=("id", "audience"), name="requirement_with_audience"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("asked_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.requirement"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("requirement", "agency"), name="ask_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("identity", models.BinaryField()),
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
                    models.UniqueConstraint(fields=("id", "audience"), name="source_with_audience"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceUse",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("report_id", models.BigIntegerField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "report_id"), name="source_use_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Triage",
            fields=[
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="intelligence.submission",
                    ),
                ),
                ("state", models.CharField(max_length=32)),
                ("priority", models.CharField(max_length=8)),
                ("since", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("escalations", models.PositiveIntegerField(default=0)),
                ("safeguarding", models.CharField(blank=True, max_length=1000)),
                ("safeguarded_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", ("high", "medium", "low"))), name="triage_priority_known"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["state", "priority", "since"], name="triage_by_state"),
                ],
            },
        ),
        migrations.AddField(
            model_name="submission",
            name="desk",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.desk"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="sender_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="submission",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="intelligence.submission",
            ),
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("step", models.CharField(max_length=32)),
                ("state", models.CharField(max_length=32)),
                ("priority", models.CharField(max_length=8)),
                ("moved_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=1000)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.submission"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["submission", "moved_at"], name="move_by_submission"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("about", models.CharField(max_length=16)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("about__in", ("question", "answer", "outcome"))), name="message_about_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="message_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionSubject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=64)),
                ("words", models.TextField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.submission"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "number"), name="submission_subject_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=32)),
                ("told_at", models.DateTimeField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intelligence.submission"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("requirement_id", models.BigIntegerField()),
                ("submission_id", models.BigIntegerField()),
                ("worth", models.CharField(blank=True, max_length=16)),
                ("judged_at", models.DateTimeField(null=True)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["requirement_id"], name="answer_by_requirement")],
                "constraints": [
                    models.UniqueConstraint(fields=("requirement_id", "submission_id"), name="answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("judged_at", None), ("judged_by", None), ("worth", "")),
                            models.Q(
                                ("judged_at__isnull", False),
                                ("judged_by__isnull", False),
                                ("worth__in", ("answers", "helps", "does-not")),
                            ),
                            _connector="OR",
                        ),
                        name="answer_paired_worth",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="triage",
            name="audience",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
            ),
        ),
        migrations.AddField(
            model_name="triage",
            name="owner_person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="triage",
            name="safeguarded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["desk", "made_at"], name="submission_by_desk"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                condition=models.Q(("sender_reference", ""), _negated=True),
                fields=("sender_agency", "sender_reference"),
                name="submission_once_by_sender_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="triage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("safeguarded_at", None), ("safeguarded_by", None), ("safeguarding", "")),
                    models.Q(
                        models.Q(("safeguarding", ""), _negated=True),
                        ("safeguarded_at__isnull", False),
                        ("safeguarded_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="triage_paired_safeguarding",
            ),
        ),
    ]
