"""Confirmations of memberships, kept for judging past moments."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fourpoint.records.row_security import freeze


class Migration(migrations.Migration):
    """Made by makemigrations; nobody changes what was confirmed."""

    dependencies = [
        ("agencies", "0006_resets"),
        ("sharing", "0002_row_security_functions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("was_due_on", models.DateField(null=True)),
                ("confirmed_at", models.DateTimeField()),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="agencies.membership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["membership", "confirmed_at"], name="confirmation_by_membership"),
                ],
            },
        ),
        freeze("agencies_confirmation"),
    ]
