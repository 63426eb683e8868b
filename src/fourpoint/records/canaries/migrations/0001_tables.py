"""The tables of leak canaries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = []

    operations = [
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
                "indexes": [models.Index(fields=["owner_id", "-at"], name="alarm_by_owner")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ("response", "mail", "export", "log"))), name="alarm_way_known"
                    )
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
                "indexes": [models.Index(fields=["owner_id"], name="canary_by_owner")],
            },
        ),
    ]
