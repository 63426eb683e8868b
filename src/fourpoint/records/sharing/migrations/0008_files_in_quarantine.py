"""Files of agreements stand among the files too; what was added before goes into quarantine (see the library's 0005)."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from fourpoint.records.row_security import reach_files

_MOVE = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE sharing_agreementfile NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sharing_agreementfile DISABLE TRIGGER USER;
ALTER TABLE files_content DISABLE ROW LEVEL SECURITY;
CREATE TEMPORARY TABLE moving_agreements ON COMMIT DROP AS
    SELECT a.id AS row_id, nextval(pg_get_serial_sequence('files_file', 'id')) AS file_id FROM sharing_agreementfile a;
INSERT INTO files_file (id, state, put_at, put_by_id, agency_id, found)
    SELECT m.file_id, 'quarantined', a.added_at, a.added_by_id, coalesce(
        (SELECT s.agency_id FROM agencies_membership s WHERE s.person_id = a.added_by_id ORDER BY s.id LIMIT 1),
        (SELECT p.agency_id FROM sharing_agreementparty p WHERE p.agreement_id = a.agreement_id ORDER BY p.id LIMIT 1)), ''
    FROM moving_agreements m JOIN sharing_agreementfile a ON a.id = m.row_id;
INSERT INTO files_content (id, file_id, data, words)
    SELECT m.file_id, m.file_id, a.content, '' FROM moving_agreements m JOIN sharing_agreementfile a ON a.id = m.row_id;
UPDATE sharing_agreementfile a SET held_id = m.file_id, size = length(a.content)
    FROM moving_agreements m WHERE m.row_id = a.id;
ALTER TABLE sharing_agreementfile DROP COLUMN content;
ALTER TABLE sharing_agreementfile ALTER COLUMN held_id SET NOT NULL;
ALTER TABLE files_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_agreementfile ENABLE TRIGGER USER;
ALTER TABLE sharing_agreementfile FORCE ROW LEVEL SECURITY;
"""
_HELD: dict[str, Any] = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "files.file"}


class Migration(migrations.Migration):
    """Move the bytes."""

    dependencies = [("files", "0001_tables"), ("sharing", "0007_categories_of_data")]

    operations = [
        migrations.AddField(model_name="agreementfile", name="held", field=models.ForeignKey(null=True, **_HELD)),
        migrations.AddField(
            model_name="agreementfile",
            name="size",
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunSQL(
            _MOVE,
            state_operations=[
                migrations.RemoveField(model_name="agreementfile", name="content"),
                migrations.AlterField(model_name="agreementfile", name="held", field=models.ForeignKey(**_HELD)),
            ],
        ),
        reach_files("sharing_agreementfile"),
    ]
