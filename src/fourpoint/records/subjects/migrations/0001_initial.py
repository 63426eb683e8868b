"""Subjects, what is stated of them, and who is judged to be the same."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import DO_NOTHING, F, Q

from fourpoint.records.together import Tables, to


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [("subjects", "0001_tables")]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Subject",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("made_at", models.DateTimeField()),
                    ("review_on", models.DateField()),
                    ("review_group", models.CharField(max_length=64)),
                    ("reference", models.CharField(max_length=16, unique=True)),
                    ("kind", models.CharField(max_length=16)),
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(
                                kind__in=(
                                    "person",
                                    "organisation",
                                    "premises",
                                    "place",
                                    "vehicle",
                                    "phone",
                                    "account",
                                    "online",
                                    "event",
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
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
                    (
                        "object",
                        models.ForeignKey(
                            "subjects.subject", DO_NOTHING, null=True, related_name="+", db_constraint=False
                        ),
                    ),
                    (
                        "subject",
                        models.ForeignKey("subjects.subject", DO_NOTHING, related_name="+", db_constraint=False),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=(~Q(text="") & Q(category="") & Q(object=None))
                            | Q(category="", object__isnull=False, text="")
                            | (Q(object=None) & Q(text="") & ~Q(category="")),
                            name="statement_states_one_thing",
                        ),
                        models.CheckConstraint(
                            condition=Q(object=None) | ~Q(object=F("subject")), name="statement_ties_two_subjects"
                        ),
                        models.CheckConstraint(
                            condition=Q(
                                information_grade__in=("A", "B", "C", "D", "E"),
                                older_grade="",
                                source_grade__in=("1", "2", "3"),
                            )
                            | (Q(information_grade="") & Q(source_grade="") & ~Q(older_grade="")),
                            name="statement_is_graded",
                        ),
                        models.CheckConstraint(
                            condition=~Q(category="suspect") | (~Q(basis="") & Q(recheck_on__isnull=False)),
                            name="statement_suspect_has_basis",
                        ),
                        models.CheckConstraint(
                            condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")),
                            name="statement_period_forward",
                        ),
                        models.CheckConstraint(
                            condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                            | (Q(withdrawn_at__isnull=False) & Q(withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
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
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("taken_back_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("one", models.ForeignKey("subjects.subject", DO_NOTHING, related_name="+", db_constraint=False)),
                    ("other", models.ForeignKey("subjects.subject", DO_NOTHING, related_name="+", db_constraint=False)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(one__lt=F("other")), name="identity_of_two"),
                        models.CheckConstraint(condition=~Q(why=""), name="identity_has_reason"),
                        models.CheckConstraint(
                            condition=Q(taken_back_at=None, taken_back_by=None, taken_back_why="")
                            | (Q(taken_back_at__isnull=False) & Q(taken_back_by__isnull=False) & ~Q(taken_back_why="")),
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
                    ("audience", to("sharing.audience")),
                    ("statement", to("subjects.statement")),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["key"], name="key_by_key"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("statement", "key"), name="key_once"),
                    ],
                },
            ),
        ),
    ]
