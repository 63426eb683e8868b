"""
The numbers by which submissions that tell the same are found.

Beside the audience: a row is seen only where it answers the search under way. PostgreSQL tries a rule of row security
before a condition of a query, so as a rule of row security the search may use the index; as a condition it may not,
because the operator && is not declared leakproof (docs/adr/0015).
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from fourpoint.records.row_security import hold_words, protect_posted

_TABLE = "intelligence_likenesskeys"
_MINE = f"""EXISTS (SELECT FROM intelligence_submission s
    WHERE s.id = {_TABLE}.submission_id AND s.audience_id = {_TABLE}.audience_id
        AND s.made_by_id = (SELECT fourpoint_person()) AND s.sender_agency_id = (SELECT fourpoint_agency()))"""
_FOLLOWS = f"""
ALTER TABLE {_TABLE} ADD CONSTRAINT intelligence_likenesskeys_with_submission
    FOREIGN KEY (submission_id, audience_id) REFERENCES intelligence_submission (id, audience_id)
    ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
_ASKED = f"""
CREATE FUNCTION fourpoint_alike() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('fourpoint.alike', true), '')::integer[] $$;
CREATE POLICY asked ON {_TABLE} AS RESTRICTIVE FOR SELECT USING (keys && (SELECT fourpoint_alike()));
"""


class Migration(migrations.Migration):
    """The table, its row security, and what holds it to its submission."""

    dependencies = [("intelligence", "0002_row_security")]

    operations = [
        migrations.CreateModel(
            name="LikenessKeys",
            fields=[
                (
                    "submission",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="intelligence.submission",
                    ),
                ),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.audience",
                    ),
                ),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="likeness_keys")],
            },
        ),
        migrations.RunSQL(_FOLLOWS, f"ALTER TABLE {_TABLE} DROP CONSTRAINT intelligence_likenesskeys_with_submission"),
        protect_posted(_TABLE, sent=_MINE, arrives=_MINE, seen=False),
        migrations.RunSQL(_ASKED, f"DROP POLICY asked ON {_TABLE}; DROP FUNCTION fourpoint_alike();"),
        hold_words(_TABLE, ("keys",)),
    ]
