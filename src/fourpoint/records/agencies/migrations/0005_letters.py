"""Mail on its way."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("agencies", "0004_forms_on_their_way"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("kind", models.CharField(max_length=32)),
                ("sealed", models.BinaryField(default=bytes)),
                ("made_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("ended_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=120)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["next_at"], name="letter_waiting"),
                    models.Index(
                        condition=models.Q(("state__in", ("failed", "held"))), fields=["agency"], name="letter_not_sent"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "sent", "failed", "held"))),
                        name="letter_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), models.Q(("address", ""), _negated=True)),
                            models.Q(("address", ""), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_to_person_or_address",
                    ),
                ],
            },
        ),
    ]
