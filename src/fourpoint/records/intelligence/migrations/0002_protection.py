"""
Intelligence is seen within audiences only. Senders put submissions in as into a post box, and read of them what is hers.

Foreign keys are followed past row security: what hangs on a record moves with it in the same statement, whoever may see
it. What people wrote is never changed, whoever asks.
"""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import (
    hold_words,
    protect_by_audience,
    protect_personal,
    protect_posted,
    reach_files,
)

_SENDER = "made_by_id = (SELECT fourpoint_person()) AND sender_agency_id = (SELECT fourpoint_agency())"
# The desk's agency owns it, and it has the desk's audience: a sender can give it to nobody else.
_ON_A_DESK = f"""{_SENDER} AND EXISTS (SELECT FROM intelligence_desk d
    WHERE d.id = desk_id AND d.arrivals_id = intelligence_submission.audience_id
        AND d.agency_id = intelligence_submission.owner_id)"""
# Within row security of its own, so that what is not her submission is not there.
_OF_MINE = """EXISTS (SELECT FROM intelligence_submission s
    WHERE s.id = {table}.submission_id AND s.audience_id = {table}.audience_id
        AND s.made_by_id = (SELECT fourpoint_person()) AND s.sender_agency_id = (SELECT fourpoint_agency()))"""
# Deferred, so that record and parts may be moved in either order within one transaction.
_WITH_AUDIENCE = """
ALTER TABLE intelligence_{part} ADD CONSTRAINT intelligence_{part}_with_{record}
    FOREIGN KEY ({record}_id, audience_id) REFERENCES intelligence_{record} (id, audience_id)
    ON UPDATE CASCADE {on_delete} DEFERRABLE INITIALLY DEFERRED
"""
_WRITTEN = (
    *("id", "made_at", "made_by_id", "key", "reference", "sender_agency_id", "sender_reference", "channel", "danger"),
    *("what", "who", "place", "postcode", "happened", "how_known", "who_else", "comes_back", "may_contact", "contact"),
    *("point", "soon", "soon_on"),
)
# The file is her own too: nobody opens another's bytes by hanging them on what she sent.
_HER_OWN_FILE = """AND EXISTS (SELECT FROM files_file f
    WHERE f.id = intelligence_submissionfile.held_id AND f.put_by_id = (SELECT fourpoint_person()))"""
# Beside the audience, the numbers by which submissions that tell the same are found are seen only where they answer the
# search under way. PostgreSQL tries a rule of row security before a condition of a query, so as a rule of row security
# the search may use the index; as a condition it may not, because the operator && is not declared leakproof
# (docs/adr/0015).
_ASKED = """
CREATE FUNCTION fourpoint_alike() RETURNS integer[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('fourpoint.alike', true), '')::integer[] $$;
CREATE POLICY asked ON intelligence_likenesskeys AS RESTRICTIVE FOR SELECT USING (keys && (SELECT fourpoint_alike()));
"""
# The application cannot name drafts that are not its reader's, so the function alone removes them, and only old ones.
_FORGET = """
CREATE POLICY sees_forgotten ON intelligence_draft FOR SELECT TO CURRENT_USER
    USING (current_setting('fourpoint.forgetting', true) = 'on');
CREATE POLICY forgets ON intelligence_draft FOR DELETE TO CURRENT_USER
    USING (current_setting('fourpoint.forgetting', true) = 'on');
CREATE FUNCTION fourpoint_forget_drafts(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS
$$ DECLARE gone bigint;
BEGIN
    PERFORM set_config('fourpoint.forgetting', 'on', true);
    DELETE FROM intelligence_draft WHERE saved_at < least(before, clock_timestamp() - interval '1 day');
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('fourpoint.forgetting', '', true);
    RETURN gone;
END $$;
"""
_REMEMBER = """
DROP FUNCTION fourpoint_forget_drafts(timestamptz);
DROP POLICY forgets ON intelligence_draft; DROP POLICY sees_forgotten ON intelligence_draft;
"""
# What an agency's own people sent in a time, counted: its monthly report. Nobody reads a colleague's sending, so the count
# is a function of the owner of the tables, for the agency acted for and no other. It gives numbers, never a row: what
# became of its submissions, how much they held, what they changed, which requirements it answered. Planned anew at each
# call: policies hold the context that they were planned in.
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
    $q$ USING since, until;
    PERFORM set_config('fourpoint.counting', '', true);
END $$;
"""


def _with_audience(part: str, record: str, on_delete: str = "") -> migrations.RunSQL:
    return migrations.RunSQL(
        _WITH_AUDIENCE.format(part=part, record=record, on_delete=on_delete),
        f"ALTER TABLE intelligence_{part} DROP CONSTRAINT intelligence_{part}_with_{record}",
    )


def _posted_part(table: str, *, seen: bool, arrives: str = "") -> migrations.RunSQL:
    name = f"intelligence_{table}"
    mine = _OF_MINE.format(table=name)
    return protect_posted(name, sent=mine, arrives=f"{mine} {arrives}", seen=seen)


def _counted(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""CREATE POLICY counts ON intelligence_{table} FOR SELECT TO CURRENT_USER
            USING (current_setting('fourpoint.counting', true) = 'on');""",
        f"DROP POLICY counts ON intelligence_{table};",
    )


class Migration(migrations.Migration):
    """Row security, what holds parts to their records, what is never changed, and two functions of the owner."""

    replaces = [
        ("intelligence", "0002_row_security"),
        ("intelligence", "0005_monthly_counts"),
        ("intelligence", "0010_monthly_quality"),
    ]

    dependencies = [("intelligence", "0001_initial"), ("sharing", "0001_initial"), ("files", "0001_initial")]

    operations = [
        *(hold_owner(f"intelligence_{name}") for name in ("submission", "report", "source", "requirement")),
        *(
            _with_audience(part, "submission")
            for part in ("submissionsubject", "submissionfile", "message", "told", "triage", "move", "outcome")
        ),
        _with_audience("likenesskeys", "submission", "ON DELETE CASCADE"),
        _with_audience("item", "report"),
        _with_audience("sourceuse", "source"),
        _with_audience("ask", "requirement"),
        protect_personal("intelligence_draft"),
        migrations.RunSQL(_FORGET, _REMEMBER),
        protect_posted("intelligence_submission", sent=_SENDER, arrives=_ON_A_DESK),
        _posted_part("submissionsubject", seen=True),
        _posted_part("submissionfile", seen=True, arrives=_HER_OWN_FILE),
        reach_files("intelligence_submissionfile"),
        # A sender asks nothing and releases nothing: she answers, under her own name.
        _posted_part(
            "message", seen=True, arrives="AND about = 'answer' AND written_by_id = (SELECT fourpoint_person())"
        ),
        _posted_part("told", seen=True),
        _posted_part("triage", seen=False),
        _posted_part("move", seen=False),
        _posted_part("likenesskeys", seen=False),
        migrations.RunSQL(_ASKED, "DROP POLICY asked ON intelligence_likenesskeys; DROP FUNCTION fourpoint_alike();"),
        *(
            protect_by_audience(f"intelligence_{name}")
            for name in ("report", "item", "source", "sourceuse", "requirement", "ask", "answer", "outcome")
        ),
        hold_words("intelligence_submission", _WRITTEN),
        hold_words("intelligence_submissionsubject", ("id", "number", "kind", "words")),
        hold_words(
            "intelligence_submissionfile", ("id", "held_id", "name", "media_type", "size", "sha256", "attached_at")
        ),
        hold_words("intelligence_message", ("id", "about", "change", "text", "written_at", "written_by_id")),
        hold_words("intelligence_told", ("id", "state", "told_at")),
        hold_words("intelligence_move", ("id", "step", "state", "priority", "moved_at", "moved_by_id", "reason")),
        hold_words("intelligence_outcome", ("id", "change", "text", "proposed_at", "proposed_by_id")),
        hold_words("intelligence_likenesskeys", ("keys",)),
        *(_counted(table) for table in ("submission", "told", "message")),
        migrations.RunSQL(_COUNT, "DROP FUNCTION fourpoint_monthly(timestamptz, timestamptz);"),
    ]
