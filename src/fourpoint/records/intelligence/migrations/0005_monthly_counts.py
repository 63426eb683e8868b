"""
What an agency's own people sent in a time, counted: its monthly report.

Nobody reads a colleague's sending, so the count is a function of the owner of the tables, for the agency acted for and
no other. It gives numbers, never a row. Planned anew at each call: policies hold the context that they were planned in.
"""

from django.db import migrations

_TABLES = ("intelligence_submission", "intelligence_told", "intelligence_message")
_COUNT = """
CREATE FUNCTION fourpoint_monthly(since timestamptz, until timestamptz)
RETURNS TABLE (about text, code text, number double precision) LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS
$$ BEGIN
    PERFORM set_config('fourpoint.counting', 'on', true);
    RETURN QUERY EXECUTE $q$
        WITH ours AS (
            SELECT id, made_at FROM intelligence_submission
            WHERE sender_agency_id = fourpoint_agency() AND made_at >= $1 AND made_at < $2
        ), latest AS (
            SELECT DISTINCT ON (told.submission_id) told.submission_id, told.state
            FROM intelligence_told told JOIN ours ON ours.id = told.submission_id
            ORDER BY told.submission_id, told.told_at DESC, told.id DESC
        ), said AS (
            SELECT message.submission_id, message.about, message.written_at
            FROM intelligence_message message JOIN ours ON ours.id = message.submission_id
        ), first AS (
            SELECT ours.id, extract(epoch FROM min(heard.at) - ours.made_at) / 86400 AS days FROM ours JOIN (
                SELECT submission_id, told_at AS at FROM intelligence_told
                UNION ALL SELECT submission_id, written_at FROM said WHERE said.about <> 'answer'
            ) heard ON heard.submission_id = ours.id AND heard.at > ours.made_at GROUP BY ours.id, ours.made_at
        )
        SELECT 'state', latest.state::text, count(*)::double precision FROM latest GROUP BY latest.state
        UNION ALL SELECT said.about::text, '', count(DISTINCT said.submission_id)::double precision
            FROM said GROUP BY said.about
        UNION ALL SELECT 'days', '', percentile_cont(0.5) WITHIN GROUP (ORDER BY first.days)::double precision
            FROM first HAVING count(*) > 0
    $q$ USING since, until;
    PERFORM set_config('fourpoint.counting', '', true);
END $$;
"""


def _policy(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""CREATE POLICY counts ON {table} FOR SELECT TO CURRENT_USER
            USING (current_setting('fourpoint.counting', true) = 'on');""",
        f"DROP POLICY counts ON {table};",
    )


class Migration(migrations.Migration):
    """One function, and the policies of the owner's that let it count."""

    dependencies = [("intelligence", "0004_systems_send")]

    operations = [
        *(_policy(table) for table in _TABLES),
        migrations.RunSQL(_COUNT, "DROP FUNCTION fourpoint_monthly(timestamptz, timestamptz);"),
    ]
