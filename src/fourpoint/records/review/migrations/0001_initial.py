"""Reviews and disposals."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from fourpoint.records.together import Tables, to


class Migration(migrations.Migration):
    """Tables only: what guards them follows."""

    initial = True

    replaces = [("review", "0001_tables")]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Disposal",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("number", models.CharField(max_length=24, unique=True)),
                    ("kind", models.CharField(max_length=64)),
                    ("record_id", models.BigIntegerField()),
                    ("rule", models.CharField(max_length=64)),
                    ("needs_second", models.BooleanField()),
                    ("state", models.CharField(default="proposed", max_length=16)),
                    ("proposed_at", models.DateTimeField()),
                    ("confirmed_at", models.DateTimeField(null=True)),
                    ("refused_at", models.DateTimeField(null=True)),
                    ("refused_words", models.CharField(blank=True, max_length=500)),
                    ("done_at", models.DateTimeField(null=True)),
                    ("counts", models.JSONField(default=dict)),
                    ("digests", models.JSONField(default=dict)),
                    ("copies", models.PositiveIntegerField(default=0)),
                    ("left", models.JSONField(default=dict)),
                    ("checked", models.PositiveIntegerField(default=0)),
                    ("confirmed_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("done_by", to(settings.AUTH_USER_MODEL, null=True)),
                    ("owner", to("agencies.agency")),
                    ("proposed_by", to(settings.AUTH_USER_MODEL)),
                    ("refused_by", to(settings.AUTH_USER_MODEL, null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["owner", "state"], name="disposal_by_owner"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(state__in=("proposed", "confirmed", "refused", "done")),
                            name="disposal_state_known",
                        ),
                        models.UniqueConstraint(
                            fields=("owner", "kind", "record_id"),
                            condition=Q(state__in=("proposed", "confirmed")),
                            name="disposal_open_once",
                        ),
                        models.CheckConstraint(
                            condition=~Q(state="done")
                            | Q(done_at__isnull=False, done_by__isnull=False, refused_words=""),
                            name="disposal_paired_done",
                        ),
                        models.CheckConstraint(
                            condition=~Q(needs_second=True, state="done")
                            | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("proposed_by"))),
                            name="disposal_by_two",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Review",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("kind", models.CharField(max_length=64)),
                    ("record_id", models.BigIntegerField()),
                    ("outcome", models.CharField(max_length=16)),
                    ("reason", models.CharField(max_length=2000)),
                    ("answers", models.JSONField(default=dict)),
                    ("review_group", models.CharField(max_length=64)),
                    ("was_due_on", models.DateField()),
                    ("next_on", models.DateField(null=True)),
                    ("decided_at", models.DateTimeField()),
                    ("audience", to("sharing.audience")),
                    ("decided_by", to(settings.AUTH_USER_MODEL)),
                    ("owner", to("agencies.agency")),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["kind", "record_id"], name="review_by_record"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(outcome__in=("keep", "correct", "restrict", "dispose")),
                            name="review_outcome_known",
                        ),
                        models.CheckConstraint(condition=~Q(reason=""), name="review_has_reason"),
                    ],
                },
            ),
        ),
    ]
