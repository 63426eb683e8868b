"""The tables of the trail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = []

    operations = [
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency_id", "-at"], name="event_by_agency"),
                    models.Index(fields=["object_kind", "object_id"], name="event_by_object"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("purpose", ""), _negated=True), name="event_has_purpose")
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner_id", "-at"], name="reading_by_owner"),
                    models.Index(fields=["object_kind", "object_id"], name="reading_by_object"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("marking__in", ["O", "OS"])), name="reading_marking_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="reading_has_purpose"
                    ),
                ],
            },
        ),
    ]
