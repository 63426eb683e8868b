"""
The monthly counts of an agency say more: how much its submissions held, what they changed, which requirements it answered.

As before it is a function of the owner of the tables, for the agency acted for alone, and gives numbers, never a row.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("fourpoint.records.intelligence.migrations.0005_monthly_counts")._COUNT
_MORE = """
        UNION ALL SELECT 'holds', held.code, count(*)::double precision FROM ours
            JOIN intelligence_submission s ON s.id = ours.id
            CROSS JOIN LATERAL (VALUES ('when', s.happened <> ''), ('where', concat(s.place, s.postcode, s.point) <> ''),
                ('how', s.how_known <> ''), ('risk', s.comes_back <> '')) held (code, is_there)
            WHERE held.is_there GROUP BY held.code
        UNION ALL SELECT 'changed', message.change::text, count(DISTINCT message.submission_id)::double precision
            FROM intelligence_message message JOIN ours ON ours.id = message.submission_id
            WHERE message.about = 'outcome' GROUP BY message.change
        UNION ALL SELECT 'answered', s.requirement_id::text, extract(epoch FROM min(s.made_at))::double precision
            FROM intelligence_submission s
            WHERE s.sender_agency_id = fourpoint_agency() AND s.requirement_id IS NOT NULL GROUP BY s.requirement_id
    $q$ USING since, until;"""
_NOW = _BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace("\n    $q$ USING since, until;", _MORE)


class Migration(migrations.Migration):
    """The function anew."""

    dependencies = [("intelligence", "0009_point")]

    operations = [migrations.RunSQL(_NOW, _BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]
