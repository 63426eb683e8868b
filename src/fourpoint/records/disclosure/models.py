"""
Tables of placements, share notices, pointers, requests for access and recalls. Read by `services` only.

A table that speaks of records of any kind keeps the kind's code and the record's number: there is no generic key.
"""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.disclosure.dissemination import Dissemination, Forum, Receipt
from fourpoint.records.disclosure.recalls import Recall, RecallNotice
from fourpoint.records.disclosure.requests import AccessRequest
from fourpoint.records.marked import MarkedPart, MarkedRecord
from fourpoint.records.sharing.models import Audience

__all__ = [
    "AccessRequest",
    "Dissemination",
    "Forum",
    "Placement",
    "Pointer",
    "PointerTarget",
    "Recall",
    "RecallNotice",
    "Receipt",
    "ShareNotice",
]

SHARE, NARROW, RECALL, GRANT = "share", "narrow", "recall", "grant"
CAUSES = (SHARE, NARROW, RECALL, GRANT)


class Placement(models.Model):
    """
    A record was given another audience: the history of who could read it. Never changed.

    Read by people of the owner agency who may read the audience, and by the owner's governance role.

    before  the audience it had until then
    reason  the owner's own words; recipients never read them
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=16)
    reason = models.CharField(max_length=1000)

    class Meta:
        indexes = (models.Index(fields=("kind", "record_id", "placed_at"), name="placement_by_record"),)
        constraints = (
            models.CheckConstraint(condition=Q(cause__in=CAUSES), name="placement_cause_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="placement_has_reason"),
        )

    class Classified:
        table = Table.FROZEN
        id = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        before = plain(Keep.AUDIT)
        audience = plain(Keep.AUDIT)
        placed_at = plain(Keep.AUDIT)
        placed_by = personal(Keep.AUDIT, scrub=False)
        cause = plain(Keep.AUDIT)
        reason = marked(Keep.AUDIT, scrub=True)

    def __str__(self) -> str:
        """Name the row."""
        return f"placement {self.pk}"


class ShareNotice(models.Model):
    """
    What those who may read a shared record are told of the sharing. It has the audience of its record, always.

    words  from the owner to its readers; may be empty
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            # Only the owner writes one, so that no agency learns of another's by the error.
            models.UniqueConstraint(fields=("owner", "kind", "record_id"), name="share_notice_once"),
        )

    class Classified:
        table = Table.PROTECTED
        id = marked(Keep.RECORD)
        kind = marked(Keep.RECORD)
        record_id = marked(Keep.RECORD)
        owner = plain(Keep.RECORD)
        audience = plain(Keep.RECORD)
        shared_at = marked(Keep.RECORD)
        shared_by = personal(Keep.RECORD, scrub=False)
        words = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row."""
        return f"share notice {self.pk}"


class Pointer(MarkedRecord):
    """
    Says only that an agency holds something about an area or a threat, and whom to ask. What it holds is not here.

    area_code     a published code; empty: of no particular area
    threat        a code of the catalogue's threats; empty: of no particular threat
    contact_kind  a code of the catalogue's contact types: which desk of the owner answers
    """

    area_code = models.CharField(max_length=9, blank=True)
    threat = models.CharField(max_length=64, blank=True)
    contact_kind = models.CharField(max_length=64)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(area_code="", threat=""), name="pointer_points_somewhere"),)

    class Classified(MarkedRecord.Classified):
        area_code = marked(Keep.RECORD)
        threat = marked(Keep.RECORD)
        contact_kind = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"pointer {self.pk}"


class PointerTarget(MarkedPart):
    """What a pointer points at. Its audience is the target's, narrowed to the owner: it never follows the pointer."""

    pointer = models.OneToOneField(Pointer, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("kind", "record_id"), name="pointer_target_by_record"),)

    class Classified(MarkedPart.Classified):
        pointer = marked(Keep.RECORD)
        kind = marked(Keep.RECORD)
        record_id = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"pointer target {self.pk}"
