"""
The library is seen within audiences only; a version never differs from its paper in audience, and never changes.

Foreign keys are checked and followed past row security, so they hold even what the person who acts may not see: a
version and an index entry move with their record in the same statement, an entry goes with what it indexes, and a
comment outlives the paper it was about.
"""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import protect_by_audience, reach_files

# Deferred, so that record and parts may be moved in either order within one transaction.
_WITH_AUDIENCE = """
ALTER TABLE library_{part} ADD CONSTRAINT library_{part}_with_{record}
    FOREIGN KEY ({record}_id, audience_id) REFERENCES library_{record} (id, audience_id)
    ON UPDATE CASCADE {on_delete} DEFERRABLE INITIALLY DEFERRED
"""
_OUTLIVES = """
ALTER TABLE library_comment ADD CONSTRAINT library_comment_of_paper
    FOREIGN KEY (paper_id) REFERENCES library_paper (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
"""
_OF_CONTENT = """
ALTER TABLE library_indexentry ADD CONSTRAINT library_indexentry_of_content
    FOREIGN KEY (content_id) REFERENCES files_content (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
# An update that names one of these columns is refused, even to the same value: no content is read to compare. Following
# its paper, a version is given both columns of the foreign key, so only another paper is refused.
_UNCHANGING = """
CREATE FUNCTION library_version_unchanging() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'A version of a paper is never changed: add the next one.'
   USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE TRIGGER another_paper BEFORE UPDATE ON library_version FOR EACH ROW
    WHEN (OLD.paper_id IS DISTINCT FROM NEW.paper_id) EXECUTE FUNCTION library_version_unchanging();
CREATE TRIGGER unchanging BEFORE UPDATE OF id, number, text, held_id, file_name, media_type, size, sha256, words,
    changed, made_at, made_by_id ON library_version FOR EACH ROW EXECUTE FUNCTION library_version_unchanging();
CREATE TRIGGER unchanging_amended BEFORE UPDATE OF amended ON library_version
    FOR EACH ROW EXECUTE FUNCTION library_version_unchanging();
"""
_CHANGING = """
DROP TRIGGER another_paper ON library_version;
DROP TRIGGER unchanging_amended ON library_version;
DROP TRIGGER unchanging ON library_version;
DROP FUNCTION library_version_unchanging();
"""
# Audiences and the agencies they name are readable without a context, so this sees them all.
_DRAFTS = """
CREATE FUNCTION library_draft_is_owners() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
   IF NEW.state = 'draft' AND EXISTS (
       SELECT FROM sharing_audienceagency n WHERE n.audience_id = NEW.audience_id
       UNION ALL SELECT FROM sharing_audiencedisclosure d WHERE d.audience_id = NEW.audience_id
   ) THEN
       RAISE EXCEPTION 'A draft is for the agency that owns it alone: issue the paper to share it.'
           USING ERRCODE = 'check_violation', CONSTRAINT = 'library_draft_is_owners';
   END IF;
   RETURN NEW; END $$;
CREATE TRIGGER draft_is_owners BEFORE INSERT OR UPDATE ON library_paper
    FOR EACH ROW EXECUTE FUNCTION library_draft_is_owners();
"""
_NO_DRAFTS = "DROP TRIGGER draft_is_owners ON library_paper; DROP FUNCTION library_draft_is_owners();"
# Beside the audience: an index entry is seen only where its words answer the search under way. PostgreSQL tries a rule
# of row security before a condition of a query, so as a rule of row security the search may use the index; as a
# condition it may not, because the operator @@ is not declared leakproof (docs/adr/0015).
_SOUGHT = """
CREATE FUNCTION fourpoint_sought() RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('fourpoint.sought', true), '')::tsquery $$;
CREATE POLICY sought ON library_indexentry AS RESTRICTIVE FOR SELECT USING (words @@ (SELECT fourpoint_sought()));
"""
_UNSOUGHT = "DROP POLICY sought ON library_indexentry; DROP FUNCTION fourpoint_sought();"


def _with_audience(part: str, record: str, on_delete: str = "") -> migrations.RunSQL:
    return migrations.RunSQL(
        _WITH_AUDIENCE.format(part=part, record=record, on_delete=on_delete),
        f"ALTER TABLE library_{part} DROP CONSTRAINT library_{part}_with_{record}",
    )


class Migration(migrations.Migration):
    """Row security, and what holds parts to their records."""

    replaces = [("library", "0002_row_security")]

    dependencies = [("library", "0001_initial")]

    operations = [
        hold_owner("library_paper"),
        hold_owner("library_comment"),
        _with_audience("version", "paper"),
        _with_audience("indexentry", "version", "ON DELETE CASCADE"),
        _with_audience("indexentry", "comment", "ON DELETE CASCADE"),
        migrations.RunSQL(_OUTLIVES, "ALTER TABLE library_comment DROP CONSTRAINT library_comment_of_paper"),
        migrations.RunSQL(_OF_CONTENT, "ALTER TABLE library_indexentry DROP CONSTRAINT library_indexentry_of_content"),
        migrations.RunSQL(_UNCHANGING, _CHANGING),
        migrations.RunSQL(_DRAFTS, _NO_DRAFTS),
        protect_by_audience("library_paper"),
        protect_by_audience("library_version"),
        protect_by_audience("library_comment"),
        protect_by_audience("library_indexentry"),
        reach_files("library_version"),
        migrations.RunSQL(_SOUGHT, _UNSOUGHT),
    ]
