"""Agencies, their people and who belongs where; signing in, and mail and forms on their way."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import PROTECT, F, Q
from django.db.models.functions import Lower, Now

from fourpoint.records.row_security import create_functions, freeze
from fourpoint.records.together import Tables, to

# Two memberships of one person in one agency never overlap. Equality is written as the overlap of one-point ranges,
# because the extension that mixes `=` into such a constraint is not in every PostgreSQL.
_APART = """
ALTER TABLE agencies_membership ADD CONSTRAINT membership_periods_apart EXCLUDE USING gist (
    int8range(person_id, person_id, '[]') WITH &&,
    int8range(agency_id, agency_id, '[]') WITH &&,
    tstzrange(starts_at, ends_at) WITH &&
)
"""


class Migration(migrations.Migration):
    """The tables; and first of all, since every other app comes after this one, the functions that policies call."""

    initial = True

    replaces = [
        ("agencies", "0001_tables"),
        ("agencies", "0002_memberships_never_overlap"),
        ("agencies", "0003_people_and_sessions"),
        ("agencies", "0004_forms_on_their_way"),
        ("agencies", "0005_letters"),
        ("agencies", "0006_resets"),
        ("agencies", "0007_confirmations"),
    ]

    dependencies = []

    operations = [
        create_functions(),
        Tables(
            migrations.CreateModel(
                name="Person",
                fields=[
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(default="P", max_length=1)),
                    ("email", models.EmailField(max_length=254, unique=True)),
                    ("name", models.CharField(max_length=200)),
                    ("is_active", models.BooleanField(default=True)),
                    ("created_at", models.DateTimeField(db_default=Now())),
                    ("created_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(kind__in=("P", "S")), name="person_kind_known"),
                        models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_lower_case"),
                        models.CheckConstraint(
                            condition=Q(created_by__isnull=False, kind="P")
                            | (Q(password__startswith="!") & Q(created_by=None) & Q(kind="S")),  # noqa: S106
                            name="person_steward_cannot_sign_in",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Agency",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("code", models.SlugField(max_length=64, unique=True)),
                    ("name", models.CharField(max_length=200, unique=True)),
                    ("kind", models.CharField(max_length=64)),
                    ("area_code", models.CharField(blank=True, max_length=9)),
                    ("created_at", models.DateTimeField(db_default=Now())),
                    ("created_by", to(settings.AUTH_USER_MODEL)),
                    ("districts", ArrayField(models.CharField(max_length=9), default=list, db_default=[])),
                    ("listed", models.BooleanField(db_default=False, default=False)),
                ],
            ),
            migrations.CreateModel(
                name="Membership",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("roles", ArrayField(models.CharField(max_length=64))),
                    ("clearance", models.CharField(default="O", max_length=2)),
                    ("default_purpose", models.CharField(max_length=64)),
                    ("starts_at", models.DateTimeField()),
                    ("ends_at", models.DateTimeField(null=True)),
                    ("granted_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("agency", models.ForeignKey("agencies.agency", PROTECT, related_name="memberships")),
                    ("ended_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("granted_by", to(settings.AUTH_USER_MODEL)),
                    ("person", models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="memberships")),
                    ("recertified_at", models.DateTimeField(null=True)),
                    ("recertified_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("recertify_on", models.DateField(null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(clearance__in=["O", "OS"]), name="membership_clearance_known"
                        ),
                        models.CheckConstraint(condition=Q(roles__len__gt=0), name="membership_has_role"),
                        models.CheckConstraint(
                            condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                            name="membership_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=Q(ended_at=None, ended_by=None)
                            | Q(ended_at__isnull=False, ended_by__isnull=False, ends_at__isnull=False),
                            name="membership_paired_ended",
                        ),
                        models.CheckConstraint(
                            condition=Q(recertified_at=None, recertified_by=None)
                            | Q(recertified_at__isnull=False, recertified_by__isnull=False),
                            name="membership_paired_recertified",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Contact",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=64)),
                    ("name", models.CharField(max_length=200)),
                    ("email", models.EmailField(blank=True, max_length=254)),
                    ("telephone", models.CharField(blank=True, max_length=40)),
                    ("hours", models.CharField(blank=True, max_length=120)),
                    ("starts_on", models.DateField()),
                    ("ends_on", models.DateField(null=True)),
                    ("made_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("agency", models.ForeignKey("agencies.agency", PROTECT, related_name="contacts")),
                    ("ended_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="contact_ends_after_start"
                        ),
                        models.CheckConstraint(condition=~Q(email="", telephone=""), name="contact_can_be_reached"),
                        models.CheckConstraint(
                            condition=Q(ended_at=None, ended_by=None)
                            | Q(ended_at__isnull=False, ended_by__isnull=False, ends_on__isnull=False),
                            name="contact_paired_ended",
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["agency", "kind"], name="contact_by_agency"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Handover",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("made_at", models.DateTimeField()),
                    ("agency", to("agencies.agency")),
                    ("leaver", models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="handed_over")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("successor", models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="taken_over")),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=~Q(leaver=F("successor")), name="handover_to_another"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Invitation",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("email", models.EmailField(max_length=254)),
                    ("name", models.CharField(max_length=200)),
                    ("roles", ArrayField(models.CharField(max_length=64))),
                    ("clearance", models.CharField(default="O", max_length=2)),
                    ("default_purpose", models.CharField(max_length=64)),
                    ("ends_at", models.DateTimeField(null=True)),
                    ("digest", models.CharField(max_length=64, unique=True)),
                    ("made_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(null=True)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("accepted_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("agency", models.ForeignKey("agencies.agency", PROTECT, related_name="invitations")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_lower_case"),
                        models.CheckConstraint(
                            condition=Q(clearance__in=["O", "OS"]), name="invitation_clearance_known"
                        ),
                        models.CheckConstraint(condition=Q(roles__len__gt=0), name="invitation_has_role"),
                        models.CheckConstraint(
                            condition=Q(expires_at__gt=F("made_at")), name="invitation_expires_after_made"
                        ),
                        models.CheckConstraint(
                            condition=Q(accepted_at=None, accepted_by=None)
                            | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                            name="invitation_paired_accepted",
                        ),
                        models.CheckConstraint(
                            condition=Q(withdrawn_at=None, withdrawn_by=None)
                            | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                            name="invitation_paired_withdrawn",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Lockout",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("digest", models.CharField(max_length=64, unique=True)),
                    ("failed_at", ArrayField(models.DateTimeField())),
                    ("until", models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name="SignIn",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("key", models.CharField(blank=True, max_length=40)),
                    ("manner", models.CharField(blank=True, max_length=64)),
                    ("browser", models.CharField(blank=True, max_length=200)),
                    ("started_at", models.DateTimeField()),
                    ("seen_at", models.DateTimeField()),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("ended", models.CharField(blank=True, max_length=16)),
                    ("person", models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="sign_ins")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("key",), condition=~Q(key=""), name="sign_in_key_once"),
                        models.CheckConstraint(
                            condition=(Q(ended_at=None) & Q(ended="") & ~Q(key=""))
                            | (Q(ended_at__isnull=False) & Q(key="") & ~Q(ended="")),
                            name="sign_in_open_or_ended",
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["person", "-seen_at"], name="sign_in_by_person"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="TrainingRecord",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("course", models.CharField(max_length=64)),
                    ("taken_on", models.DateField()),
                    ("valid_until", models.DateField(null=True)),
                    ("made_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("person", models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="training")),
                    ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(valid_until=None) | Q(valid_until__gte=F("taken_on")),
                            name="training_until_after_taken",
                        ),
                        models.CheckConstraint(
                            condition=Q(withdrawn_at=None, withdrawn_by=None)
                            | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                            name="training_paired_withdrawn",
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["person", "agency"], name="training_by_person"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Vetting",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("level", models.CharField(max_length=64)),
                    ("held_from", models.DateField()),
                    ("held_until", models.DateField()),
                    ("made_at", models.DateTimeField()),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("made_by", to(settings.AUTH_USER_MODEL)),
                    ("person", models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="vettings")),
                    ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(held_until__gte=F("held_from")), name="vetting_until_after_from"
                        ),
                        models.CheckConstraint(
                            condition=Q(withdrawn_at=None, withdrawn_by=None)
                            | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                            name="vetting_paired_withdrawn",
                        ),
                    ],
                    "indexes": [
                        models.Index(fields=["person", "agency"], name="vetting_by_person"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="FormUse",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("digest", models.CharField(max_length=64, unique=True)),
                    ("location", models.CharField(blank=True, max_length=2000)),
                    ("used_at", models.DateTimeField(db_index=True)),
                ],
            ),
            migrations.CreateModel(
                name="KeptForm",
                fields=[
                    ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                    ("sealed", models.BinaryField()),
                    ("kept_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("person", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["person", "-kept_at"], name="kept_form_by_person"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Letter",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("address", models.EmailField(blank=True, max_length=254)),
                    ("kind", models.CharField(max_length=32)),
                    ("sealed", models.BinaryField(default=bytes)),
                    ("made_at", models.DateTimeField()),
                    ("next_at", models.DateTimeField()),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("state", models.CharField(default="waiting", max_length=8)),
                    ("ended_at", models.DateTimeField(null=True)),
                    ("fault", models.CharField(blank=True, max_length=120)),
                    ("agency", to("agencies.agency", null=True)),
                    ("person", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["next_at"], condition=Q(state="waiting"), name="letter_waiting"),
                        models.Index(
                            fields=["agency"], condition=Q(state__in=("failed", "held")), name="letter_not_sent"
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(state__in=("waiting", "sent", "failed", "held")), name="letter_state_known"
                        ),
                        models.CheckConstraint(
                            condition=(Q(person=None) & ~Q(address="")) | Q(address="", person__isnull=False),
                            name="letter_to_person_or_address",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HelpAsked",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("digest", models.CharField(db_index=True, max_length=64)),
                    ("sealed", models.BinaryField()),
                    ("asked_at", models.DateTimeField()),
                    ("told_at", models.DateTimeField(null=True)),
                ],
                options={
                    "verbose_name": "help asked",
                },
            ),
            migrations.CreateModel(
                name="Reset",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("what", models.CharField(max_length=8)),
                    ("reason", models.CharField(max_length=500)),
                    ("needs_second", models.BooleanField()),
                    ("asked_at", models.DateTimeField()),
                    ("granted_at", models.DateTimeField(null=True)),
                    ("digest", models.CharField(max_length=64, null=True, unique=True)),
                    ("expires_at", models.DateTimeField(null=True)),
                    ("used_at", models.DateTimeField(null=True)),
                    ("withdrawn_at", models.DateTimeField(null=True)),
                    ("agency", to("agencies.agency")),
                    ("asked_by", to(settings.AUTH_USER_MODEL)),
                    ("granted_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("person", models.ForeignKey(settings.AUTH_USER_MODEL, PROTECT, related_name="resets")),
                    ("withdrawn_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["person", "-asked_at"], name="reset_by_person"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(what__in=("password", "factor", "both")), name="reset_what_known"
                        ),
                        models.CheckConstraint(condition=~Q(reason=""), name="reset_has_reason"),
                        models.CheckConstraint(condition=~Q(person=F("asked_by")), name="reset_by_another"),
                        models.CheckConstraint(
                            condition=Q(digest=None, expires_at=None, granted_at=None, granted_by=None, used_at=None)
                            | (
                                Q(digest__isnull=False)
                                & Q(expires_at__isnull=False)
                                & Q(granted_at__isnull=False)
                                & Q(granted_by__isnull=False)
                                & ~Q(granted_by=F("person"))
                            ),
                            name="reset_paired_granted",
                        ),
                        models.CheckConstraint(
                            condition=Q(needs_second=False) | Q(granted_by=None) | ~Q(granted_by=F("asked_by")),
                            name="reset_by_two",
                        ),
                        models.CheckConstraint(
                            condition=Q(withdrawn_at=None, withdrawn_by=None)
                            | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                            name="reset_paired_withdrawn",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Confirmation",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("was_due_on", models.DateField(null=True)),
                    ("confirmed_at", models.DateTimeField()),
                    ("confirmed_by", to(settings.AUTH_USER_MODEL)),
                    ("membership", models.ForeignKey("agencies.membership", PROTECT, related_name="confirmations")),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["membership", "confirmed_at"], name="confirmation_by_membership"),
                    ],
                },
            ),
        ),
        migrations.RunSQL(_APART, "ALTER TABLE agencies_membership DROP CONSTRAINT membership_periods_apart"),
        # Past moments are judged by it.
        freeze("agencies_confirmation"),
    ]
