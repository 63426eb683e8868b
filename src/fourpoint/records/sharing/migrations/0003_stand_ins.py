"""Who stands in a leaver's place on need-to-know lists of the agency's own records."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from fourpoint.records.together import to


class Migration(migrations.Migration):
    """One table; `records.policy` has its changes told."""

    dependencies = [("sharing", "0002_protection"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="StandIn",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("agency", to("agencies.agency")),
                ("leaver", to(settings.AUTH_USER_MODEL)),
                ("person", to(settings.AUTH_USER_MODEL)),
                ("made_by", to(settings.AUTH_USER_MODEL)),
                ("ended_by", to(settings.AUTH_USER_MODEL, null=True)),
            ],
            options={
                "verbose_name": "stand-in",
                "indexes": [models.Index(fields=["person", "agency"], name="stand_in_by_person")],
                "constraints": [
                    models.CheckConstraint(condition=~Q(leaver=F("person")), name="stand_in_for_another"),
                    models.CheckConstraint(
                        condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                        name="stand_in_paired_end",
                    ),
                    models.CheckConstraint(
                        condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")), name="stand_in_ends_after_start"
                    ),
                    models.UniqueConstraint(
                        fields=("agency", "leaver"), condition=Q(ended_at=None), name="stand_in_one_at_a_time"
                    ),
                ],
            },
        ),
    ]
