"""Papers, their versions and comments, and the index by which they are found."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models import DO_NOTHING, Q

from fourpoint.records.together import Tables, to


def _codes() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=64), default=list)


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [
        ("library", "0001_tables"),
        ("library", "0003_search_by_words"),
        ("library", "0004_what_a_version_changed"),
        ("library", "0005_files_in_quarantine"),
    ]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Paper",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("made_at", models.DateTimeField()),
                    ("review_on", models.DateField()),
                    ("review_group", models.CharField(max_length=64)),
                    ("title", models.CharField(max_length=200)),
                    ("summary", models.CharField(blank=True, max_length=1000)),
                    ("area_codes", _codes()),
                    ("threat", models.CharField(blank=True, max_length=64)),
                    ("kind", models.CharField(max_length=64)),
                    ("state", models.CharField(max_length=16)),
                    ("versions", models.PositiveIntegerField(default=0)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawal_reason", models.CharField(blank=True, max_length=500)),
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(state__in=("draft", "issued", "withdrawn")), name="paper_state_known"
                        ),
                        models.CheckConstraint(condition=~Q(title=""), name="paper_has_title"),
                        models.CheckConstraint(
                            condition=(
                                Q(state="withdrawn")
                                & Q(withdrawn_at__isnull=False)
                                & Q(withdrawn_by__isnull=False)
                                & ~Q(withdrawal_reason="")
                            )
                            | (
                                ~Q(state="withdrawn")
                                & Q(withdrawal_reason="")
                                & Q(withdrawn_at=None)
                                & Q(withdrawn_by=None)
                            ),
                            name="paper_paired_withdrawn",
                        ),
                        models.UniqueConstraint(fields=("id", "audience"), name="paper_with_audience"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Comment",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("made_at", models.DateTimeField()),
                    ("review_on", models.DateField()),
                    ("review_group", models.CharField(max_length=64)),
                    ("number", models.PositiveIntegerField()),
                    ("text", models.TextField()),
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    (
                        "paper",
                        models.ForeignKey(
                            "library.paper", DO_NOTHING, null=True, related_name="+", db_constraint=False
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
                        models.CheckConstraint(condition=Q(number__gte=1), name="comment_version_from_one"),
                        models.UniqueConstraint(fields=("id", "audience"), name="comment_with_audience"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Version",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("number", models.PositiveIntegerField()),
                    ("text", models.TextField(null=True)),
                    ("file_name", models.CharField(blank=True, max_length=120)),
                    ("media_type", models.CharField(blank=True, max_length=100)),
                    ("size", models.PositiveBigIntegerField()),
                    ("sha256", models.CharField(max_length=64)),
                    ("words", models.TextField(blank=True)),
                    ("changed", models.CharField(blank=True, max_length=500)),
                    ("made_at", models.DateTimeField()),
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("paper", to("library.paper")),
                    ("amended", models.TextField(blank=True, default="")),
                    ("held", to("files.file", null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("paper", "number"), name="version_once"),
                        models.CheckConstraint(condition=Q(number__gte=1), name="version_from_one"),
                        models.UniqueConstraint(fields=("id", "audience"), name="version_with_audience"),
                        models.CheckConstraint(
                            condition=Q(file_name="", held=None, media_type="", text__isnull=False)
                            | (
                                Q(held__isnull=False)
                                & Q(text=None)
                                & Q(words="")
                                & ~Q(file_name="")
                                & ~Q(media_type="")
                            ),
                            name="version_is_page_or_file",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="IndexEntry",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("words", SearchVectorField()),
                    # An entry is looked for by its words alone, and row security keeps those that are open: an index over
                    # audiences would be taken for the cheaper way, and is not.
                    ("audience", to("sharing.audience", db_index=False)),
                    (
                        "comment",
                        models.ForeignKey(
                            "library.comment", DO_NOTHING, null=True, related_name="+", db_constraint=False
                        ),
                    ),
                    (
                        "version",
                        models.ForeignKey(
                            "library.version", DO_NOTHING, null=True, related_name="+", db_constraint=False
                        ),
                    ),
                    (
                        "content",
                        models.ForeignKey(
                            "files.content", DO_NOTHING, null=True, related_name="+", db_constraint=False
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(comment__isnull=False, version=None) | Q(comment=None, version__isnull=False),
                            name="index_entry_of_one_thing",
                        ),
                    ],
                    "indexes": [
                        GinIndex(fields=["words"], name="library_words"),
                    ],
                },
            ),
        ),
    ]
