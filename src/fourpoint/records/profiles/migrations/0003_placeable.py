"""Profiles and editions are given only audiences that may be shared in now."""

from django.db import migrations

from fourpoint.records.row_security import place_by_audience


class Migration(migrations.Migration):
    """Policies of adding and changing that ask for a placeable audience."""

    dependencies = [("profiles", "0002_row_security"), ("sharing", "0004_for_parties")]

    operations = [place_by_audience("profiles_profile"), place_by_audience("profiles_edition", frozen=True)]
