"""The index of what search finds, and saved searches."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.models import Q

from fourpoint.records.together import Tables, to


def _codes() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=64), default=list)


class Migration(migrations.Migration):
    """Tables only: what fills and guards them follows."""

    initial = True

    replaces = [("search", "0001_tables"), ("search", "0004_for_one_agency")]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Entry",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=32)),
                    ("record_id", models.BigIntegerField()),
                    ("sender_id", models.BigIntegerField(null=True)),
                    ("sender_agency_id", models.BigIntegerField(null=True)),
                    ("told_on", models.DateField()),
                    ("area_codes", _codes()),
                    ("threat", models.CharField(blank=True, max_length=64)),
                    ("words", SearchVectorField()),
                    ("audience", to("sharing.audience", db_index=False)),
                    ("only_agency_id", models.BigIntegerField(null=True)),
                ],
                options={
                    "verbose_name_plural": "entries",
                    "indexes": [
                        GinIndex(fields=["words"], fastupdate=False, name="search_words"),
                    ],
                    "constraints": [
                        models.UniqueConstraint(fields=("kind", "record_id"), name="entry_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SavedSearch",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120)),
                    ("asked", models.JSONField()),
                    ("purpose", models.CharField(max_length=64)),
                    ("reason", models.CharField(blank=True, max_length=500)),
                    ("alerts", models.BooleanField()),
                    ("known", ArrayField(models.BigIntegerField(), default=list)),
                    ("fresh", ArrayField(models.BigIntegerField(), default=list)),
                    ("made_at", models.DateTimeField()),
                    ("looked_at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("person", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "verbose_name_plural": "saved searches",
                    "constraints": [
                        models.UniqueConstraint(fields=("person", "agency", "name"), name="saved_search_name_once"),
                        models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_name"),
                    ],
                },
            ),
        ),
    ]
