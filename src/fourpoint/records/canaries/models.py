"""
Tables of leak canaries: which decoy carries which token, and the alarms. No foreign keys: both outlive the decoys.

The tokens can be read without a context, since what is about to leave is compared with them whoever asked for it. A
token tells nothing: it is a random word.
"""

from django.db import models
from django.db.models import Q

from fourpoint.records.classification import Keep, Table, personal, plain

RESPONSE, MAIL, EXPORT, LOG = "response", "mail", "export", "log"
WAYS = (RESPONSE, MAIL, EXPORT, LOG)


class Canary(models.Model):
    """A decoy record of some kind, with the token in it and the audience that may see it."""

    id = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=32, unique=True)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    audience_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    marking = models.CharField(max_length=200)
    planted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "canaries"
        indexes = (models.Index(fields=("owner_id",), name="canary_by_owner"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AUDIT)
        token = plain(Keep.AUDIT)
        object_kind = plain(Keep.AUDIT)
        object_id = plain(Keep.AUDIT)
        audience_id = plain(Keep.AUDIT)
        owner_id = plain(Keep.AUDIT)
        marking = plain(Keep.AUDIT)
        planted_at = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row, never its token."""
        return f"canary {self.pk}"


class Alarm(models.Model):
    """
    A token was about to be seen by someone to whom the decoy is not open.

    way        how it was about to leave: response, mail, export, log
    place      the address without its query, or what was about to be sent
    person_id  who would have seen it; None for a stranger, a mail or a log
    """

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    canary_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    way = models.CharField(max_length=8)
    place = models.CharField(max_length=300)
    person_id = models.BigIntegerField(null=True)
    agency_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=("owner_id", "-at"), name="alarm_by_owner"),)
        constraints = (models.CheckConstraint(condition=Q(way__in=WAYS), name="alarm_way_known"),)

    class Classified:
        table = Table.APPEND_ONLY
        id = plain(Keep.AUDIT)
        at = plain(Keep.AUDIT)
        canary_id = plain(Keep.AUDIT)
        owner_id = plain(Keep.AUDIT)
        way = plain(Keep.AUDIT)
        place = plain(Keep.AUDIT)
        person_id = personal(Keep.AUDIT, scrub=False)
        agency_id = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"alarm {self.pk}"
