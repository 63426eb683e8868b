"""
Who set a record apart is called to lift it, of a closed request too: she sees that request, and what she alone reads.
"""

from django.db import migrations, models
from django.db.models import Q

_ME, _AGENCY = "(SELECT fourpoint_person())", "(SELECT fourpoint_agency())"
_WAITS = f"""EXISTS (SELECT FROM rights_rightscall c WHERE c.request_id = {{request}}
    AND c.person_id = {_ME} AND c.agency_id = {_AGENCY} AND c.answered_at IS NULL{{more}})"""
_APART = """EXISTS (SELECT FROM rights_restriction r
    WHERE r.kind = rights_rightsitem.kind AND r.record_id = rights_rightsitem.record_id)"""
_OF_ITEM = "rights_rightsitem.request_id"
_CALLED = _WAITS.format(request=_OF_ITEM, more="")
_SEARCHES = _WAITS.format(request=_OF_ITEM, more=" AND NOT c.to_lift")
_LIFTS = _WAITS.format(request=_OF_ITEM, more=" AND c.to_lift")
_REQUEST = _WAITS.format(request="rights_rightsrequest.id", more="{more}")
# A find is open to whoever is called for it, which the policies of finds decide.
_NOTE = """by_id = (SELECT fourpoint_person()) AND what IN ({kinds}) AND EXISTS (
    SELECT FROM rights_rightsitem i WHERE i.request_id = rights_rightsnote.request_id
        AND i.kind = rights_rightsnote.kind AND i.record_id = rights_rightsnote.record_id{more})"""
_BEFORE = _NOTE.format(kinds="'restricted', 'lifted'", more=f" AND i.found_by_id = {_ME}")
_AFTER = _NOTE.format(kinds="'restricted', 'confirmed', 'lifted'", more="")


def _policies(request: str, writes: str, note: str) -> str:
    own = f"found_by_id = {_ME} AND {writes}"
    return f"""
    CREATE POLICY reads_called ON rights_rightsrequest FOR SELECT USING ({request});
    CREATE POLICY adds_called ON rights_rightsitem FOR INSERT WITH CHECK ({own});
    CREATE POLICY changes_called ON rights_rightsitem FOR UPDATE USING ({own}) WITH CHECK ({own});
    CREATE POLICY reads_called ON rights_rightsnote FOR SELECT USING ({note});
    CREATE POLICY adds_called ON rights_rightsnote FOR INSERT WITH CHECK ({note});
    """


_DROP = """
DROP POLICY reads_called ON rights_rightsrequest;
DROP POLICY adds_called ON rights_rightsitem; DROP POLICY changes_called ON rights_rightsitem;
DROP POLICY reads_called ON rights_rightsnote; DROP POLICY adds_called ON rights_rightsnote;
"""
_LET = f"""
{_DROP}
{_policies(_REQUEST.format(more=" AND (c.to_lift OR rights_rightsrequest.state = 'open')"), _SEARCHES, _AFTER)}
CREATE POLICY reads_to_lift ON rights_rightsitem FOR SELECT USING ({_LIFTS} AND {_APART});
"""
_KEEP = f"""
DROP POLICY reads_to_lift ON rights_rightsitem;
{_DROP}
{_policies(f"state = 'open' AND {_REQUEST.format(more='')}", _CALLED, _BEFORE)}
"""
_NAME = "rights_note_known"


class Migration(migrations.Migration):
    """What a call is about, why a record is kept apart or lifted, and row security of both."""

    dependencies = [("rights", "0004_restrictions")]

    operations = [
        migrations.AddField(model_name="rightscall", name="to_lift", field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name="rightsnote",
            name="reason",
            field=models.CharField(blank=True, default="", max_length=1000),
        ),
        migrations.RemoveConstraint(model_name="rightsnote", name=_NAME),
        migrations.AddConstraint(
            model_name="rightsnote",
            constraint=models.CheckConstraint(
                condition=Q(what__in=("rectified", "restricted", "confirmed", "lifted")), name=_NAME
            ),
        ),
        migrations.RunSQL(_LET, _KEEP),
    ]
