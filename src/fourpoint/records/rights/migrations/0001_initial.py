"""The tables of requests about what is held of a person, of calls to colleagues, and of what is set apart."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from fourpoint.records.together import Tables, to


class Migration(migrations.Migration):
    """Every table of the app."""

    initial = True
    replaces = [("rights", "0001_tables"), ("rights", "0003_calls")]

    dependencies = [
        ("agencies", "0001_initial"),
        ("sharing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="RightsRequest",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("reference", models.CharField(max_length=24, unique=True)),
                    ("right", models.CharField(max_length=64)),
                    ("subject", models.CharField(max_length=200)),
                    ("other_names", models.TextField(blank=True)),
                    ("emails", models.TextField(blank=True)),
                    ("phones", models.TextField(blank=True)),
                    ("addresses", models.TextField(blank=True)),
                    ("asked", models.CharField(blank=True, max_length=2000)),
                    ("received_on", models.DateField()),
                    ("due_on", models.DateField()),
                    ("identity_checked", models.CharField(blank=True, max_length=200)),
                    ("identity_checked_at", models.DateTimeField(null=True)),
                    ("state", models.CharField(default="open", max_length=16)),
                    ("made_at", models.DateTimeField()),
                    ("searched_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    ("closing", models.CharField(blank=True, max_length=2000)),
                    ("agency", to("agencies.agency")),
                    ("closed_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("handler", to(settings.AUTH_USER_MODEL)),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(state__in=("open", "answered", "refused", "withdrawn")),
                            name="rights_state_known",
                        ),
                        models.CheckConstraint(
                            condition=Q(state="open", closed_at=None, closed_by=None, closing="")
                            | (~Q(state="open") & Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing="")),
                            name="rights_paired_closed",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RightsNote",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=64)),
                    ("record_id", models.BigIntegerField()),
                    ("what", models.CharField(max_length=16)),
                    ("before", models.CharField(blank=True, max_length=2000)),
                    ("after", models.CharField(blank=True, max_length=2000)),
                    ("audience_before", models.BigIntegerField(null=True)),
                    ("at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("by", to(settings.AUTH_USER_MODEL)),
                    ("request", to("rights.rightsrequest", related_name="notes")),
                    ("reason", models.CharField(blank=True, default="", max_length=1000)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(what__in=("rectified", "restricted", "confirmed", "lifted")),
                            name="rights_note_known",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RightsItem",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=64)),
                    ("record_id", models.BigIntegerField()),
                    ("by", models.JSONField(default=list)),
                    ("found_at", models.DateTimeField()),
                    ("decision", models.CharField(blank=True, max_length=16)),
                    ("exemption", models.CharField(blank=True, max_length=64)),
                    ("reason", models.CharField(blank=True, max_length=1000)),
                    ("decided_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("decided_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("request", to("rights.rightsrequest", related_name="items")),
                    ("found_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("extract", models.CharField(blank=True, default="", max_length=4000)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("request", "kind", "record_id"), name="rights_item_once"),
                        models.CheckConstraint(
                            condition=Q(decision="", exemption="", decided_at=None, decided_by=None)
                            | Q(decision="disclose", exemption="", decided_at__isnull=False, decided_by__isnull=False)
                            | Q(decision="withhold", decided_at__isnull=False, decided_by__isnull=False)
                            & ~Q(exemption="")
                            & ~Q(reason=""),
                            name="rights_item_decided",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RightsCall",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("called_at", models.DateTimeField()),
                    ("searched_at", models.DateTimeField(null=True)),
                    ("answered_at", models.DateTimeField(null=True)),
                    ("found", models.PositiveIntegerField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("called_by", to(settings.AUTH_USER_MODEL)),
                    ("person", to(settings.AUTH_USER_MODEL)),
                    ("request", to("rights.rightsrequest", related_name="calls")),
                    ("to_lift", models.BooleanField(default=False)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("request", "person"), name="rights_call_once"),
                        models.CheckConstraint(
                            condition=Q(answered_at=None, found=None)
                            | Q(answered_at__isnull=False, found__isnull=False),
                            name="rights_call_paired_answer",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Restriction",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=64)),
                    ("record_id", models.BigIntegerField()),
                    ("made_at", models.DateTimeField()),
                    ("audience", to("sharing.audience")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("kind", "record_id"), name="rights_restriction_once")
                    ],
                },
            ),
        )
    ]
