"""Every entry says which statutory operation it is; lists and searches have entries of their own."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations. What was written before are changes: alterations, until told apart by their actions."""

    dependencies = [("audit", "0002_append_only")]

    operations = [
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
                (
                    "object_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None),
                ),
                (
                    "audience_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("purpose", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner_id", "-at"], name="listing_by_owner"),
                    models.Index(fields=["agency_id", "-at"], name="listing_by_agency"),
                    django.contrib.postgres.indexes.GinIndex(fields=["object_ids"], name="listing_by_object"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True), name="listing_has_purpose"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("object_ids__len__gt", 0)), name="listing_shows_something"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="agencies",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="persons",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.BigIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddField(model_name="event", name="audience_id", field=models.BigIntegerField(null=True)),
        migrations.AddField(model_name="event", name="owner_id", field=models.BigIntegerField(null=True)),
        migrations.AddField(
            model_name="event",
            name="operation",
            field=models.CharField(default="alteration", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event", name="words", field=models.CharField(blank=True, default="", max_length=500)
        ),
        migrations.AddIndex(model_name="event", index=models.Index(fields=["owner_id", "-at"], name="event_by_owner")),
        migrations.AddIndex(
            model_name="reading", index=models.Index(fields=["agency_id", "-at"], name="reading_by_agency")
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "operation__in",
                        ["collection", "alteration", "consultation", "disclosure", "combination", "erasure"],
                    )
                ),
                name="event_operation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("operation", "disclosure"),
                        models.Q(("agencies__len__gt", 0), ("persons__len__gt", 0), _connector="OR"),
                    ),
                    models.Q(
                        models.Q(("operation", "disclosure"), _negated=True),
                        ("agencies__len", 0),
                        ("persons__len", 0),
                    ),
                    _connector="OR",
                ),
                name="event_disclosed_to_someone",
            ),
        ),
    ]
