"""
Subjects and statements are seen within audiences only; keys move with their statement; what was stated stays.

What the database alone knows of people is what they are said to be in statements that are closed to whoever asks. Two
functions look past the audiences of statements and judgements, and give back no statement: which categories stand of
each subject, and of whom a statement calls somebody a suspect. The setting that opens the rows to them is theirs for
as long as they run. Whoever asks compares it with what is open to her, and learns only that there is less to be shown.
"""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import hold_words, protect_by_audience

# Deferred, so that statement and keys may be moved in either order within one transaction.
_WITH_STATEMENT = """
ALTER TABLE subjects_key ADD CONSTRAINT subjects_key_with_statement
    FOREIGN KEY (statement_id, audience_id) REFERENCES subjects_statement (id, audience_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
_STATED = (
    *("id", "made_at", "made_by_id", "subject_id", "code", "text", "object_id", "category", "basis", "report_id"),
    *("item_number", "source_grade", "information_grade", "older_grade", "from_on", "to_on"),
)
_BARRING = "(SELECT coalesce(current_setting('fourpoint.barring', true), '') = 'on')"
_POLICIES = "".join(
    f"CREATE POLICY reads_to_bar ON {table} FOR SELECT USING ({_BARRING});"
    for table in ("subjects_statement", "subjects_identity")
)
_UNDONE = "".join(f"DROP POLICY reads_to_bar ON {table};" for table in ("subjects_statement", "subjects_identity"))
# The same question twice: over everything that stands, and over what is open to the person of the context.
_CATEGORIES = """
CREATE FUNCTION fourpoint_categories_open(subjects bigint[]) RETURNS TABLE (number bigint, said text)
LANGUAGE sql STABLE AS
$$ WITH RECURSIVE one (number, same) AS (
        SELECT id, id FROM unnest(subjects) AS id
        UNION SELECT one.number, CASE i.one_id WHEN one.same THEN i.other_id ELSE i.one_id END
            FROM one JOIN subjects_identity i ON i.one_id = one.same OR i.other_id = one.same
            WHERE i.taken_back_at IS NULL)
    SELECT DISTINCT one.number, s.category::text FROM one JOIN subjects_statement s ON s.subject_id = one.same
    WHERE s.withdrawn_at IS NULL AND s.category <> '' $$;
"""
# A failure between the two settings ends the transaction, or goes back to a savepoint, and the setting with it.
_PAST = """
CREATE FUNCTION {name} LANGUAGE plpgsql STABLE AS
$$ BEGIN
    PERFORM set_config('fourpoint.barring', 'on', true);
    RETURN QUERY {asked};
    PERFORM set_config('fourpoint.barring', '', true);
END $$;
"""
_STANDING = _PAST.format(
    name="fourpoint_categories_standing(subjects bigint[]) RETURNS TABLE (number bigint, said text)",
    asked="SELECT held.number, held.said FROM fourpoint_categories_open(subjects) AS held",
)
_SUSPECTS = _PAST.format(
    name="fourpoint_suspects_of(statements bigint[]) RETURNS TABLE (statement bigint, subject bigint)",
    asked="SELECT s.id, s.subject_id FROM subjects_statement s WHERE s.id = ANY (statements) AND s.category = 'suspect'",
)


class Migration(migrations.Migration):
    """Row security, what holds keys to their statement, what is never changed, and what the database alone knows."""

    replaces = [("subjects", "0002_row_security"), ("subjects", "0003_barring")]

    dependencies = [("subjects", "0001_initial"), ("sharing", "0002_protection")]

    operations = [
        *(hold_owner(f"subjects_{name}") for name in ("subject", "statement", "identity")),
        migrations.RunSQL(_WITH_STATEMENT, "ALTER TABLE subjects_key DROP CONSTRAINT subjects_key_with_statement"),
        *(protect_by_audience(f"subjects_{name}") for name in ("subject", "statement", "key", "identity")),
        hold_words("subjects_subject", ("id", "made_at", "made_by_id", "reference", "kind")),
        hold_words("subjects_statement", _STATED),
        hold_words("subjects_key", ("id", "key")),
        hold_words("subjects_identity", ("id", "made_at", "made_by_id", "one_id", "other_id", "why")),
        migrations.RunSQL(_POLICIES, _UNDONE),
        migrations.RunSQL(
            _CATEGORIES + _STANDING + _SUSPECTS,
            "DROP FUNCTION fourpoint_suspects_of; DROP FUNCTION fourpoint_categories_standing;"
            " DROP FUNCTION fourpoint_categories_open;",
        ),
    ]
