"""
Tables of files. Read by `services` only.

A file hangs on a row of some table by that row's `held`. Its bytes are open to whoever may read such a row, once they
are out of quarantine: row security asks for both (`reach_files`), so that nobody is handed what was not scanned.
"""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain

# Let through by a demonstration, which has no scanner, is no word for clean.
QUARANTINED, CLEAN, UNSCANNED, INFECTED = "quarantined", "clean", "unscanned", "infected"
STATES = (QUARANTINED, CLEAN, UNSCANNED, INFECTED)


class File(models.Model):
    """
    That somebody brought a file, and what the scanner said. It says nothing of the content, and stays when that goes.

    found  the scanner's name for what it found
    """

    id = models.BigAutoField(primary_key=True)
    state = models.CharField(max_length=16)
    put_at = models.DateTimeField()
    put_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    scanned_at = models.DateTimeField(null=True)
    found = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("id",), name="file_waiting", condition=Q(state=QUARANTINED)),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="file_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=(QUARANTINED, UNSCANNED), scanned_at=None, found="")
                | Q(state=CLEAN, scanned_at__isnull=False, found="")
                | (Q(state=INFECTED, scanned_at__isnull=False) & ~Q(found="")),
                name="file_says_what_was_found",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.RECORD)
        state = plain(Keep.RECORD)
        put_at = plain(Keep.RECORD)
        put_by = personal(Keep.RECORD, scrub=False)
        agency = plain(Keep.RECORD)
        scanned_at = plain(Keep.RECORD)
        found = plain(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"file {self.pk}"


class Content(models.Model):
    """
    The bytes of a file and the words in it. Gone when the file was infected, or when what it hung on was disposed of.

    words  plain words, for searching
    """

    id = models.BigIntegerField(primary_key=True)
    # The database removes it with its file (see the migration), past row security.
    file = models.OneToOneField(File, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    data = models.BinaryField()
    words = models.TextField(blank=True)

    class Classified:
        table = Table.PROTECTED
        id = marked(Keep.RECORD)
        file = marked(Keep.RECORD)
        data = marked(Keep.RECORD, scrub=True)
        words = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row."""
        return f"content {self.pk}"
