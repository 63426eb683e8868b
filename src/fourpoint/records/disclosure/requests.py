"""The table of requests for access: one agency asks another for what a pointer says that it holds."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain

OPEN, GRANTED, DECLINED, WITHDRAWN = "open", "granted", "declined", "withdrawn"
STATES = (OPEN, GRANTED, DECLINED, WITHDRAWN)


class AccessRequest(models.Model):
    """
    One person asks for her agency what another agency holds; the owner grants it within limits, or declines.

    reference         drawn at random, so that no number tells how many requests there are
    pointer_id        the pointer asked through; no foreign key, since a request outlives it. None: asked by `sought`
    sought            the reference by which the asker was told of it, as typed: nothing is looked up by it
    for_agency        asked for her agency as a whole; else for herself alone
    due_at            when the owner should have answered, by the catalogue's clock
    kind, record_id   what was opened: empty until it is granted, since the asker knows only the pointer
    purposes, gateway, until, to_agency   the limits of a grant
    words             why it was declined, or what goes with the grant
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    pointer_id = models.BigIntegerField(null=True)
    sought = models.CharField(max_length=200, blank=True, default="", db_default="")
    area_code = models.CharField(max_length=9, blank=True)
    threat = models.CharField(max_length=64, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=64)
    reason = models.CharField(max_length=2000)
    for_agency = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16, default=OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=2000, blank=True)
    kind = models.CharField(max_length=64, blank=True)
    record_id = models.BigIntegerField(null=True)
    purposes = ArrayField(models.CharField(max_length=64), default=list)
    gateway = models.CharField(max_length=64, blank=True)
    until = models.DateTimeField(null=True)
    to_agency = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("owner", "state"), name="request_by_owner"),
            models.Index(fields=("agency", "asked_by"), name="request_by_asker"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="request_state_known"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(purpose=""), name="request_has_reason"),
            models.CheckConstraint(
                condition=Q(pointer_id=None) & ~Q(sought="") | Q(pointer_id__isnull=False, sought=""),
                name="request_by_pointer_or_reference",
            ),
            models.CheckConstraint(condition=~Q(agency=F("owner")), name="request_of_another_agency"),
            models.CheckConstraint(
                condition=Q(state=OPEN, decided_at=None, decided_by=None)
                | (~Q(state=OPEN) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="request_paired_decided",
            ),
            models.CheckConstraint(condition=~Q(state=DECLINED, words=""), name="request_declined_with_reason"),
            models.CheckConstraint(
                condition=Q(state=GRANTED, record_id__isnull=False, until__isnull=False) & ~Q(kind="") & ~Q(gateway="")
                | ~Q(state=GRANTED) & Q(record_id=None, until=None, kind="", gateway=""),
                name="request_granted_with_limits",
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        reference = plain(Keep.AUDIT)
        pointer_id = plain(Keep.AUDIT)
        sought = personal(Keep.AUDIT)
        area_code = plain(Keep.AUDIT)
        threat = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        asked_by = personal(Keep.AUDIT, scrub=False)
        owner = plain(Keep.AUDIT)
        purpose = plain(Keep.AUDIT)
        reason = personal(Keep.AUDIT)
        for_agency = plain(Keep.AUDIT)
        asked_at = plain(Keep.AUDIT)
        due_at = plain(Keep.AUDIT)
        state = plain(Keep.AUDIT)
        decided_at = plain(Keep.AUDIT)
        decided_by = personal(Keep.AUDIT, scrub=False)
        words = personal(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        purposes = plain(Keep.AUDIT)
        gateway = plain(Keep.AUDIT)
        until = plain(Keep.AUDIT)
        to_agency = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"access request {self.pk}"
