"""
A version that is a file points at it: the bytes stand among the files, closed to everybody until they are scanned.

What was put in before goes into quarantine too. A migration acts for nobody and would see no row, so the tables let
their owner past row security within this transaction.
"""

import django.db.models.deletion
from django.db import migrations, models

from fourpoint.records.row_security import reach_files

_TABLES = ("library_paper", "library_version", "library_indexentry", "files_content")
_PAST = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in _TABLES)
_AGAIN = "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in _TABLES)
_MOVE = f"""
SET CONSTRAINTS ALL IMMEDIATE;
{_PAST}
DROP TRIGGER unchanging ON library_version;
CREATE TEMPORARY TABLE moving ON COMMIT DROP AS
    SELECT v.id AS version_id, nextval(pg_get_serial_sequence('files_file', 'id')) AS file_id
    FROM library_version v WHERE v.file IS NOT NULL;
INSERT INTO files_file (id, state, put_at, put_by_id, agency_id, found)
    SELECT m.file_id, 'quarantined', v.made_at, v.made_by_id, p.owner_id, ''
    FROM moving m JOIN library_version v ON v.id = m.version_id JOIN library_paper p ON p.id = v.paper_id;
ALTER TABLE files_content DISABLE ROW LEVEL SECURITY;
INSERT INTO files_content (id, file_id, data, words)
    SELECT m.file_id, m.file_id, v.file, v.words FROM moving m JOIN library_version v ON v.id = m.version_id;
ALTER TABLE files_content ENABLE ROW LEVEL SECURITY;
UPDATE library_version v SET held_id = m.file_id, words = '' FROM moving m WHERE m.version_id = v.id;
UPDATE library_indexentry e SET content_id = m.file_id FROM moving m WHERE m.version_id = e.version_id;
ALTER TABLE library_version DROP COLUMN file;
{_AGAIN}
CREATE TRIGGER unchanging BEFORE UPDATE OF id, number, text, held_id, file_name, media_type, size, sha256, words,
    changed, made_at, made_by_id ON library_version FOR EACH ROW EXECUTE FUNCTION library_version_unchanging();
ALTER TABLE library_indexentry ADD CONSTRAINT library_indexentry_of_content
    FOREIGN KEY (content_id) REFERENCES files_content (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
"""  # noqa: S608


class Migration(migrations.Migration):
    """Move the bytes, then hold that a version is a page or a file."""

    dependencies = [("files", "0001_tables"), ("library", "0004_what_a_version_changed")]

    operations = [
        migrations.RemoveConstraint(model_name="version", name="version_is_page_or_file"),
        migrations.AddField(
            model_name="version",
            name="held",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.file"
            ),
        ),
        migrations.AddField(
            model_name="indexentry",
            name="content",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="files.content",
            ),
        ),
        migrations.RunSQL(_MOVE, state_operations=[migrations.RemoveField(model_name="version", name="file")]),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file_name", ""), ("held", None), ("media_type", ""), ("text__isnull", False)),
                    models.Q(
                        ("held__isnull", False),
                        ("text", None),
                        ("words", ""),
                        models.Q(("file_name", ""), _negated=True),
                        models.Q(("media_type", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="version_is_page_or_file",
            ),
        ),
        reach_files("library_version"),
    ]
