"""Forms on their way: what was sent late, and what was sent twice."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("agencies", "0003_people_and_sessions"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormUse",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("location", models.CharField(blank=True, max_length=2000)),
                ("used_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="KeptForm",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("kept_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-kept_at"], name="kept_form_by_person")],
            },
        ),
    ]
