"""
Tables of the trail. Written by `access.trail` only; nobody changes or removes a row, the owner role included.

Every entry has a mark, a keyed hash by the process that wrote it (`domain/seals.py`). Functions of the database write
`Waiting` and `Seal`: the application may read both, and can neither choose what is sealed nor forge a seal.

There are no foreign keys: a trail must outlive what it speaks of, and must never stop its removal.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from fourpoint.domain.markings import Marking
from fourpoint.domain.operations import Operation
from fourpoint.records.audit.declarations import Declaration
from fourpoint.records.classification import Keep, Table, personal, plain

__all__ = ("Check", "Declaration", "Event", "Listing", "Reading", "Root", "Seal", "Waiting")
MARKINGS = [marking.value for marking in Marking]
OPERATIONS = [operation.value for operation in Operation]
LONGEST_WORDS, LONGEST_MARK = 500, 120


class Event(models.Model):
    """
    Anything done but the reading of one record: who, for which agency, when, what, to which object, what for and why.

    operation          which of the statutory operations it is
    owner_id           the agency that owns the object, where it is a record
    audience_id        the record's audience at the time: who may change the record may read what was done to it
    words              what was searched for, as it was typed; for the governance role of the searcher's agency alone
    agencies, persons  the recipients of a disclosure
    facts              safe facts only (codes, counts, digests), never the changed content

    The key is made by the writer so that the insert returns nothing: a writer who may not read the trail could
    otherwise not write it. A migration holds that an erasure's entry has no words, reason or digest in it.
    """

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    agency_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    audience_id = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=16)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)
    words = models.CharField(max_length=LONGEST_WORDS, blank=True, default="")
    agencies = ArrayField(models.BigIntegerField(), default=list)
    persons = ArrayField(models.BigIntegerField(), default=list)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    mark = models.CharField(max_length=LONGEST_MARK, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("agency_id", "-at"), name="event_by_agency"),
            models.Index(fields=("object_kind", "object_id"), name="event_by_object"),
            models.Index(fields=("owner_id", "-at"), name="event_by_owner"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(purpose=""), name="event_has_purpose"),
            models.CheckConstraint(condition=Q(operation__in=OPERATIONS), name="event_operation_known"),
            models.CheckConstraint(
                condition=Q(operation=Operation.DISCLOSURE.value) & (Q(agencies__len__gt=0) | Q(persons__len__gt=0))
                | (~Q(operation=Operation.DISCLOSURE.value) & Q(agencies__len=0, persons__len=0)),
                name="event_disclosed_to_someone",
            ),
        )

    class Classified:
        table = Table.APPEND_ONLY
        id = plain(Keep.AUDIT)
        at = plain(Keep.AUDIT)
        person_id = personal(Keep.AUDIT, scrub=False)
        agency_id = plain(Keep.AUDIT)
        owner_id = plain(Keep.AUDIT)
        audience_id = plain(Keep.AUDIT)
        operation = plain(Keep.AUDIT)
        action = plain(Keep.AUDIT)
        object_kind = plain(Keep.AUDIT)
        object_id = plain(Keep.AUDIT)
        purpose = plain(Keep.AUDIT)
        reason = personal(Keep.AUDIT)
        words = personal(Keep.AUDIT)
        agencies = plain(Keep.AUDIT)
        persons = personal(Keep.AUDIT, scrub=False)
        before = plain(Keep.AUDIT)
        after = plain(Keep.AUDIT)
        facts = plain(Keep.AUDIT)
        mark = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"event {self.pk}"


class Reading(models.Model):
    """A reading of a marked record: who, for which agency, when, which record and audience, for what purpose."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    audience_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    marking = models.CharField(max_length=2)
    purpose = models.CharField(max_length=64)
    mark = models.CharField(max_length=LONGEST_MARK, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("owner_id", "-at"), name="reading_by_owner"),
            models.Index(fields=("agency_id", "-at"), name="reading_by_agency"),
            models.Index(fields=("object_kind", "object_id"), name="reading_by_object"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(marking__in=MARKINGS), name="reading_marking_known"),
            models.CheckConstraint(condition=~Q(purpose=""), name="reading_has_purpose"),
        )

    class Classified:
        table = Table.APPEND_ONLY
        id = plain(Keep.AUDIT)
        at = plain(Keep.AUDIT)
        person_id = personal(Keep.AUDIT, scrub=False)
        agency_id = plain(Keep.AUDIT)
        object_kind = plain(Keep.AUDIT)
        object_id = plain(Keep.AUDIT)
        audience_id = plain(Keep.AUDIT)
        owner_id = plain(Keep.AUDIT)
        marking = plain(Keep.AUDIT)
        purpose = plain(Keep.AUDIT)
        mark = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"reading {self.pk}"


class Listing(models.Model):
    """
    The records of one owner on one list or page of search results: who was shown them, when and for what purpose.

    event_id      the look-up itself, which says how many there were and what was searched for
    object_ids    the records, audience_ids the audiences that they have between them
    """

    id = models.UUIDField(primary_key=True)
    event_id = models.UUIDField()
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    object_kind = models.CharField(max_length=64)
    object_ids = ArrayField(models.CharField(max_length=64))
    audience_ids = ArrayField(models.BigIntegerField())
    purpose = models.CharField(max_length=64)
    mark = models.CharField(max_length=LONGEST_MARK, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("owner_id", "-at"), name="listing_by_owner"),
            models.Index(fields=("agency_id", "-at"), name="listing_by_agency"),
            GinIndex(fields=("object_ids",), name="listing_by_object"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(purpose=""), name="listing_has_purpose"),
            models.CheckConstraint(condition=Q(object_ids__len__gt=0), name="listing_shows_something"),
        )

    class Classified:
        table = Table.APPEND_ONLY
        id = plain(Keep.AUDIT)
        event_id = plain(Keep.AUDIT)
        at = plain(Keep.AUDIT)
        person_id = personal(Keep.AUDIT, scrub=False)
        agency_id = plain(Keep.AUDIT)
        owner_id = plain(Keep.AUDIT)
        object_kind = plain(Keep.AUDIT)
        object_ids = plain(Keep.AUDIT)
        audience_ids = plain(Keep.AUDIT)
        purpose = plain(Keep.AUDIT)
        mark = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"listing {self.pk}"


class Waiting(models.Model):
    """An entry that is written and not yet sealed. A trigger adds the row, sealing takes it away."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=1)
    entry_id = models.UUIDField()

    class Meta:
        verbose_name = "waiting entry"

    class Classified:
        table = Table.SEALING
        id = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        entry_id = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"waiting entry {self.pk}"


class Seal(models.Model):
    """
    The place of one entry in the whole trail, without gaps, and what proves it.

    kind        the letter of the entry's table (`contents.TABLES`)
    entry_hash  SHA-256 of the entry's content; hash: SHA-256 of the hash before and this one
    """

    number = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=1)
    entry_id = models.UUIDField(unique=True)
    entry_hash = models.BinaryField()
    hash = models.BinaryField()
    sealed_at = models.DateTimeField(db_default=Now())

    class Classified:
        table = Table.SEALING
        number = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        entry_id = plain(Keep.AUDIT)
        entry_hash = plain(Keep.AUDIT)
        hash = plain(Keep.AUDIT)
        sealed_at = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"seal {self.pk}"


class Root(models.Model):
    """
    A root of the chain as it was made: the copy to compare is the one that is kept outside.

    key, signature  by which key it is signed, and how; empty for roots made before roots were signed
    """

    id = models.BigAutoField(primary_key=True)
    number = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    key = models.CharField(max_length=8, blank=True, default="")
    signature = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("number",), name="root_once_a_number"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AUDIT)
        number = plain(Keep.AUDIT)
        digest = plain(Keep.AUDIT)
        key = plain(Keep.AUDIT)
        signature = plain(Keep.AUDIT)
        made_at = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"root {self.pk}"


class Check(models.Model):
    """
    What a check of the seals found, for the page that tells it.

    entries   sealed entries that were read; waiting: entries not yet sealed at that time
    found     how many faults; faults: the first of them, as codes and sentences without personal data
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    entries = models.BigIntegerField()
    waiting = models.BigIntegerField()
    found = models.BigIntegerField()
    faults = models.JSONField(default=list)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AUDIT)
        at = plain(Keep.AUDIT)
        entries = plain(Keep.AUDIT)
        waiting = plain(Keep.AUDIT)
        found = plain(Keep.AUDIT)
        faults = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"check {self.pk}"
