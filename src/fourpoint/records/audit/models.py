"""
Tables of the trail. Written by `access.trail` only; nobody changes or removes a row, the owner role included.

There are no foreign keys: a trail must outlive what it speaks of, and must never stop its removal.
"""

from django.db import models
from django.db.models import Q

from fourpoint.domain.markings import Marking
from fourpoint.records.classification import Keep, Table, personal, plain

MARKINGS = [marking.value for marking in Marking]


class Event(models.Model):
    """
    A change: who, for which agency, when, what, to which object, for what purpose and why.

    `facts` holds safe facts only (codes, counts, digests), never the changed content. The key is made by the writer
    so that the insert returns nothing: a writer who may not read the trail could otherwise not write it.
    """

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    person_id = models.BigIntegerField()
    agency_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = (
            models.Index(fields=("agency_id", "-at"), name="event_by_agency"),
            models.Index(fields=("object_kind", "object_id"), name="event_by_object"),
        )
        constraints = (models.CheckConstraint(condition=~Q(purpose=""), name="event_has_purpose"),)

    class Classified:
        table = Table.APPEND_ONLY
        id = plain(Keep.AUDIT)
        at = plain(Keep.AUDIT)
        person_id = personal(Keep.AUDIT, scrub=False)
        agency_id = plain(Keep.AUDIT)
        action = plain(Keep.AUDIT)
        object_kind = plain(Keep.AUDIT)
        object_id = plain(Keep.AUDIT)
        purpose = plain(Keep.AUDIT)
        reason = personal(Keep.AUDIT)
        before = plain(Keep.AUDIT)
        after = plain(Keep.AUDIT)
        facts = plain(Keep.AUDIT)

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

    class Meta:
        indexes = (
            models.Index(fields=("owner_id", "-at"), name="reading_by_owner"),
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

    def __str__(self) -> str:
        """Name the row."""
        return f"reading {self.pk}"
