"""An entry of the index is looked for by its words alone; row security then keeps those that are open."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Drop the index over audiences, which PostgreSQL would take for the cheaper way and is not."""

    dependencies = [("library", "0002_row_security")]

    operations = [
        migrations.AlterField(
            model_name="indexentry",
            name="audience",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sharing.audience",
            ),
        ),
    ]
