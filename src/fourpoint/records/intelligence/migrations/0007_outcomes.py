"""What came of a submission: words of the desk that a second person releases, and what they say was changed."""

from django.conf import settings
from django.db import migrations, models

from fourpoint.records.row_security import hold_words, protect_by_audience

_TABLE = "intelligence_outcome"
_FOLLOWS = f"""
ALTER TABLE {_TABLE} ADD CONSTRAINT {_TABLE}_with_submission
    FOREIGN KEY (submission_id, audience_id) REFERENCES intelligence_submission (id, audience_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    """The table, its row security, and the column of messages."""

    dependencies = [
        ("intelligence", "0006_files_of_submissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("change", models.CharField(max_length=32)),
                ("text", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("taken_back", models.CharField(blank=True, max_length=1000)),
                ("audience", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="sharing.audience")),
                (
                    "submission",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="intelligence.submission"),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(text=""), name="outcome_says_something"),
                    models.CheckConstraint(
                        condition=models.Q(settled_at=None, settled_by=None, taken_back="")
                        | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                        name="outcome_paired_settling",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_FOLLOWS, f"ALTER TABLE {_TABLE} DROP CONSTRAINT {_TABLE}_with_submission"),
        protect_by_audience(_TABLE),
        hold_words(_TABLE, ("id", "change", "text", "proposed_at", "proposed_by_id")),
        migrations.AddField("message", "change", models.CharField(blank=True, default="", max_length=32)),
        migrations.RunSQL(
            "DROP TRIGGER unchanging ON intelligence_message",
            """CREATE TRIGGER unchanging BEFORE UPDATE OF id, about, text, written_at, written_by_id
               ON intelligence_message FOR EACH ROW EXECUTE FUNCTION fourpoint_unchanging()""",
        ),
        hold_words("intelligence_message", ("id", "about", "change", "text", "written_at", "written_by_id")),
    ]
