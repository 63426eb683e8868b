"""The seals of the trail: marks, places in one gapless sequence, roots, and what checks found."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("audit", "0004_who_reads_what"),
    ]

    operations = [
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
                ("sealed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
        migrations.AddField(
            model_name="event",
            name="mark",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="listing",
            name="mark",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="reading",
            name="mark",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.CreateModel(
            name="Root",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("number",), name="root_once_a_number")],
            },
        ),
    ]
