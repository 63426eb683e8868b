"""The log of changes of policy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PolicyChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("transaction_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("row_id", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["transaction_id"], name="policy_change_by_transaction")],
            },
        ),
    ]
