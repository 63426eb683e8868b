"""Marks hold the place of an entry among what its writer wrote, and roots are signed."""

from django.db import migrations, models

from fourpoint.records.audit.contents import TABLES

# What the background check may know: which numbers each writer's entries have, and nothing of an entry.
_WRITERS = f"""
CREATE FUNCTION fourpoint_check_writers() RETURNS TABLE (writer text, last bigint, held bigint) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
    PERFORM set_config('fourpoint.sealing', 'on', true);
    RETURN QUERY
    SELECT split_part(entry.mark, ':', 3), max(split_part(entry.mark, ':', 4)::bigint),
        count(DISTINCT split_part(entry.mark, ':', 4)::bigint)
    FROM ({" UNION ALL ".join(f"SELECT mark FROM {table}" for table in TABLES.values())}) entry
    WHERE entry.mark ~ '^[0-9a-f]{{8}}:[0-9a-f]{{64}}:[0-9a-f]{{16}}:[0-9]{{1,15}}$'
    GROUP BY 1;
    PERFORM set_config('fourpoint.sealing', '', true);
END $$;
"""  # noqa: S608


def _longer(model: str) -> migrations.AlterField:
    return migrations.AlterField(model, "mark", models.CharField(blank=True, default="", max_length=120))


class Migration(migrations.Migration):
    """A longer column is no new table, and a new column with a default touches no row."""

    dependencies = [("audit", "0006_sealing")]

    operations = [
        *map(_longer, ("event", "listing", "reading")),
        migrations.AddField("root", "key", models.CharField(blank=True, default="", max_length=8)),
        migrations.AddField("root", "signature", models.CharField(blank=True, default="", max_length=100)),
        migrations.RunSQL(_WRITERS, "DROP FUNCTION fourpoint_check_writers();"),
    ]
