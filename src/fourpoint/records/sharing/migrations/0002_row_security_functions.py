"""The functions that every policy and trigger calls, and the freezing of audiences: interned values never change."""

from django.db import migrations

from fourpoint.records.row_security import create_functions, freeze


class Migration(migrations.Migration):
    """Comes before every table that is protected."""

    dependencies = [("sharing", "0001_tables")]

    operations = [
        create_functions(),
        freeze("sharing_audience"),
        freeze("sharing_audienceagency"),
        freeze("sharing_audiencemember"),
    ]
