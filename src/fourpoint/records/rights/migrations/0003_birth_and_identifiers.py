"""A person is also searched for by day of birth and by identifiers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that are empty for the requests of before."""

    dependencies = [("rights", "0002_row_security")]

    operations = [
        migrations.AddField("rightsrequest", "born_on", models.DateField(null=True)),
        migrations.AddField("rightsrequest", "identifiers", models.TextField(blank=True, default="")),
    ]
