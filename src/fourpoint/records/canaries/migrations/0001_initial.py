"""Leak canaries, and the alarms they raise."""

from django.db import migrations, models
from django.db.models import Q

from fourpoint.records.row_security import freeze
from fourpoint.records.together import Tables

# Whoever trips an alarm adds it, also a stranger; the owner's governance role reads it.
_POLICIES = """
    ALTER TABLE canaries_alarm ENABLE ROW LEVEL SECURITY;
    ALTER TABLE canaries_alarm FORCE ROW LEVEL SECURITY;
    CREATE POLICY reads ON canaries_alarm FOR SELECT USING (owner_id = (SELECT fourpoint_governs()));
    CREATE POLICY adds ON canaries_alarm FOR INSERT
        WITH CHECK (person_id IS NULL OR person_id = (SELECT fourpoint_person()));
"""
_UNDO = """
    DROP POLICY reads ON canaries_alarm; DROP POLICY adds ON canaries_alarm;
    ALTER TABLE canaries_alarm NO FORCE ROW LEVEL SECURITY; ALTER TABLE canaries_alarm DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Two tables that nobody alters."""

    initial = True

    replaces = [("canaries", "0001_tables"), ("canaries", "0002_alarms_are_kept")]

    dependencies = [("agencies", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Alarm",
                fields=[
                    ("id", models.UUIDField(primary_key=True, serialize=False)),
                    ("at", models.DateTimeField()),
                    ("canary_id", models.BigIntegerField()),
                    ("owner_id", models.BigIntegerField()),
                    ("way", models.CharField(max_length=8)),
                    ("place", models.CharField(max_length=300)),
                    ("person_id", models.BigIntegerField(null=True)),
                    ("agency_id", models.BigIntegerField(null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["owner_id", "-at"], name="alarm_by_owner"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(way__in=("response", "mail", "export", "log")), name="alarm_way_known"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Canary",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("token", models.CharField(max_length=32, unique=True)),
                    ("object_kind", models.CharField(max_length=64)),
                    ("object_id", models.CharField(max_length=64)),
                    ("audience_id", models.BigIntegerField()),
                    ("owner_id", models.BigIntegerField()),
                    ("marking", models.CharField(max_length=200)),
                    ("planted_at", models.DateTimeField()),
                ],
                options={
                    "verbose_name_plural": "canaries",
                    "indexes": [
                        models.Index(fields=["owner_id"], name="canary_by_owner"),
                    ],
                },
            ),
        ),
        migrations.RunSQL(_POLICIES, _UNDO),
        freeze("canaries_alarm"),
        freeze("canaries_canary"),
    ]
