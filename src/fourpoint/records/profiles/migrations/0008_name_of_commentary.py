"""More than one piece of commentary is still commentary; no table changes."""

from django.db import migrations


class Migration(migrations.Migration):
    """The name that certificates and the retention page use."""

    dependencies = [("profiles", "0007_editions_are_withdrawn")]

    operations = [migrations.AlterModelOptions("commentary", {"verbose_name_plural": "commentary"})]
