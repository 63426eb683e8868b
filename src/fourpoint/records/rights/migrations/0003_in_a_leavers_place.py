"""Whoever stands in the place of somebody who left reads why she set a record apart, while she is called to lift it."""

from django.db import migrations

_ME, _AGENCY = "(SELECT fourpoint_person())", "(SELECT fourpoint_agency())"
_OR_FOR = f"""OR by_id IN (SELECT s.leaver_id FROM sharing_standin s
    WHERE s.person_id = {_ME} AND s.agency_id = {_AGENCY} AND s.ended_at IS NULL)"""  # noqa: S608
# Of a call about lifting alone, and of finds that the policies of finds open to her by it.
_CALLED = f"""EXISTS (SELECT FROM rights_rightscall c WHERE c.request_id = rights_rightsnote.request_id
    AND c.person_id = {_ME} AND c.agency_id = {_AGENCY} AND c.answered_at IS NULL AND c.to_lift)"""
_POLICY = """
DROP POLICY reads_called ON rights_rightsnote;
CREATE POLICY reads_called ON rights_rightsnote FOR SELECT USING (
    {by} AND what IN ('restricted', 'confirmed', 'lifted') AND EXISTS (
        SELECT FROM rights_rightsitem i WHERE i.request_id = rights_rightsnote.request_id
            AND i.kind = rights_rightsnote.kind AND i.record_id = rights_rightsnote.record_id));
"""
_BY_HER = f"by_id = {_ME}"


class Migration(migrations.Migration):
    """One policy anew."""

    dependencies = [("rights", "0002_protection"), ("sharing", "0003_stand_ins")]

    operations = [
        migrations.RunSQL(_POLICY.format(by=f"({_BY_HER} {_OR_FOR} AND {_CALLED})"), _POLICY.format(by=_BY_HER))
    ]
