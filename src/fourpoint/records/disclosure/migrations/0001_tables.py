"""The tables of placements, share notices, pointers, requests for access and recalls."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    initial = True

    dependencies = [
        ("agencies", "0003_people_and_sessions"),
        ("sharing", "0004_for_parties"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Pointer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("review_on", models.DateField()),
                ("review_group", models.CharField(max_length=64)),
                ("area_code", models.CharField(blank=True, max_length=9)),
                ("threat", models.CharField(blank=True, max_length=64)),
                ("contact_kind", models.CharField(max_length=64)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "made_by",
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("area_code", ""), ("threat", ""), _negated=True),
                        name="pointer_points_somewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PointerTarget",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "pointer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="disclosure.pointer"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "record_id"], name="pointer_target_by_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("recalled_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=1000)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "readable_before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "recalled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="recall_has_reason"),
                ],
                "indexes": [
                    models.Index(fields=["kind", "record_id"], name="recall_by_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallNotice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16)),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("known_as", models.CharField(max_length=200)),
                ("reason", models.CharField(max_length=1000)),
                ("told_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=16)),
                ("words", models.CharField(blank=True, max_length=1000)),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "recall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="disclosure.recall"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("recall", "agency"), name="recall_notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(("agency", models.F("owner")), _negated=True),
                        name="recall_notice_of_another_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ("", "destroyed", "none-held", "kept"))),
                        name="recall_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at", None), ("acknowledged_by", None), ("answer", "")),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="recall_paired_acknowledged",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", "kept"), ("words", ""), _negated=True),
                        name="recall_kept_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareNotice",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("shared_at", models.DateTimeField()),
                ("words", models.CharField(blank=True, max_length=1000)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "kind", "record_id"), name="share_notice_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("pointer_id", models.BigIntegerField()),
                ("area_code", models.CharField(blank=True, max_length=9)),
                ("threat", models.CharField(blank=True, max_length=64)),
                ("purpose", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=2000)),
                ("for_agency", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=16)),
                ("decided_at", models.DateTimeField(null=True)),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("kind", models.CharField(blank=True, max_length=64)),
                ("record_id", models.BigIntegerField(null=True)),
                (
                    "purposes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                ("gateway", models.CharField(blank=True, max_length=64)),
                ("until", models.DateTimeField(null=True)),
                ("to_agency", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "state"], name="request_by_owner"),
                    models.Index(fields=["agency", "asked_by"], name="request_by_asker"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("open", "granted", "declined", "withdrawn"))),
                        name="request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("purpose", ""), _negated=True)
                        ),
                        name="request_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency", models.F("owner")), _negated=True),
                        name="request_of_another_agency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="request_paired_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "declined"), ("words", ""), _negated=True),
                        name="request_declined_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("record_id__isnull", False),
                                ("state", "granted"),
                                ("until__isnull", False),
                                models.Q(("kind", ""), _negated=True),
                                models.Q(("gateway", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "granted"), _negated=True),
                                ("gateway", ""),
                                ("kind", ""),
                                ("record_id", None),
                                ("until", None),
                            ),
                            _connector="OR",
                        ),
                        name="request_granted_with_limits",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("placed_at", models.DateTimeField()),
                ("cause", models.CharField(max_length=16)),
                ("reason", models.CharField(max_length=1000)),
                (
                    "audience",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="sharing.audience"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "record_id", "placed_at"], name="placement_by_record")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cause__in", ("share", "narrow", "recall", "grant"))),
                        name="placement_cause_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="placement_has_reason"
                    ),
                ],
            },
        ),
    ]
