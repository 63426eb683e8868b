"""A version also says how the paper was called, summed up and placed before it, and never changes in that either."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column, and hold it by a trigger of its own."""

    dependencies = [("library", "0003_search_by_words")]

    operations = [
        migrations.AddField(model_name="version", name="amended", field=models.TextField(blank=True, default="")),
        migrations.RunSQL(
            """
            CREATE TRIGGER unchanging_amended BEFORE UPDATE OF amended ON library_version
                FOR EACH ROW EXECUTE FUNCTION library_version_unchanging();
            """,
            "DROP TRIGGER unchanging_amended ON library_version;",
        ),
    ]
