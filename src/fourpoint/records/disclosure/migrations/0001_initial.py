"""What becomes of material: placements, share notices, pointers, requests, recalls, and what is disseminated."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import PROTECT, F, Q

from fourpoint.records.together import Tables, to


def _codes() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=64), default=list)


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [
        ("disclosure", "0001_tables"),
        ("disclosure", "0004_asked_by_reference"),
        ("disclosure", "0005_forums_and_receipts"),
        ("disclosure", "0007_conditions_are_found"),
    ]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
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
                    ("audience", to("sharing.audience")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(area_code="", threat=""), name="pointer_points_somewhere"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PointerTarget",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=64)),
                    ("record_id", models.BigIntegerField()),
                    ("audience", to("sharing.audience")),
                    ("pointer", models.OneToOneField("disclosure.pointer", PROTECT, related_name="+")),
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
                    ("owner", to("agencies.agency")),
                    ("readable_before", to("sharing.audience")),
                    ("recalled_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(reason=""), name="recall_has_reason"),
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
                    ("persons", ArrayField(models.BigIntegerField(), default=list)),
                    ("known_as", models.CharField(max_length=200)),
                    ("reason", models.CharField(max_length=1000)),
                    ("told_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField()),
                    ("acknowledged_at", models.DateTimeField(null=True)),
                    ("answer", models.CharField(blank=True, max_length=16)),
                    ("words", models.CharField(blank=True, max_length=1000)),
                    ("acknowledged_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("agency", to("agencies.agency")),
                    ("owner", to("agencies.agency")),
                    ("recall", models.ForeignKey("disclosure.recall", PROTECT, related_name="notices")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("recall", "agency"), name="recall_notice_once"),
                        models.CheckConstraint(condition=~Q(agency=F("owner")), name="recall_notice_of_another_agency"),
                        models.CheckConstraint(
                            condition=Q(answer__in=("", "destroyed", "none-held", "kept")), name="recall_answer_known"
                        ),
                        models.CheckConstraint(
                            condition=Q(acknowledged_at=None, acknowledged_by=None, answer="")
                            | (Q(acknowledged_at__isnull=False) & Q(acknowledged_by__isnull=False) & ~Q(answer="")),
                            name="recall_paired_acknowledged",
                        ),
                        models.CheckConstraint(condition=~Q(answer="kept", words=""), name="recall_kept_with_reason"),
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
                    ("audience", to("sharing.audience")),
                    ("owner", to("agencies.agency")),
                    ("shared_by", to(settings.AUTH_USER_MODEL)),
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
                    ("pointer_id", models.BigIntegerField(null=True)),
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
                    ("purposes", _codes()),
                    ("gateway", models.CharField(blank=True, max_length=64)),
                    ("until", models.DateTimeField(null=True)),
                    ("to_agency", models.BooleanField(default=False)),
                    ("agency", to("agencies.agency")),
                    ("asked_by", to(settings.AUTH_USER_MODEL)),
                    ("decided_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("owner", to("agencies.agency")),
                    ("sought", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["owner", "state"], name="request_by_owner"),
                        models.Index(fields=["agency", "asked_by"], name="request_by_asker"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(state__in=("open", "granted", "declined", "withdrawn")),
                            name="request_state_known",
                        ),
                        models.CheckConstraint(condition=~Q(reason="") & ~Q(purpose=""), name="request_has_reason"),
                        models.CheckConstraint(condition=~Q(agency=F("owner")), name="request_of_another_agency"),
                        models.CheckConstraint(
                            condition=Q(decided_at=None, decided_by=None, state="open")
                            | (~Q(state="open") & Q(decided_at__isnull=False) & Q(decided_by__isnull=False)),
                            name="request_paired_decided",
                        ),
                        models.CheckConstraint(
                            condition=~Q(state="declined", words=""), name="request_declined_with_reason"
                        ),
                        models.CheckConstraint(
                            condition=(
                                Q(record_id__isnull=False)
                                & Q(state="granted")
                                & Q(until__isnull=False)
                                & ~Q(kind="")
                                & ~Q(gateway="")
                            )
                            | (~Q(state="granted") & Q(gateway="") & Q(kind="") & Q(record_id=None) & Q(until=None)),
                            name="request_granted_with_limits",
                        ),
                        models.CheckConstraint(
                            condition=(Q(pointer_id=None) & ~Q(sought="")) | Q(pointer_id__isnull=False, sought=""),
                            name="request_by_pointer_or_reference",
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
                    ("audience", to("sharing.audience")),
                    ("before", to("sharing.audience")),
                    ("owner", to("agencies.agency")),
                    ("placed_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["kind", "record_id", "placed_at"], name="placement_by_record"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(cause__in=("share", "narrow", "recall", "grant")), name="placement_cause_known"
                        ),
                        models.CheckConstraint(condition=~Q(reason=""), name="placement_has_reason"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Forum",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("code", models.SlugField(max_length=40, unique=True)),
                    ("name", models.CharField(max_length=120)),
                    ("words", models.CharField(max_length=500)),
                    ("members", ArrayField(models.BigIntegerField())),
                    ("made_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("agreement", to("sharing.agreement")),
                    ("keeper", to("agencies.agency")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(name="") & ~Q(words=""), name="forum_says_what_it_is"),
                        models.CheckConstraint(condition=Q(members__len__gte=2), name="forum_of_several"),
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
                    ("disseminated_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("readable", to("sharing.audience")),
                    ("forum", to("disclosure.forum", null=True)),
                    ("conditions", models.TextField(blank=True, default="")),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(necessity=""), name="dissemination_has_necessity"),
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
                    ("agency", to("agencies.agency")),
                    ("dissemination", models.ForeignKey("disclosure.dissemination", PROTECT, related_name="receipts")),
                    ("owner", to("agencies.agency")),
                    ("readable", to("sharing.audience")),
                    ("received_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("conditions", models.TextField(blank=True, default="")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("dissemination", "agency"), name="receipt_once"),
                        models.CheckConstraint(condition=~Q(agency=F("owner")), name="receipt_of_another_agency"),
                        models.CheckConstraint(
                            condition=Q(received_at=None, received_by=None, use="")
                            | Q(received_at__isnull=False, received_by__isnull=False),
                            name="receipt_paired_received",
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["agency", "received_at"], name="receipt_by_agency"),
                    ],
                },
            ),
        ),
    ]
