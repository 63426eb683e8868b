"""Forums, what is disseminated to them or to chosen agencies, and the receipts of each recipient."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from fourpoint.records.row_security import protect_between, protect_for_parties


class Migration(migrations.Migration):
    """Made by makemigrations; who may see its rows is written by hand at the end."""

    dependencies = [
        ("agencies", "0007_confirmations"),
        ("disclosure", "0004_asked_by_reference"),
        ("sharing", "0008_files_in_quarantine"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Forum",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("words", models.CharField(max_length=500)),
                ("members", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.agreement"
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("words", ""), _negated=True)
                        ),
                        name="forum_says_what_it_is",
                    ),
                    models.CheckConstraint(condition=models.Q(("members__len__gte", 2)), name="forum_of_several"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dissemination",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("disseminated_at", models.DateTimeField()),
                ("necessity", models.CharField(max_length=1000)),
                ("words", models.CharField(blank=True, max_length=1000)),
                (
                    "disseminated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "readable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.forum"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("necessity", ""), _negated=True), name="dissemination_has_necessity"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["kind", "record_id"], name="dissemination_by_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("given_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(null=True)),
                ("use", models.CharField(blank=True, max_length=1000)),
                ("recalled_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "dissemination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="disclosure.dissemination",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "readable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "received_by",
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
                    models.UniqueConstraint(fields=("dissemination", "agency"), name="receipt_once"),
                    models.CheckConstraint(
                        condition=models.Q(("agency", models.F("owner")), _negated=True),
                        name="receipt_of_another_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("received_at", None), ("received_by", None), ("use", "")),
                            models.Q(("received_at__isnull", False), ("received_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="receipt_paired_received",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["agency", "received_at"], name="receipt_by_agency"),
                ],
            },
        ),
        protect_for_parties("disclosure_forum"),
        protect_between("disclosure_dissemination", ("owner_id",)),
        protect_between("disclosure_receipt", ("agency_id", "owner_id")),
    ]
