"""Profiles, their editions, and commentary on them."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import PROTECT, F, Q

from fourpoint.records.together import Tables, to


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [
        ("profiles", "0001_tables"),
        ("profiles", "0003_commentary"),
        ("profiles", "0005_cuts"),
        ("profiles", "0008_name_of_commentary"),
    ]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Profile",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("area_code", models.CharField(max_length=9)),
                    ("created_at", models.DateTimeField()),
                    ("audience", to("sharing.audience")),
                    ("created_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("owner", "area_code"), name="profile_once_per_owner"),
                        models.CheckConstraint(condition=~Q(area_code=""), name="profile_has_area"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Edition",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("label", models.CharField(max_length=6)),
                    ("version", models.PositiveIntegerField()),
                    ("document", models.BinaryField()),
                    ("document_sha256", models.CharField(max_length=64)),
                    ("pdf", models.BinaryField()),
                    ("pdf_sha256", models.CharField(max_length=64)),
                    ("tables", models.BinaryField()),
                    ("tables_sha256", models.CharField(max_length=64)),
                    ("data_version", models.CharField(max_length=64)),
                    ("code_version", models.CharField(max_length=128)),
                    ("frozen_at", models.DateTimeField()),
                    ("audience", to("sharing.audience")),
                    ("frozen_by", to(settings.AUTH_USER_MODEL)),
                    ("profile", models.ForeignKey("profiles.profile", PROTECT, related_name="editions")),
                    ("approved_at", models.DateTimeField(null=True)),
                    ("approved_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("cut", models.CharField(default="partner", max_length=32)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(version__gte=1), name="edition_version_from_one"),
                        models.CheckConstraint(
                            condition=Q(label__regex="^\\d{4}Q[1-4]$"), name="edition_label_is_quarter"
                        ),
                        models.UniqueConstraint(
                            fields=("profile", "label", "cut", "version"),
                            condition=Q(approved_at=None),
                            name="edition_version_once",
                        ),
                        models.UniqueConstraint(
                            fields=("profile", "label", "cut", "version"),
                            condition=Q(approved_at__isnull=False),
                            name="edition_approved_once",
                        ),
                        models.CheckConstraint(
                            condition=Q(approved_at=None, approved_by=None)
                            | Q(approved_at__isnull=False, approved_by__isnull=False),
                            name="edition_approval_paired",
                        ),
                        models.CheckConstraint(
                            condition=Q(approved_by=None) | ~Q(approved_by=F("frozen_by")),
                            name="edition_approved_by_another",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Commentary",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("made_at", models.DateTimeField()),
                    ("review_on", models.DateField()),
                    ("review_group", models.CharField(max_length=64)),
                    ("area_code", models.CharField(max_length=9)),
                    ("threat_id", models.CharField(max_length=64)),
                    ("anchor_kind", models.CharField(max_length=8)),
                    ("anchor", models.CharField(max_length=200)),
                    ("about", models.CharField(max_length=300)),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("for_public", models.BooleanField(default=False)),
                    ("state", models.CharField(default="current", max_length=9)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("withdrawn_reason", models.TextField(blank=True)),
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("profile", models.ForeignKey("profiles.profile", PROTECT, related_name="commentary")),
                    ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(anchor_kind__in=("section", "figure")), name="commentary_anchor_kind"
                        ),
                        models.CheckConstraint(
                            condition=Q(state="current", withdrawn_at=None, withdrawn_by=None)
                            | Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                            name="commentary_state_paired",
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["profile", "state"], name="commentary_of_profile"),
                    ],
                    "verbose_name_plural": "commentary",
                },
            ),
            migrations.CreateModel(
                name="CommentaryVersion",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("version", models.PositiveIntegerField()),
                    ("text", models.TextField()),
                    ("written_at", models.DateTimeField()),
                    ("audience", to("sharing.audience")),
                    ("commentary", models.ForeignKey("profiles.commentary", PROTECT, related_name="versions")),
                    ("written_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("commentary", "version"), name="commentary_version_once"),
                        models.CheckConstraint(condition=~Q(text=""), name="commentary_says_something"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RedactionReport",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("lines", models.JSONField()),
                    ("audience", to("sharing.audience")),
                    ("edition", models.ForeignKey("profiles.edition", PROTECT, related_name="reports")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("edition",), name="redaction_report_once"),
                    ],
                },
            ),
        ),
    ]
