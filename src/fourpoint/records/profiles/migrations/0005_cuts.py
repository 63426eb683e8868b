"""Editions have cuts, approvals and redaction reports; what was frozen before was for partners."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("profiles", "0004_commentary_row_security"),
        ("sharing", "0006_signed_never_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RedactionReport",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lines", models.JSONField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="edition",
            name="edition_version_once",
        ),
        migrations.AddField(
            model_name="edition",
            name="approved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="edition",
            name="approved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="cut",
            field=models.CharField(default="partner", max_length=32),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approved_at", None)),
                fields=("profile", "label", "cut", "version"),
                name="edition_version_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approved_at__isnull", False)),
                fields=("profile", "label", "cut", "version"),
                name="edition_approved_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approved_by", None)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="edition_approval_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    models.Q(("approved_by", models.F("frozen_by")), _negated=True),
                    _connector="OR",
                ),
                name="edition_approved_by_another",
            ),
        ),
        migrations.AddField(
            model_name="redactionreport",
            name="audience",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
            ),
        ),
        migrations.AddField(
            model_name="redactionreport",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="profiles.edition"
            ),
        ),
        migrations.AddConstraint(
            model_name="redactionreport",
            constraint=models.UniqueConstraint(fields=("edition",), name="redaction_report_once"),
        ),
    ]
