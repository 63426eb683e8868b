"""
Requests of people are for the governance role of their agency alone, and what is set apart for whoever still reads it.

A colleague is called to search what she alone may read: while the request is open she sees it, and the finds that are
hers. One who set a record apart is called to lift it, of a closed request too: she sees what she alone reads.
"""

from django.db import migrations

from fourpoint.records.row_security import protect_by_audience, protect_governed

_ME, _AGENCY = "(SELECT fourpoint_person())", "(SELECT fourpoint_agency())"
_OWN = f"person_id = {_ME} AND agency_id = {_AGENCY}"
_WAITS = f"""EXISTS (SELECT FROM rights_rightscall c WHERE c.request_id = {{request}}
    AND c.person_id = {_ME} AND c.agency_id = {_AGENCY} AND c.answered_at IS NULL{{more}})"""
_OF_ITEM = "rights_rightsitem.request_id"
_CALLED = _WAITS.format(request=_OF_ITEM, more="")
_SEARCHES = _WAITS.format(request=_OF_ITEM, more=" AND NOT c.to_lift")
_LIFTS = _WAITS.format(request=_OF_ITEM, more=" AND c.to_lift")
_REQUEST = _WAITS.format(
    request="rights_rightsrequest.id", more=" AND (c.to_lift OR rights_rightsrequest.state = 'open')"
)
_MINE = f"found_by_id = {_ME}"
_APART = """EXISTS (SELECT FROM rights_restriction r
    WHERE r.kind = rights_rightsitem.kind AND r.record_id = rights_rightsitem.record_id)"""
# A find is open to whoever is called for it, which the policies of finds decide.
_NOTE = f"""by_id = {_ME} AND what IN ('restricted', 'confirmed', 'lifted') AND EXISTS (
    SELECT FROM rights_rightsitem i WHERE i.request_id = rights_rightsnote.request_id
        AND i.kind = rights_rightsnote.kind AND i.record_id = rights_rightsnote.record_id)"""
_LET = f"""
CREATE POLICY reads_called ON rights_rightscall FOR SELECT USING ({_OWN});
CREATE POLICY answers ON rights_rightscall FOR UPDATE USING ({_OWN}) WITH CHECK ({_OWN});
CREATE POLICY reads_called ON rights_rightsrequest FOR SELECT USING ({_REQUEST});
CREATE POLICY reads_called ON rights_rightsitem FOR SELECT USING ({_MINE} AND {_CALLED});
CREATE POLICY reads_to_lift ON rights_rightsitem FOR SELECT USING ({_LIFTS} AND {_APART});
CREATE POLICY adds_called ON rights_rightsitem FOR INSERT WITH CHECK ({_MINE} AND {_SEARCHES});
CREATE POLICY changes_called ON rights_rightsitem FOR UPDATE
    USING ({_MINE} AND {_SEARCHES}) WITH CHECK ({_MINE} AND {_SEARCHES});
CREATE POLICY reads_called ON rights_rightsnote FOR SELECT USING ({_NOTE});
CREATE POLICY adds_called ON rights_rightsnote FOR INSERT WITH CHECK ({_NOTE});
"""
_KEEP = """
DROP POLICY adds_called ON rights_rightsnote; DROP POLICY reads_called ON rights_rightsnote;
DROP POLICY changes_called ON rights_rightsitem; DROP POLICY adds_called ON rights_rightsitem;
DROP POLICY reads_to_lift ON rights_rightsitem; DROP POLICY reads_called ON rights_rightsitem;
DROP POLICY reads_called ON rights_rightsrequest;
DROP POLICY answers ON rights_rightscall; DROP POLICY reads_called ON rights_rightscall;
"""


class Migration(migrations.Migration):
    """Row security of the app's tables."""

    replaces = [("rights", "0002_row_security"), ("rights", "0004_restrictions"), ("rights", "0005_lifting")]

    dependencies = [("rights", "0001_initial"), ("sharing", "0002_protection")]

    operations = [
        protect_governed("rights_rightsrequest"),
        protect_governed("rights_rightsitem"),
        protect_governed("rights_rightsnote"),
        protect_governed("rights_rightscall"),
        protect_by_audience("rights_restriction"),
        migrations.RunSQL(_LET, _KEEP),
    ]
