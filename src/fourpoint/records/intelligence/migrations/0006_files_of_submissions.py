"""Files of submissions: posted by the sender like her words, and their bytes opened with the row, out of quarantine."""

from django.db import migrations, models

from fourpoint.records.row_security import hold_words, protect_posted, reach_files

_TABLE = "intelligence_submissionfile"
_MINE = f"""EXISTS (SELECT FROM intelligence_submission s
    WHERE s.id = {_TABLE}.submission_id AND s.audience_id = {_TABLE}.audience_id
        AND s.made_by_id = (SELECT fourpoint_person()) AND s.sender_agency_id = (SELECT fourpoint_agency()))"""
# The file is her own too: nobody opens another's bytes by hanging them on what she sent.
_BROUGHT = f"""{_MINE} AND EXISTS (SELECT FROM files_file f
    WHERE f.id = {_TABLE}.held_id AND f.put_by_id = (SELECT fourpoint_person()))"""
_FOLLOWS = f"""
ALTER TABLE {_TABLE} ADD CONSTRAINT {_TABLE}_with_submission
    FOREIGN KEY (submission_id, audience_id) REFERENCES intelligence_submission (id, audience_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""


class Migration(migrations.Migration):
    """The table, its row security, and what holds it to its submission."""

    dependencies = [("files", "0001_tables"), ("intelligence", "0005_monthly_counts")]

    operations = [
        migrations.CreateModel(
            name="SubmissionFile",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("attached_at", models.DateTimeField()),
                ("audience", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="sharing.audience")),
                ("held", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="files.file")),
                (
                    "submission",
                    models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="intelligence.submission"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("submission", "sha256"), name="submission_file_once")],
            },
        ),
        migrations.RunSQL(_FOLLOWS, f"ALTER TABLE {_TABLE} DROP CONSTRAINT {_TABLE}_with_submission"),
        protect_posted(_TABLE, sent=_MINE, arrives=_BROUGHT),
        hold_words(_TABLE, ("id", "held_id", "name", "media_type", "size", "sha256", "attached_at")),
        reach_files(_TABLE),
    ]
