"""
An entry is seen by who may read its record, and only as the answer to a search under way (docs/adr/0021).

Both stand in one policy, so that PostgreSQL may use the index over the words for it: as a condition of a query it may
not, because the operator @@ is not declared leakproof. Nobody but the owner, whose triggers keep the index, writes here.

Rows are kept narrow: the words stand apart, and are fetched for the rows that are ranked alone.
"""

from django.db import migrations

from fourpoint.records.indexed import CUT, CUTTING, FOLLOWING, STAYING
from fourpoint.records.row_security import protect_personal, within

_SENT = """coalesce(current_setting('fourpoint.outbox', true), '') = 'on'"""
_POLICIES = f"""
ALTER TABLE search_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY answers ON search_entry FOR SELECT USING (
    words @@ (SELECT fourpoint_sought())
    AND (({within("readable")}) OR ((SELECT {_SENT}) AND sender_id = (SELECT fourpoint_person())
        AND sender_agency_id = (SELECT fourpoint_agency()))));
CREATE POLICY kept_by_the_database ON search_entry TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE search_entry ALTER COLUMN words SET STORAGE EXTERNAL;
ALTER TABLE search_entry ALTER COLUMN area_codes SET STORAGE MAIN;
ALTER TABLE search_entry SET (toast_tuple_target = 128);
"""
_NONE = """
DROP POLICY answers ON search_entry; DROP POLICY kept_by_the_database ON search_entry;
ALTER TABLE search_entry NO FORCE ROW LEVEL SECURITY;
ALTER TABLE search_entry DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Row security of the index and of saved searches, and how words are cut."""

    dependencies = [("search", "0001_tables"), ("library", "0005_files_in_quarantine")]

    operations = [
        migrations.RunSQL(_POLICIES, _NONE),
        protect_personal("search_savedsearch"),
        migrations.RunSQL(CUTTING, CUT),
        migrations.RunSQL(FOLLOWING, STAYING),
    ]
