"""Files, and who gets at their bytes: a scanner while they are in quarantine, readers afterwards."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import DO_NOTHING, Q

from fourpoint.records.together import Tables, to

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

    replaces = [("files", "0001_tables")]

    dependencies = [
        ("agencies", "0001_initial"),
        # Not that files need these. The packages for signing in alter tables that are tied to people again and again,
        # and each time Django renders whatever else is: they go first, while that is little.
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="File",
                fields=[
                    ("id", models.BigAutoField(primary_key=True, serialize=False)),
                    ("state", models.CharField(max_length=16)),
                    ("put_at", models.DateTimeField()),
                    ("scanned_at", models.DateTimeField(null=True)),
                    ("found", models.CharField(blank=True, max_length=200)),
                    ("agency", to("agencies.agency")),
                    ("put_by", to(settings.AUTH_USER_MODEL)),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["id"], condition=Q(state="quarantined"), name="file_waiting"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=Q(state__in=("quarantined", "clean", "unscanned", "infected")),
                            name="file_state_known",
                        ),
                        models.CheckConstraint(
                            condition=Q(found="", scanned_at=None, state__in=("quarantined", "unscanned"))
                            | Q(found="", scanned_at__isnull=False, state="clean")
                            | (Q(scanned_at__isnull=False) & Q(state="infected") & ~Q(found="")),
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
                    ("file", models.OneToOneField("files.file", DO_NOTHING, related_name="+", db_constraint=False)),
                ],
            ),
        ),
        migrations.RunSQL(_POLICIES, _UNDO),
    ]
