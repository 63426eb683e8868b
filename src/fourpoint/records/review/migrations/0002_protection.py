"""
Reviews are seen within their audience, disposals by the owner's people; a certificate never changes.

What hangs on a record in audiences of its own goes when the record is disposed of, also where its disposer reads none.
What is stated of a subject is read with the report that it rests on, and answers lie on desks: one person may read few
of them. So a function of the owner removes them, as it does the history of readers.
"""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import protect_between, protect_by_audience

HOLD = """
CREATE FUNCTION fourpoint_hold_certificate() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'A certificate of disposal is never changed.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER holds BEFORE UPDATE ON review_disposal FOR EACH ROW WHEN (OLD.state = 'done')
    EXECUTE FUNCTION fourpoint_hold_certificate();
"""
LET_GO = "DROP TRIGGER holds ON review_disposal; DROP FUNCTION fourpoint_hold_certificate();"
# A table of ours, for each kind of record which of its rows hang on the record.
_OURS = "owner_id = fourpoint_agency()"
_STATED = f"(subject_id = of_record OR object_id = of_record) AND {_OURS}"
TIES = {
    "subjects_key": {"subject": f"statement_id IN (SELECT s.id FROM subjects_statement s WHERE {_STATED})"},  # noqa: S608
    "subjects_statement": {"subject": _STATED},
    "subjects_identity": {"subject": f"(one_id = of_record OR other_id = of_record) AND {_OURS}"},
    "intelligence_answer": {"submission": "submission_id = of_record", "requirement": "requirement_id = of_record"},
    "intelligence_sourceuse": {"report": "report_id = of_record"},
}
_REMOVE = """
    IF of_table = '{table}' AND of_kind = '{kind}' THEN
        RETURN QUERY DELETE FROM {table} WHERE {which} RETURNING id;
    END IF;"""
_DISPOSE = """
CREATE FUNCTION fourpoint_dispose_ties(of_table text, of_kind text, of_record bigint) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT FROM review_disposal d WHERE d.owner_id = fourpoint_agency() AND d.kind = of_kind
            AND d.record_id = of_record AND d.state IN ('proposed', 'confirmed')
    ) THEN
        RETURN;
    END IF;
    PERFORM set_config('fourpoint.disposing', 'on', true);{removals}
    PERFORM set_config('fourpoint.disposing', '', true);
END $$;
"""
_LET = """
CREATE POLICY sees_disposed ON {table} FOR SELECT TO CURRENT_USER
    USING (current_setting('fourpoint.disposing', true) = 'on');
CREATE POLICY disposes ON {table} FOR DELETE TO CURRENT_USER
    USING (current_setting('fourpoint.disposing', true) = 'on');
"""


def _removals() -> str:
    return "".join(
        _REMOVE.format(table=table, kind=kind, which=which)
        for table, kinds in TIES.items()
        for kind, which in kinds.items()
    )


class Migration(migrations.Migration):
    """Row security of reviews and disposals; one function, and the policies that let it through."""

    replaces = [("review", "0002_row_security"), ("review", "0003_ties_go_along")]

    dependencies = [("review", "0001_initial"), ("subjects", "0002_protection"), ("intelligence", "0002_protection")]

    operations = [
        protect_by_audience("review_review"),
        hold_owner("review_review"),
        protect_between("review_disposal", ("owner_id",)),
        migrations.RunSQL(HOLD, LET_GO),
        *(
            migrations.RunSQL(
                _LET.format(table=table),
                f"DROP POLICY sees_disposed ON {table}; DROP POLICY disposes ON {table};",
            )
            for table in TIES
        ),
        migrations.RunSQL(
            _DISPOSE.replace("{removals}", _removals()), "DROP FUNCTION fourpoint_dispose_ties(text, text, bigint);"
        ),
    ]
