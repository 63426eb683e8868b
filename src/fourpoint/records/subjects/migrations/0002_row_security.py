"""Subjects and statements are seen within audiences only; keys move with their statement; what was stated stays."""

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


class Migration(migrations.Migration):
    """Row security, what holds keys to their statement, and what is never changed."""

    dependencies = [("subjects", "0001_tables"), ("sharing", "0006_signed_never_changes")]

    operations = [
        *(hold_owner(f"subjects_{name}") for name in ("subject", "statement", "identity")),
        migrations.RunSQL(_WITH_STATEMENT, "ALTER TABLE subjects_key DROP CONSTRAINT subjects_key_with_statement"),
        *(protect_by_audience(f"subjects_{name}") for name in ("subject", "statement", "key", "identity")),
        hold_words("subjects_subject", ("id", "made_at", "made_by_id", "reference", "kind")),
        hold_words("subjects_statement", _STATED),
        hold_words("subjects_key", ("id", "key")),
        hold_words("subjects_identity", ("id", "made_at", "made_by_id", "one_id", "other_id", "why")),
    ]
