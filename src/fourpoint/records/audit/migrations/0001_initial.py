"""The trail: what was done, read and listed, how it is sealed, and what people declared to be close to them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

from fourpoint.records.together import Tables


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [
        ("audit", "0001_trail"),
        ("audit", "0003_operations"),
        ("audit", "0005_seals"),
        ("audit", "0007_places_and_signatures"),
        ("audit", "0008_declarations"),
    ]

    dependencies = []

    operations = [
        Tables(
            migrations.CreateModel(
                name="Event",
                fields=[
                    ("id", models.UUIDField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("person_id", models.BigIntegerField()),
                    ("agency_id", models.BigIntegerField(null=True)),
                    ("action", models.CharField(max_length=64)),
                    ("object_kind", models.CharField(max_length=64)),
                    ("object_id", models.CharField(max_length=64)),
                    ("purpose", models.CharField(max_length=64)),
                    ("reason", models.CharField(blank=True, max_length=500)),
                    ("before", models.CharField(blank=True, max_length=64)),
                    ("after", models.CharField(blank=True, max_length=64)),
                    ("facts", models.JSONField(default=dict)),
                    ("agencies", ArrayField(models.BigIntegerField(), default=list)),
                    ("persons", ArrayField(models.BigIntegerField(), default=list)),
                    ("audience_id", models.BigIntegerField(null=True)),
                    ("owner_id", models.BigIntegerField(null=True)),
                    ("operation", models.CharField(max_length=16)),
                    ("words", models.CharField(blank=True, default="", max_length=500)),
                    ("mark", models.CharField(blank=True, default="", max_length=120)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["agency_id", "-at"], name="event_by_agency"),
                        models.Index(fields=["object_kind", "object_id"], name="event_by_object"),
                        models.Index(fields=["owner_id", "-at"], name="event_by_owner"),
                    ],
                    "constraints": [
                        models.CheckConstraint(condition=~Q(purpose=""), name="event_has_purpose"),
                        models.CheckConstraint(
                            condition=Q(
                                operation__in=[
                                    "collection",
                                    "alteration",
                                    "consultation",
                                    "disclosure",
                                    "combination",
                                    "erasure",
                                ]
                            ),
                            name="event_operation_known",
                        ),
                        models.CheckConstraint(
                            condition=(Q(operation="disclosure") & (Q(agencies__len__gt=0) | Q(persons__len__gt=0)))
                            | (~Q(operation="disclosure") & Q(agencies__len=0) & Q(persons__len=0)),
                            name="event_disclosed_to_someone",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reading",
                fields=[
                    ("id", models.UUIDField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("person_id", models.BigIntegerField()),
                    ("agency_id", models.BigIntegerField()),
                    ("object_kind", models.CharField(max_length=64)),
                    ("object_id", models.CharField(max_length=64)),
                    ("audience_id", models.BigIntegerField()),
                    ("owner_id", models.BigIntegerField()),
                    ("marking", models.CharField(max_length=2)),
                    ("purpose", models.CharField(max_length=64)),
                    ("mark", models.CharField(blank=True, default="", max_length=120)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["owner_id", "-at"], name="reading_by_owner"),
                        models.Index(fields=["object_kind", "object_id"], name="reading_by_object"),
                        models.Index(fields=["agency_id", "-at"], name="reading_by_agency"),
                    ],
                    "constraints": [
                        models.CheckConstraint(condition=Q(marking__in=["O", "OS"]), name="reading_marking_known"),
                        models.CheckConstraint(condition=~Q(purpose=""), name="reading_has_purpose"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Listing",
                fields=[
                    ("id", models.UUIDField(primary_key=True, serialize=False)),
                    ("event_id", models.UUIDField()),
                    ("at", models.DateTimeField()),
                    ("person_id", models.BigIntegerField()),
                    ("agency_id", models.BigIntegerField()),
                    ("owner_id", models.BigIntegerField()),
                    ("object_kind", models.CharField(max_length=64)),
                    ("object_ids", ArrayField(models.CharField(max_length=64))),
                    ("audience_ids", ArrayField(models.BigIntegerField())),
                    ("purpose", models.CharField(max_length=64)),
                    ("mark", models.CharField(blank=True, default="", max_length=120)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["owner_id", "-at"], name="listing_by_owner"),
                        models.Index(fields=["agency_id", "-at"], name="listing_by_agency"),
                        GinIndex(fields=["object_ids"], name="listing_by_object"),
                    ],
                    "constraints": [
                        models.CheckConstraint(condition=~Q(purpose=""), name="listing_has_purpose"),
                        models.CheckConstraint(condition=Q(object_ids__len__gt=0), name="listing_shows_something"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Check",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("entries", models.BigIntegerField()),
                    ("waiting", models.BigIntegerField()),
                    ("found", models.BigIntegerField()),
                    ("faults", models.JSONField(default=list)),
                ],
            ),
            migrations.CreateModel(
                name="Seal",
                fields=[
                    ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=1)),
                    ("entry_id", models.UUIDField(unique=True)),
                    ("entry_hash", models.BinaryField()),
                    ("hash", models.BinaryField()),
                    ("sealed_at", models.DateTimeField(db_default=Now())),
                ],
            ),
            migrations.CreateModel(
                name="Waiting",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=1)),
                    ("entry_id", models.UUIDField()),
                ],
                options={
                    "verbose_name": "waiting entry",
                },
            ),
            migrations.CreateModel(
                name="Root",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("number", models.BigIntegerField()),
                    ("digest", models.CharField(max_length=64)),
                    ("made_at", models.DateTimeField()),
                    ("key", models.CharField(blank=True, default="", max_length=8)),
                    ("signature", models.CharField(blank=True, default="", max_length=100)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("number",), name="root_once_a_number"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Declaration",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("person_id", models.BigIntegerField()),
                    ("agency_id", models.BigIntegerField()),
                    ("kind", models.CharField(max_length=8)),
                    ("sealed", models.BinaryField()),
                    ("declared_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["agency_id", "person_id"], name="declaration_by_person"),
                    ],
                    "constraints": [
                        models.CheckConstraint(condition=Q(kind__in=("home", "person")), name="declaration_kind_known"),
                    ],
                },
            ),
        ),
    ]
