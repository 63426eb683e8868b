"""
The bases of marked records: material with an owner, an audience and a review date. For whoever adds a kind of material.

A marked record is what people share, recall, review and dispose of. What hangs on one (a version, an attachment) is a
part: it carries the audience of its record, so that row security holds it by the same rule.
"""

from django.db import models
from django.db.migrations import RunSQL

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.sharing.models import Audience


class MarkedRecord(models.Model):
    """
    One piece of marked material. The database holds that `owner` is the owner of `audience` (see `hold_owner`).

    review_on     the day on which someone must decide whether it is kept; every record has one from the start
    review_group  a code of the catalogue's review groups, which says how the next day is found
    """

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    review_group = models.CharField(max_length=64)

    class Meta:
        abstract = True

    class Classified:
        table = Table.PROTECTED
        id = marked(Keep.RECORD)
        owner = plain(Keep.RECORD)
        audience = plain(Keep.RECORD)
        made_at = marked(Keep.RECORD)
        made_by = personal(Keep.RECORD, scrub=False)
        review_on = marked(Keep.RECORD)
        review_group = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"{self._meta.verbose_name} {self.pk}"


class MarkedPart(models.Model):
    """What hangs on a marked record and is seen with it. A subclass adds the foreign key to its record."""

    id = models.BigAutoField(primary_key=True)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    class Classified:
        table = Table.PROTECTED
        id = marked(Keep.RECORD)
        audience = plain(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"{self._meta.verbose_name} {self.pk}"


def hold_owner(table: str) -> RunSQL:
    """Hold in the database that the owner of a marked record's row is the owner of its audience."""
    return RunSQL(
        f"""
        ALTER TABLE {table} ADD CONSTRAINT {table}_owner_of_audience
            FOREIGN KEY (audience_id, owner_id) REFERENCES sharing_audience (id, owner_id)
        """,
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_owner_of_audience",
    )
