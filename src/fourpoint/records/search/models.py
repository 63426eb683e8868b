"""Tables of search. Read by `services.search` only; the database itself keeps the index (`records.indexed`)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.marked import MarkedPart
from fourpoint.records.sharing.models import Audience, codes


class Entry(MarkedPart):
    """
    The words of one record, for searching. It is seen by who may read it and only as the answer to a search: row
    security asks for both, so that PostgreSQL can use the index (`services.search.finding`).

    kind, record_id  the record, by the code of its kind and its number
    sender_id, sender_agency_id  who sent it, where a sender reads what lies with another agency; else None
    only_agency_id   the agency that alone finds it, where others who read the record must not; else None
    told_on          the day that it is of
    area_codes, threat  what it is about, as the record says
    words            its words as English cuts them, the spellings and sounds of its names, and what narrows a search
    """

    # No index of its own: a search goes by the words.
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=32)
    record_id = models.BigIntegerField()
    sender_id = models.BigIntegerField(null=True)
    sender_agency_id = models.BigIntegerField(null=True)
    only_agency_id = models.BigIntegerField(null=True)
    told_on = models.DateField()
    area_codes = codes()
    threat = models.CharField(max_length=64, blank=True)
    words = SearchVectorField()

    class Meta:
        verbose_name_plural = "entries"
        constraints = (models.UniqueConstraint(fields=("kind", "record_id"), name="entry_once"),)
        # Without a list of what waits to be indexed, which every search would read through.
        indexes = (GinIndex(fields=("words",), name="search_words", fastupdate=False),)

    class Classified(MarkedPart.Classified):
        table = Table.DERIVED
        kind = marked(Keep.RECORD)
        record_id = marked(Keep.RECORD)
        sender_id = personal(Keep.RECORD, scrub=False)
        sender_agency_id = marked(Keep.RECORD)
        only_agency_id = marked(Keep.RECORD)
        told_on = marked(Keep.RECORD)
        area_codes = marked(Keep.RECORD)
        threat = marked(Keep.RECORD)
        words = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"entry {self.pk}"


class SavedSearch(models.Model):
    """
    A search that a person keeps, for one agency she acts for. Hers alone.

    asked     what is asked for, as `services.search.asking.Asked` writes it
    purpose   for which it is run
    reason    why, where its words call for a reason
    alerts    whether she is told when it finds more
    known     numbers of the entries that it found before; fresh those that she has not looked at since
    looked_at when it was last run for her
    """

    MOST_KNOWN = 1_000

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    asked = models.JSONField()
    purpose = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)
    alerts = models.BooleanField()
    known = ArrayField(models.BigIntegerField(), default=list)
    fresh = ArrayField(models.BigIntegerField(), default=list)
    made_at = models.DateTimeField()
    looked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "saved searches"
        constraints = (
            models.UniqueConstraint(fields=("person", "agency", "name"), name="saved_search_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_name"),
        )

    class Classified:
        table = Table.PROTECTED
        id = marked(Keep.MEMBERSHIP)
        person = personal(Keep.MEMBERSHIP, scrub=False)
        agency = plain(Keep.MEMBERSHIP)
        name = marked(Keep.MEMBERSHIP, scrub=True)
        asked = marked(Keep.MEMBERSHIP, scrub=True)
        purpose = marked(Keep.MEMBERSHIP)
        reason = marked(Keep.MEMBERSHIP, scrub=True)
        alerts = marked(Keep.MEMBERSHIP)
        known = marked(Keep.MEMBERSHIP)
        fresh = marked(Keep.MEMBERSHIP)
        made_at = marked(Keep.MEMBERSHIP)
        looked_at = marked(Keep.MEMBERSHIP)

    def __str__(self) -> str:
        """Name the row, never what it asks."""
        return f"saved search {self.pk}"
