"""
An entry is seen by who may read its record, and only as the answer to a search under way (docs/adr/0021).

Both stand in one policy, so that PostgreSQL may use the index over the words for it: as a condition of a query it may
not, because the operator @@ is not declared leakproof. Nobody but the owner, whose triggers keep the index, writes here.

Rows are kept narrow: the words stand apart, and are fetched for the rows that are ranked alone.

An entry may be for one agency alone: what it was given, or gave, is no matter of others who read the record.

What search finds: submissions, reports, requirements, subjects and what is stated of them, papers, comments, commentary;
other apps add their own. A paper's words come from the library's own index, where those of its files are too, and go
with them when a file was infected.
"""

from django.db import migrations

from fourpoint.records.indexed import CUT, CUTTING, FOLLOWING, STAYING, Indexed, index_for_search
from fourpoint.records.row_security import protect_personal, within

_SENT = """coalesce(current_setting('fourpoint.outbox', true), '') = 'on'"""
_POLICIES = f"""
ALTER TABLE search_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE search_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY answers ON search_entry FOR SELECT USING (
    words @@ (SELECT fourpoint_sought())
    AND ((({within("readable")}) AND (only_agency_id IS NULL OR only_agency_id = (SELECT fourpoint_agency())))
        OR ((SELECT {_SENT}) AND sender_id = (SELECT fourpoint_person())
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
_DAY = "(r.made_at AT TIME ZONE 'Europe/London')::date"


def _joined(columns: str, table: str, record: str, order: str) -> str:
    return f"(SELECT string_agg(concat_ws(' ', {columns}), E'\\n' ORDER BY {order}) FROM {table} WHERE {record} = r.id)"  # noqa: S608


_SAID = """concat_ws(E'\\n', r.what, r.who, r.place, r.postcode, r.happened, r.soon, r.how_known, r.who_else, r.comes_back,
    (SELECT string_agg(concat_ws(' ', words), E'\\n' ORDER BY number) FROM intelligence_submissionsubject
        WHERE submission_id = r.id),
    (SELECT string_agg(concat_ws(' ', text), E'\\n' ORDER BY written_at, id) FROM intelligence_message
        WHERE submission_id = r.id))"""
_SUBMISSION = Indexed(
    kind="submission",
    table="intelligence_submission",
    columns=("reference", "what"),
    title="r.reference",
    body=_SAID,
    names="r.who",
    told_on=_DAY,
    sender=("r.made_by_id", "r.sender_agency_id"),
    parts={
        "intelligence_submissionsubject": ("submission_id", ("words",)),
        "intelligence_message": ("submission_id", ("text",)),
    },
)
_REPORT = Indexed(
    kind="report",
    table="intelligence_report",
    columns=("reference", "title", "provenance", "risk", "threat", "area_codes"),
    title="concat_ws(' ', r.reference, r.title)",
    body="concat_ws(E'\\n', "
    + _joined("text, place, postcode", "intelligence_item", "report_id", "number")
    + ", r.provenance, r.risk)",
    told_on=f"coalesce((SELECT max(coalesce(to_on, from_on)) FROM intelligence_item WHERE report_id = r.id), {_DAY})",  # noqa: S608
    areas="r.area_codes",
    threat="r.threat",
    parts={"intelligence_item": ("report_id", ("text", "place", "postcode", "from_on", "to_on"))},
)
_REQUIREMENT = Indexed(
    kind="requirement",
    table="intelligence_requirement",
    columns=("reference", "question", "why", "outcome", "threat", "area_codes"),
    title="concat_ws(' ', r.reference, r.question)",
    body="concat_ws(E'\\n', r.why, r.outcome)",
    told_on=_DAY,
    areas="r.area_codes",
    threat="r.threat",
)
_SUBJECT = Indexed(
    kind="subject", table="subjects_subject", columns=("reference",), title="r.reference", body="''", told_on=_DAY
)
# Nobody is found as a suspect: search counts and lists what it finds, and could not keep silent of a child among them.
# The basis of calling somebody a suspect stands in the report that it rests on, which is found.
_STATEMENT = Indexed(
    kind="statement",
    table="subjects_statement",
    columns=("text", "basis", "withdrawn_at"),
    title="r.text",
    body="r.basis",
    names="r.text",
    told_on=f"coalesce(r.to_on, r.from_on, {_DAY})",
    shown="r.withdrawn_at IS NULL AND r.text || r.basis <> '' AND r.category <> 'suspect'",
)
_COMMENT = Indexed(kind="comment", table="library_comment", columns=("text",), title="''", body="r.text", told_on=_DAY)
_COMMENTARY = Indexed(
    kind="commentary",
    table="profiles_commentary",
    columns=("about", "version", "state"),
    title="r.about",
    body="(SELECT text FROM profiles_commentaryversion WHERE commentary_id = r.id ORDER BY version DESC LIMIT 1)",
    told_on=_DAY,
    areas="ARRAY[r.area_code]::text[]",
    threat="r.threat_id",
    shown="r.state = 'current'",
    parts={"profiles_commentaryversion": ("commentary_id", ("text",))},
)
_ENTRY_OF_PAPER = """
    INSERT INTO search_entry (kind, record_id, audience_id, told_on, area_codes, threat, words)
    SELECT 'paper', r.id, r.audience_id, (v.made_at AT TIME ZONE 'Europe/London')::date, r.area_codes, r.threat,
        {words} || array_to_tsvector(
            fourpoint_entry_tokens(r.audience_id, 'paper', (v.made_at AT TIME ZONE 'Europe/London')::date,
                r.area_codes, r.threat, NULL)
            || fourpoint_name_keys(r.title || ' ' || r.summary, '\\m([[:upper:]][[:alpha:]'']+)'))
    FROM library_paper r JOIN library_version v ON v.paper_id = r.id
    WHERE v.id = $1 AND v.number = (SELECT max(number) FROM library_version WHERE paper_id = r.id)
    ON CONFLICT (kind, record_id) DO UPDATE SET audience_id = EXCLUDED.audience_id, told_on = EXCLUDED.told_on,
        area_codes = EXCLUDED.area_codes, threat = EXCLUDED.threat, words = EXCLUDED.words
"""
_NAMED = """setweight(to_tsvector('pg_catalog.english', fourpoint_plain(r.title)), 'A')
    || setweight(to_tsvector('pg_catalog.english', fourpoint_plain(r.summary)), 'B')"""
_ADDED = _ENTRY_OF_PAPER.format(words="$2")
_STRIPPED = _ENTRY_OF_PAPER.format(words=_NAMED)
# A word that goes because a file was infected must go wherever it stands: first out, and then what may be seen again.
_PAPERS = f"""
CREATE FUNCTION fourpoint_indexes_paper() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$function$ BEGIN
    IF TG_OP = 'INSERT' THEN
        EXECUTE $query${_ADDED}$query$ USING NEW.version_id, NEW.words;
    ELSE
        EXECUTE 'DELETE FROM search_entry WHERE kind = ''paper'' AND record_id IN (
            SELECT paper_id FROM library_version WHERE id = $1)' USING OLD.version_id;
        EXECUTE $query${_STRIPPED}$query$ USING OLD.version_id;
    END IF;
    RETURN NULL;
END $function$;
CREATE TRIGGER search_indexes AFTER INSERT ON library_indexentry FOR EACH ROW WHEN (NEW.version_id IS NOT NULL)
    EXECUTE FUNCTION fourpoint_indexes_paper();
CREATE TRIGGER search_strips AFTER DELETE ON library_indexentry FOR EACH ROW WHEN (OLD.version_id IS NOT NULL)
    EXECUTE FUNCTION fourpoint_indexes_paper();
CREATE TRIGGER search_moves AFTER UPDATE OF audience_id ON library_paper FOR EACH ROW
    WHEN (OLD.audience_id <> NEW.audience_id) EXECUTE FUNCTION fourpoint_entry_moves('paper');
CREATE TRIGGER search_goes AFTER DELETE ON library_paper
    FOR EACH ROW EXECUTE FUNCTION fourpoint_entry_goes('paper');
"""  # noqa: S608
_NO_PAPERS = """
DROP TRIGGER search_indexes ON library_indexentry; DROP TRIGGER search_strips ON library_indexentry;
DROP TRIGGER search_moves ON library_paper; DROP TRIGGER search_goes ON library_paper;
DROP FUNCTION fourpoint_indexes_paper; DELETE FROM search_entry WHERE kind = 'paper';
"""


class Migration(migrations.Migration):
    """Row security of the index and of saved searches, how words are cut, and every kind that is found."""

    replaces = [("search", "0002_row_security"), ("search", "0003_kinds"), ("search", "0005_no_suspects")]

    dependencies = [
        ("search", "0001_initial"),
        ("library", "0002_protection"),
        ("intelligence", "0002_protection"),
        ("subjects", "0002_protection"),
        ("profiles", "0002_protection"),
    ]

    operations = [
        migrations.RunSQL(_POLICIES, _NONE),
        protect_personal("search_savedsearch"),
        migrations.RunSQL(CUTTING, CUT),
        migrations.RunSQL(FOLLOWING, STAYING),
        *(
            index_for_search(one)
            for one in (_SUBMISSION, _REPORT, _REQUIREMENT, _SUBJECT, _STATEMENT, _COMMENT, _COMMENTARY)
        ),
        migrations.RunSQL(_PAPERS, _NO_PAPERS),
    ]
