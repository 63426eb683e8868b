"""The tables of files, and who gets at their bytes: a scanner while they are in quarantine, readers afterwards."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The setting is made by the scan job alone, and the job acts for nobody: in a person's context there is no scanner.
_POLICIES = """
ALTER TABLE files_content ADD CONSTRAINT files_content_of_file
    FOREIGN KEY (file_id) REFERENCES files_file (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE files_content ENABLE ROW LEVEL SECURITY;
ALTER TABLE files_content FORCE ROW LEVEL SECURITY;
CREATE FUNCTION fourpoint_scanning() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT fourpoint_person() IS NULL AND coalesce(current_setting('fourpoint.scanning', true), '') = 'on' $$;
CREATE POLICY adds ON files_content FOR INSERT WITH CHECK (EXISTS (
    SELECT FROM files_file f WHERE f.id = file_id AND f.put_by_id = (SELECT fourpoint_person())));
CREATE POLICY scans ON files_content FOR SELECT USING ((SELECT fourpoint_scanning()));
CREATE POLICY destroys ON files_content FOR DELETE USING ((SELECT fourpoint_scanning()));
CREATE FUNCTION fourpoint_file_is_judged() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
   IF OLD.state <> 'quarantined' OR NOT fourpoint_scanning() THEN
       RAISE EXCEPTION 'Only a scanner takes a file out of quarantine.' USING ERRCODE = 'insufficient_privilege';
   END IF;
   RETURN NEW; END $$;
CREATE TRIGGER judged BEFORE UPDATE ON files_file FOR EACH ROW EXECUTE FUNCTION fourpoint_file_is_judged();
CREATE FUNCTION fourpoint_file_goes_along() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS
$$ BEGIN DELETE FROM files_file WHERE id = OLD.held_id; RETURN NULL; END $$;
"""
_UNDO = """
DROP FUNCTION fourpoint_file_goes_along();
DROP TRIGGER judged ON files_file;
DROP FUNCTION fourpoint_file_is_judged();
DROP POLICY destroys ON files_content;
DROP POLICY scans ON files_content;
DROP POLICY adds ON files_content;
DROP FUNCTION fourpoint_scanning();
ALTER TABLE files_content NO FORCE ROW LEVEL SECURITY;
ALTER TABLE files_content DISABLE ROW LEVEL SECURITY;
ALTER TABLE files_content DROP CONSTRAINT files_content_of_file;
"""


class Migration(migrations.Migration):
    """Tables, policies, and the functions that tables with files call."""

    initial = True

    dependencies = [("agencies", "0001_tables"), ("sharing", "0002_row_security_functions")]

    operations = [
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("state", models.CharField(max_length=16)),
                ("put_at", models.DateTimeField()),
                ("scanned_at", models.DateTimeField(null=True)),
                ("found", models.CharField(blank=True, max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "quarantined")), fields=["id"], name="file_waiting")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("quarantined", "clean", "unscanned", "infected"))),
                        name="file_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("found", ""), ("scanned_at", None), ("state__in", ("quarantined", "unscanned"))),
                            models.Q(("found", ""), ("scanned_at__isnull", False), ("state", "clean")),
                            models.Q(
                                ("scanned_at__isnull", False),
                                ("state", "infected"),
                                models.Q(("found", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="file_says_what_was_found",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Content",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("data", models.BinaryField()),
                ("words", models.TextField(blank=True)),
                (
                    "file",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="files.file",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(_POLICIES, _UNDO),
    ]
