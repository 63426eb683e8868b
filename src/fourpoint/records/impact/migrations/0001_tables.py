"""The tables of impact assessments and equality counts."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = [
        ("agencies", "0003_people_and_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EqualityCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stage", models.CharField(max_length=64)),
                ("period", models.CharField(max_length=6)),
                ("characteristic", models.CharField(max_length=64)),
                ("category", models.CharField(max_length=64)),
                ("count", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "stage", "period", "characteristic", "category"), name="equality_count_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__regex", "^\\d{4}(Q[1-4])?$")), name="equality_period_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="equality_count_has_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImpactAssessment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=4)),
                ("title", models.CharField(max_length=200)),
                ("reference", models.CharField(max_length=100)),
                (
                    "features",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None),
                ),
                ("risks", models.CharField(max_length=4000)),
                ("measures", models.CharField(max_length=4000)),
                ("approved_on", models.DateField(null=True)),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                ("review_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "reference"), name="impact_reference_once_per_agency"),
                    models.CheckConstraint(condition=models.Q(("kind__in", ("dpia", "eia"))), name="impact_kind_known"),
                    models.CheckConstraint(condition=models.Q(("features__len__gt", 0)), name="impact_has_feature"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_by", ""), ("approved_on", None)),
                            models.Q(("approved_on__isnull", False), models.Q(("approved_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="impact_paired_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_on", None), ("review_on__gt", models.F("approved_on")), _connector="OR"
                        ),
                        name="impact_review_after_approval",
                    ),
                ],
            },
        ),
    ]
