"""Agreements, what is done under them, and audiences."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import PROTECT, F, Q

from fourpoint.records.sharing.agreements import both_codes
from fourpoint.records.together import Tables, to


def _codes() -> "ArrayField[Any, Any]":
    return ArrayField(models.CharField(max_length=64), default=list)


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [
        ("sharing", "0001_tables"),
        ("sharing", "0003_what_agreements_say"),
        ("sharing", "0005_agreements_in_full"),
        ("sharing", "0007_categories_of_data"),
        ("sharing", "0008_files_in_quarantine"),
    ]

    dependencies = [("agencies", "0001_initial"), ("files", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Agreement",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("code", models.SlugField(max_length=64, unique=True)),
                    ("title", models.CharField(max_length=200)),
                    ("gateways", _codes()),
                    ("purposes", _codes()),
                    ("subjects", _codes()),
                    ("ceiling", models.CharField(max_length=2)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("review_on", models.DateField()),
                    ("recorded_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("end_reason", models.CharField(blank=True, max_length=500)),
                    ("ended_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("recorded_by", to(settings.AUTH_USER_MODEL)),
                    ("categories", _codes()),
                    ("conditions", _codes()),
                    ("dpia_reference", models.CharField(blank=True, max_length=200)),
                    ("eia_reference", models.CharField(blank=True, max_length=200)),
                    (
                        "handling",
                        ArrayField(models.CharField(max_length=64), default=both_codes),
                    ),
                    ("onward", models.CharField(blank=True, max_length=64)),
                    (
                        "replaces",
                        models.OneToOneField("sharing.agreement", PROTECT, null=True, related_name="replaced_by"),
                    ),
                    ("retention", models.CharField(blank=True, max_length=500)),
                    ("training", _codes()),
                    ("version", models.PositiveIntegerField(default=1)),
                    ("aims", models.CharField(blank=True, default="", max_length=2000)),
                    ("breach_route", models.CharField(blank=True, default="", max_length=1000)),
                    ("data_items", models.CharField(blank=True, default="", max_length=2000)),
                    ("quality", models.CharField(blank=True, default="", max_length=1000)),
                    ("rights_contact", models.CharField(blank=True, default="", max_length=500)),
                    ("security", models.CharField(blank=True, default="", max_length=1000)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(ceiling__in=["O", "OS"]), name="agreement_ceiling_known"),
                        models.CheckConstraint(condition=Q(purposes__len__gt=0), name="agreement_has_purpose"),
                        models.CheckConstraint(
                            condition=Q(ends_at__gt=F("starts_at")), name="agreement_ends_after_start"
                        ),
                        models.CheckConstraint(
                            condition=Q(end_reason="", ended_at=None, ended_by=None)
                            | (Q(ended_at__isnull=False) & Q(ended_by__isnull=False) & ~Q(end_reason="")),
                            name="agreement_paired_ended",
                        ),
                        models.CheckConstraint(condition=Q(version__gte=1), name="agreement_version_from_one"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgreementParty",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("signed_at", models.DateTimeField(null=True)),
                    ("agency", models.ForeignKey("agencies.agency", PROTECT, related_name="agreements")),
                    ("agreement", models.ForeignKey("sharing.agreement", PROTECT, related_name="parties")),
                    ("signed_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("controls", models.CharField(default="controller", max_length=64)),
                    ("signed_name", models.CharField(blank=True, default="", max_length=200)),
                    ("signed_post", models.CharField(blank=True, default="", max_length=200)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("agreement", "agency"), name="agreement_party_once"),
                        models.CheckConstraint(
                            condition=Q(signed_at=None, signed_by=None)
                            | Q(signed_at__isnull=False, signed_by__isnull=False),
                            name="agreement_party_paired_signed",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Audience",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("digest", models.CharField(max_length=64, unique=True)),
                    ("marking", models.CharField(max_length=2)),
                    ("handling", models.CharField(max_length=1)),
                    ("conditions", _codes()),
                    ("purposes", _codes()),
                    ("subject", models.CharField(default="none", max_length=16)),
                    ("ends_at", models.DateTimeField(null=True)),
                    ("interned_at", models.DateTimeField()),
                    ("agreement", to("sharing.agreement", null=True)),
                    ("interned_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                    ("caveats", _codes()),
                    ("clause", models.CharField(blank=True, default="", max_length=16)),
                    ("descriptors", _codes()),
                    ("instructions", _codes()),
                    ("prefixes", _codes()),
                    ("categories", _codes()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(marking__in=["O", "OS"]), name="audience_marking_known"),
                        models.CheckConstraint(
                            condition=Q(subject__in=["none", "victim", "child", "witness"]),
                            name="audience_subject_known",
                        ),
                        models.CheckConstraint(
                            condition=Q(conditions__len=0, handling="P") | Q(conditions__len__gt=0, handling="C"),
                            name="audience_paired_conditions",
                        ),
                        models.UniqueConstraint(fields=("id", "owner"), name="audience_with_owner"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AudienceAgency",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("agency", to("agencies.agency")),
                    ("audience", models.ForeignKey("sharing.audience", PROTECT, related_name="agencies")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("audience", "agency"), name="audience_agency_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AudienceMember",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("agency", to("agencies.agency")),
                    ("audience", models.ForeignKey("sharing.audience", PROTECT, related_name="members")),
                    ("person", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("audience", "person", "agency"), name="audience_member_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Acceptance",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("conditions", _codes()),
                    ("accepted_at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("agreement", to("sharing.agreement", null=True)),
                    ("owner", to("agencies.agency")),
                    ("person", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(conditions__len__gt=0), name="acceptance_of_something"),
                    ],
                    "indexes": [
                        models.Index(fields=["person", "agency"], name="acceptance_by_person"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgreementClause",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("number", models.CharField(max_length=16)),
                    ("words", models.CharField(max_length=1000)),
                    ("purposes", _codes()),
                    ("categories", _codes()),
                    ("agreement", models.ForeignKey("sharing.agreement", PROTECT, related_name="clauses")),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(purposes__len__gt=0), name="agreement_clause_has_purpose"),
                        models.UniqueConstraint(fields=("agreement", "number"), name="agreement_clause_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgreementFile",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=200)),
                    ("media_type", models.CharField(max_length=100)),
                    ("content_sha256", models.CharField(max_length=64)),
                    ("added_at", models.DateTimeField()),
                    ("added_by", to(settings.AUTH_USER_MODEL)),
                    ("agreement", models.ForeignKey("sharing.agreement", PROTECT, related_name="files")),
                    ("held", to("files.file")),
                    ("size", models.PositiveBigIntegerField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("agreement", "content_sha256"), name="agreement_file_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AudienceDisclosure",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("purposes", _codes()),
                    ("gateway", models.CharField(max_length=64)),
                    ("ends_at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("audience", models.ForeignKey("sharing.audience", PROTECT, related_name="disclosures")),
                    ("person", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(purposes__len__gt=0), name="audience_disclosure_has_purpose"
                        ),
                        models.CheckConstraint(condition=~Q(gateway=""), name="audience_disclosure_has_gateway"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Emergency",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("owner", to("agencies.agency")),
                    ("person", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(ends_at__gte=F("starts_at")), name="emergency_ends_after_start"
                        ),
                        models.CheckConstraint(condition=~Q(agency=F("owner")), name="emergency_of_another_agency"),
                    ],
                    "indexes": [
                        models.Index(fields=["person", "agency"], name="emergency_by_person"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EmergencyAccount",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("reason", models.CharField(max_length=2000)),
                    ("purpose", models.CharField(max_length=64)),
                    ("note", models.CharField(blank=True, max_length=4000)),
                    ("noted_at", models.DateTimeField(null=True)),
                    ("seen_at", models.DateTimeField(null=True)),
                    ("finding", models.CharField(blank=True, max_length=64)),
                    ("finding_words", models.CharField(blank=True, max_length=4000)),
                    ("reviewed_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("emergency", models.OneToOneField("sharing.emergency", PROTECT, related_name="account")),
                    ("owner", to("agencies.agency")),
                    ("reviewed_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("seen_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_reason"),
                        models.CheckConstraint(
                            condition=Q(finding="", reviewed_at=None, reviewed_by=None)
                            | (Q(reviewed_at__isnull=False) & Q(reviewed_by__isnull=False) & ~Q(finding="")),
                            name="emergency_paired_review",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SignUp",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("signed_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("agreement", models.ForeignKey("sharing.agreement", PROTECT, related_name="sign_ups")),
                    ("person", models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="sign_ups")),
                    ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agreement", "person", "agency"),
                            condition=Q(withdrawn_at=None),
                            name="sign_up_once",
                        ),
                        models.CheckConstraint(
                            condition=Q(withdrawn_at=None, withdrawn_by=None)
                            | Q(withdrawn_at__gte=F("signed_at"), withdrawn_by__isnull=False),
                            name="sign_up_paired_withdrawn",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgreementReview",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("number", models.PositiveIntegerField()),
                    ("review_on", models.DateField()),
                    ("words", models.CharField(max_length=2000)),
                    ("made_at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("agreement", models.ForeignKey("sharing.agreement", PROTECT, related_name="reviews")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("agreement", "number"), name="agreement_review_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReviewSignature",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("signed_at", models.DateTimeField()),
                    ("signed_name", models.CharField(max_length=200)),
                    ("signed_post", models.CharField(max_length=200)),
                    ("agency", to("agencies.agency")),
                    ("review", models.ForeignKey("sharing.agreementreview", PROTECT, related_name="signatures")),
                    ("signed_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("review", "agency"), name="review_signature_once"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgreementNotice",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("about", models.CharField(max_length=16)),
                    ("notice", models.CharField(max_length=64)),
                    ("due_on", models.DateField()),
                    ("given_at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("agreement", models.ForeignKey("sharing.agreement", PROTECT, related_name="notices")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("agreement", "agency", "about", "notice", "due_on"), name="agreement_notice_once"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="AgreementProposal",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("code", models.SlugField(max_length=64, unique=True)),
                    ("content", models.JSONField()),
                    ("made_at", models.DateTimeField()),
                    ("changed_at", models.DateTimeField()),
                    ("discarded_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    (
                        "agreement",
                        models.OneToOneField("sharing.agreement", PROTECT, null=True, related_name="proposal"),
                    ),
                    ("changed_by", to(settings.AUTH_USER_MODEL)),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("replaces", to("sharing.agreement", null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(discarded_at=None) | Q(agreement=None),
                            name="agreement_proposal_sent_or_discarded",
                        ),
                    ],
                },
            ),
        ),
    ]
