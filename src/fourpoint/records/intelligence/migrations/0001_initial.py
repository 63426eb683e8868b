"""Submissions and what becomes of them; reports, sources and requirements."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import DO_NOTHING, PROTECT, F, Q

from fourpoint.records.together import Tables, to


def _codes() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=64), default=list)


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [
        ("intelligence", "0001_tables"),
        ("intelligence", "0003_likeness_keys"),
        ("intelligence", "0004_systems_send"),
        ("intelligence", "0006_files_of_submissions"),
        ("intelligence", "0007_outcomes"),
        ("intelligence", "0008_sorted"),
        ("intelligence", "0009_point"),
        ("intelligence", "0011_said_to_be_soon"),
    ]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Desk",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("code", models.SlugField(max_length=64, unique=True)),
                    ("name", models.CharField(max_length=120)),
                    ("area_codes", _codes()),
                    ("capacity", models.PositiveIntegerField()),
                    ("opened_at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("arrivals", to("sharing.audience")),
                    ("on_duty", to(settings.AUTH_USER_MODEL)),
                    ("opened_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(capacity__gte=1), name="desk_can_do_some"),
                    ],
                },
            ),
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
                    ("audience", to("sharing.audience")),
                    ("desk", to("intelligence.desk")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("sender_agency", to("agencies.agency")),
                    ("point", models.CharField(blank=True, default="", max_length=20)),
                    ("soon", models.TextField(blank=True, db_default="", default="")),
                    ("soon_on", models.DateField(null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(danger__in=("now", "unsure", "no")), name="submission_danger_known"
                        ),
                        models.CheckConstraint(
                            condition=Q(channel__in=("form", "api", "file")), name="submission_channel_known"
                        ),
                        models.CheckConstraint(condition=~Q(what=""), name="submission_says_something"),
                        models.UniqueConstraint(fields=("id", "audience"), name="submission_with_audience"),
                        models.UniqueConstraint(
                            fields=("sender_agency", "sender_reference"),
                            condition=~Q(sender_reference=""),
                            name="submission_once_by_sender_reference",
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["desk", "made_at"], name="submission_by_desk"),
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
                    ("agency", to("agencies.agency")),
                    ("person", to(settings.AUTH_USER_MODEL)),
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
                    ("area_codes", _codes()),
                    ("released_at", models.DateTimeField(null=True)),
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("released_by", to(settings.AUTH_USER_MODEL, null=True)),
                    (
                        "sanitised_of",
                        models.ForeignKey(
                            "intelligence.report", DO_NOTHING, null=True, related_name="+", db_constraint=False
                        ),
                    ),
                    (
                        "submission",
                        models.ForeignKey(
                            "intelligence.submission", DO_NOTHING, null=True, related_name="+", db_constraint=False
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(state__in=("draft", "ready", "withdrawn")), name="report_state_known"
                        ),
                        models.CheckConstraint(
                            condition=Q(collection__in=("routine", "tasked", "volunteered")),
                            name="report_collection_known",
                        ),
                        models.CheckConstraint(
                            condition=Q(released_at=None, released_by=None)
                            | Q(released_at__isnull=False, released_by__isnull=False),
                            name="report_paired_release",
                        ),
                        models.CheckConstraint(
                            condition=Q(sanitised_of=None) | Q(provenance="", risk=""),
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
                    ("conditions", _codes()),
                    ("from_on", models.DateField(null=True)),
                    ("to_on", models.DateField(null=True)),
                    ("place", models.CharField(blank=True, max_length=300)),
                    ("postcode", models.CharField(blank=True, max_length=10)),
                    ("audience", to("sharing.audience")),
                    ("report", to("intelligence.report")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("report", "number"), name="item_once"),
                        models.CheckConstraint(condition=~Q(text=""), name="item_says_something"),
                        models.CheckConstraint(
                            condition=Q(
                                information_grade__in=("A", "B", "C", "D", "E"),
                                older_grade="",
                                source_grade__in=("1", "2", "3"),
                            )
                            | (Q(information_grade="") & Q(source_grade="") & ~Q(older_grade="")),
                            name="item_is_graded",
                        ),
                        models.CheckConstraint(
                            condition=Q(conditions=[], handling="P") | (Q(handling="C") & ~Q(conditions=[])),
                            name="item_conditions_exactly_with_c",
                        ),
                        models.CheckConstraint(
                            condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")),
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
                    ("area_codes", _codes()),
                    ("raised_from", models.CharField(blank=True, max_length=64)),
                    ("desk_id", models.BigIntegerField()),
                    ("due_on", models.DateField()),
                    ("state", models.CharField(max_length=16)),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("outcome", models.CharField(blank=True, max_length=1000)),
                    ("audience", to("sharing.audience")),
                    ("closed_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(question=""), name="requirement_asks_something"),
                        models.CheckConstraint(
                            condition=Q(state__in=("open", "answered", "closed")), name="requirement_state_known"
                        ),
                        models.CheckConstraint(
                            condition=(
                                Q(closed_at__isnull=False)
                                & Q(closed_by__isnull=False)
                                & Q(state="closed")
                                & ~Q(outcome="")
                            )
                            | (~Q(state="closed") & Q(closed_at=None) & Q(closed_by=None) & Q(outcome="")),
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
                    ("agency", to("agencies.agency")),
                    ("audience", to("sharing.audience")),
                    ("requirement", to("intelligence.requirement")),
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
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
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
                    ("audience", to("sharing.audience")),
                    ("source", to("intelligence.source")),
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
                            "intelligence.submission", PROTECT, primary_key=True, serialize=False, related_name="+"
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
                    ("audience", to("sharing.audience")),
                    ("owner_person", to(settings.AUTH_USER_MODEL)),
                    ("safeguarded_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("threat", models.CharField(blank=True, default="", max_length=64)),
                    ("level", models.CharField(blank=True, default="", max_length=80)),
                    ("alerts", _codes()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(priority__in=("high", "medium", "low")), name="triage_priority_known"
                        ),
                        models.CheckConstraint(
                            condition=Q(safeguarded_at=None, safeguarded_by=None, safeguarding="")
                            | (~Q(safeguarding="") & Q(safeguarded_at__isnull=False) & Q(safeguarded_by__isnull=False)),
                            name="triage_paired_safeguarding",
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["state", "priority", "since"], name="triage_by_state"),
                    ],
                },
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
                    ("audience", to("sharing.audience")),
                    ("moved_by", to(settings.AUTH_USER_MODEL)),
                    ("owner_person", to(settings.AUTH_USER_MODEL)),
                    ("submission", to("intelligence.submission")),
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
                    ("audience", to("sharing.audience")),
                    ("written_by", to(settings.AUTH_USER_MODEL)),
                    ("submission", to("intelligence.submission")),
                    ("change", models.CharField(blank=True, default="", max_length=32)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(about__in=("question", "answer", "outcome")), name="message_about_known"
                        ),
                        models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
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
                    ("audience", to("sharing.audience")),
                    ("submission", to("intelligence.submission")),
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
                    ("audience", to("sharing.audience")),
                    ("submission", to("intelligence.submission")),
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
                    ("audience", to("sharing.audience")),
                    ("judged_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["requirement_id"], name="answer_by_requirement"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("requirement_id", "submission_id"), name="answer_once"),
                        models.CheckConstraint(
                            condition=Q(judged_at=None, judged_by=None, worth="")
                            | Q(
                                judged_at__isnull=False,
                                judged_by__isnull=False,
                                worth__in=("answers", "helps", "does-not"),
                            ),
                            name="answer_paired_worth",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="LikenessKeys",
                fields=[
                    (
                        "submission",
                        models.OneToOneField(
                            "intelligence.submission",
                            DO_NOTHING,
                            primary_key=True,
                            serialize=False,
                            related_name="+",
                            db_constraint=False,
                        ),
                    ),
                    ("keys", ArrayField(models.IntegerField())),
                    ("audience", to("sharing.audience", db_index=False)),
                ],
                options={
                    "indexes": [
                        GinIndex(fields=["keys"], name="likeness_keys"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SystemToken",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=80)),
                    ("digest", models.CharField(max_length=64, unique=True)),
                    ("issued_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("revoked_at", models.DateTimeField(null=True)),
                    ("used_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("issued_by", to(settings.AUTH_USER_MODEL)),
                    ("person", to(settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name="SubmissionFile",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=100)),
                    ("media_type", models.CharField(max_length=100)),
                    ("size", models.PositiveIntegerField()),
                    ("sha256", models.CharField(max_length=64)),
                    ("attached_at", models.DateTimeField()),
                    ("audience", to("sharing.audience")),
                    ("held", to("files.file")),
                    ("submission", to("intelligence.submission")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("submission", "sha256"), name="submission_file_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Outcome",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("change", models.CharField(max_length=32)),
                    ("text", models.TextField()),
                    ("proposed_at", models.DateTimeField()),
                    ("settled_at", models.DateTimeField(null=True)),
                    ("taken_back", models.CharField(blank=True, max_length=1000)),
                    ("audience", to("sharing.audience")),
                    ("submission", to("intelligence.submission")),
                    ("proposed_by", to(settings.AUTH_USER_MODEL)),
                    ("settled_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(text=""), name="outcome_says_something"),
                        models.CheckConstraint(
                            condition=Q(settled_at=None, settled_by=None, taken_back="")
                            | Q(settled_at__isnull=False, settled_by__isnull=False),
                            name="outcome_paired_settling",
                        ),
                    ],
                },
            ),
        ),
    ]
