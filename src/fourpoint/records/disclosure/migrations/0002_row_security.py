"""What becomes of material is seen by those it concerns; a placement is never changed."""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import freeze, protect_between, protect_by_audience

# A placement tells who could read a record and why: for the owner's own readers of it, and for its governance role.
_HISTORY = """
    ALTER TABLE disclosure_placement ENABLE ROW LEVEL SECURITY;
    ALTER TABLE disclosure_placement FORCE ROW LEVEL SECURITY;
    CREATE POLICY reads ON disclosure_placement FOR SELECT USING (
        owner_id = (SELECT fourpoint_governs())
        OR (owner_id = (SELECT fourpoint_agency()) AND audience_id = ANY ((SELECT fourpoint_readable())::bigint[]))
    );
    CREATE POLICY adds ON disclosure_placement FOR INSERT WITH CHECK (
        owner_id = (SELECT fourpoint_agency())
        AND placed_by_id = (SELECT fourpoint_person())
        AND audience_id = ANY ((SELECT fourpoint_placeable())::bigint[])
    );
"""
_UNDO = """
    DROP POLICY reads ON disclosure_placement;
    DROP POLICY adds ON disclosure_placement;
    ALTER TABLE disclosure_placement NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE disclosure_placement DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Row security of every table of this room."""

    dependencies = [("disclosure", "0001_tables")]

    operations = [
        migrations.RunSQL(_HISTORY, _UNDO),
        freeze("disclosure_placement"),
        hold_owner("disclosure_placement"),
        protect_by_audience("disclosure_sharenotice"),
        hold_owner("disclosure_sharenotice"),
        protect_by_audience("disclosure_pointer"),
        hold_owner("disclosure_pointer"),
        protect_by_audience("disclosure_pointertarget"),
        protect_between("disclosure_accessrequest", ("agency_id", "owner_id")),
        protect_between("disclosure_recall", ("owner_id",)),
        protect_between("disclosure_recallnotice", ("agency_id", "owner_id")),
    ]
