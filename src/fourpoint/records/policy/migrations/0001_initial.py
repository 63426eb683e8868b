"""The log of changes of policy, and how far it was pruned."""

from django.db import migrations, models

from fourpoint.records.together import Tables


class Migration(migrations.Migration):
    """Tables only: what fills and guards them follows."""

    initial = True

    replaces = [("policy", "0001_tables"), ("policy", "0004_log_is_pruned")]

    dependencies = []

    operations = [
        Tables(
            migrations.CreateModel(
                name="PolicyChange",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("transaction_id", models.BigIntegerField()),
                    ("kind", models.CharField(max_length=16)),
                    ("row_id", models.BigIntegerField()),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["transaction_id"], name="policy_change_by_transaction"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PolicyHorizon",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("noted_at", models.DateTimeField()),
                    ("transaction_id", models.BigIntegerField()),
                    ("is_pruned", models.BooleanField(default=False)),
                ],
            ),
        ),
    ]
