"""Where something was, as its sender marked it on a map: part of her words, and never changed."""

from django.db import migrations, models

from fourpoint.records.row_security import hold_words

_HELD = (
    *("id", "made_at", "made_by_id", "key", "reference", "sender_agency_id", "sender_reference", "channel", "danger"),
    *("what", "who", "place", "postcode", "happened", "how_known", "who_else", "comes_back", "may_contact", "contact"),
)


class Migration(migrations.Migration):
    """One column more among those that are held."""

    dependencies = [("intelligence", "0008_sorted")]

    operations = [
        migrations.AddField("submission", "point", models.CharField(blank=True, default="", max_length=20)),
        migrations.RunSQL(
            "DROP TRIGGER unchanging ON intelligence_submission",
            f"""CREATE TRIGGER unchanging BEFORE UPDATE OF {", ".join(_HELD)} ON intelligence_submission
                FOR EACH ROW EXECUTE FUNCTION fourpoint_unchanging()""",
        ),
        hold_words("intelligence_submission", (*_HELD, "point")),
    ]
