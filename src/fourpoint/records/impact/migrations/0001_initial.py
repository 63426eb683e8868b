"""Impact assessments and equality counts, for the governance role of their agency alone."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

from fourpoint.records.row_security import protect_governed
from fourpoint.records.together import Tables, to


class Migration(migrations.Migration):
    """The tables and their row security."""

    initial = True

    replaces = [("impact", "0001_tables"), ("impact", "0002_governed")]

    dependencies = [("agencies", "0001_initial")]

    operations = [
        Tables(
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
                    ("agency", to("agencies.agency")),
                    ("recorded_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "stage", "period", "characteristic", "category"),
                            name="equality_count_once",
                        ),
                        models.CheckConstraint(
                            condition=Q(period__regex="^\\d{4}(Q[1-4])?$"), name="equality_period_known"
                        ),
                        models.CheckConstraint(condition=~Q(source=""), name="equality_count_has_source"),
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
                    ("features", ArrayField(models.CharField(max_length=64))),
                    ("risks", models.CharField(max_length=4000)),
                    ("measures", models.CharField(max_length=4000)),
                    ("approved_on", models.DateField(null=True)),
                    ("approved_by", models.CharField(blank=True, max_length=200)),
                    ("review_on", models.DateField()),
                    ("recorded_at", models.DateTimeField()),
                    ("retired_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("recorded_by", to(settings.AUTH_USER_MODEL)),
                    ("retired_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agency", "reference"), name="impact_reference_once_per_agency"
                        ),
                        models.CheckConstraint(condition=Q(kind__in=("dpia", "eia")), name="impact_kind_known"),
                        models.CheckConstraint(condition=Q(features__len__gt=0), name="impact_has_feature"),
                        models.CheckConstraint(
                            condition=Q(approved_by="", approved_on=None)
                            | (Q(approved_on__isnull=False) & ~Q(approved_by="")),
                            name="impact_paired_approved",
                        ),
                        models.CheckConstraint(
                            condition=Q(approved_on=None) | Q(review_on__gt=F("approved_on")),
                            name="impact_review_after_approval",
                        ),
                    ],
                },
            ),
        ),
        protect_governed("impact_impactassessment"),
        protect_governed("impact_equalitycount"),
    ]
