"""Tables of requests about what is held of a person; the governance role of the agency alone reads them."""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.marked import MarkedPart

OPEN, ANSWERED, REFUSED, WITHDRAWN = "open", "answered", "refused", "withdrawn"
STATES = (OPEN, ANSWERED, REFUSED, WITHDRAWN)
DISCLOSE, WITHHOLD = "disclose", "withhold"
RECTIFIED, RESTRICTED, CONFIRMED, LIFTED = "rectified", "restricted", "confirmed", "lifted"
NOTES = (RECTIFIED, RESTRICTED, CONFIRMED, LIFTED)


class RightsRequest(models.Model):
    """
    One request: who asks for what, what is known of them to search by, by when it is answered, and how it ended.

    reference         as told to the person, drawn at random
    subject           the name; other_names, emails, phones, addresses: one a line, to search by
    identity_checked  how the person showed who they are; empty until somebody checked
    searched_at       when everything was last searched
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=24, unique=True)
    right = models.CharField(max_length=64)
    subject = models.CharField(max_length=200)
    other_names = models.TextField(blank=True)
    emails = models.TextField(blank=True)
    phones = models.TextField(blank=True)
    addresses = models.TextField(blank=True)
    asked = models.CharField(max_length=2000, blank=True)
    received_on = models.DateField()
    due_on = models.DateField()
    identity_checked = models.CharField(max_length=200, blank=True)
    identity_checked_at = models.DateTimeField(null=True)
    handler = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=OPEN)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    searched_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closing = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="rights_state_known"),
            models.CheckConstraint(
                condition=Q(state=OPEN, closed_at=None, closed_by=None, closing="")
                | (~Q(state=OPEN) & Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing="")),
                name="rights_paired_closed",
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        reference = plain(Keep.AUDIT)
        right = plain(Keep.AUDIT)
        subject = personal(Keep.AUDIT)
        other_names = personal(Keep.AUDIT)
        emails = personal(Keep.AUDIT)
        phones = personal(Keep.AUDIT)
        addresses = personal(Keep.AUDIT)
        asked = personal(Keep.AUDIT)
        received_on = plain(Keep.AUDIT)
        due_on = plain(Keep.AUDIT)
        identity_checked = personal(Keep.AUDIT)
        identity_checked_at = plain(Keep.AUDIT)
        handler = personal(Keep.AUDIT, scrub=False)
        state = plain(Keep.AUDIT)
        made_at = plain(Keep.AUDIT)
        made_by = personal(Keep.AUDIT, scrub=False)
        searched_at = plain(Keep.AUDIT)
        closed_at = plain(Keep.AUDIT)
        closed_by = personal(Keep.AUDIT, scrub=False)
        closing = personal(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"rights request {self.pk}"


class RightsCall(models.Model):
    """
    That a colleague is asked to search for a request what she alone may read, as what lies on a desk; hers to answer.

    answered_at  when she was done: every find of hers decided; found: how many there were
    to_lift      she is asked about what she set apart alone, of a closed request too
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="calls")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    called_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    searched_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    found = models.PositiveIntegerField(null=True)
    to_lift = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("request", "person"), name="rights_call_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, found=None) | Q(answered_at__isnull=False, found__isnull=False),
                name="rights_call_paired_answer",
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        request = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        person = personal(Keep.AUDIT, scrub=False)
        called_at = plain(Keep.AUDIT)
        called_by = personal(Keep.AUDIT, scrub=False)
        searched_at = plain(Keep.AUDIT)
        answered_at = plain(Keep.AUDIT)
        found = plain(Keep.AUDIT)
        to_lift = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"rights call {self.pk}"


class RightsItem(models.Model):
    """
    Something that a search found, and whether it is disclosed.

    found_by   a colleague who was called to search what she alone may read; None for the desk's own finds
    extract    what is given to the person of it, in her words: the desk cannot read the record
    kind       of record, or "account" and "trail" for what is known of somebody who signs in
    by         by what the person was found: codes of `domain.mentions`
    exemption  a code of the catalogue, when it is withheld
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="items")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    by = models.JSONField(default=list)
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    extract = models.CharField(max_length=4000, blank=True, default="")
    decision = models.CharField(max_length=16, blank=True)
    exemption = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("request", "kind", "record_id"), name="rights_item_once"),
            models.CheckConstraint(
                condition=Q(decision="", exemption="", decided_at=None, decided_by=None)
                | Q(decision=DISCLOSE, exemption="", decided_at__isnull=False, decided_by__isnull=False)
                | Q(decision=WITHHOLD, decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(exemption="")
                & ~Q(reason=""),
                name="rights_item_decided",
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        request = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        by = plain(Keep.AUDIT)
        found_at = plain(Keep.AUDIT)
        found_by = personal(Keep.AUDIT, scrub=False)
        extract = personal(Keep.AUDIT)
        decision = plain(Keep.AUDIT)
        exemption = plain(Keep.AUDIT)
        reason = personal(Keep.AUDIT)
        decided_at = plain(Keep.AUDIT)
        decided_by = personal(Keep.AUDIT, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"rights item {self.pk}"


class RightsNote(models.Model):
    """
    What was done to a record for a request: put right (before and after in words), restricted, kept so, lifted.

    audience_before  the audience that a restriction took it out of
    reason           why it was kept so or lifted
    """

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="notes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    what = models.CharField(max_length=16)
    before = models.CharField(max_length=2000, blank=True)
    after = models.CharField(max_length=2000, blank=True)
    audience_before = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=1000, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(what__in=NOTES), name="rights_note_known"),)

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        request = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        what = plain(Keep.AUDIT)
        before = personal(Keep.AUDIT)
        after = personal(Keep.AUDIT)
        audience_before = plain(Keep.AUDIT)
        reason = personal(Keep.AUDIT)
        at = plain(Keep.AUDIT)
        by = personal(Keep.AUDIT, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"rights note {self.pk}"


class Restriction(MarkedPart):
    """
    That a record is set apart: kept and not used. It has the audience of the record, and goes when that is lifted.

    kind, record_id  the record
    """

    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "record_id"), name="rights_restriction_once"),)

    class Classified(MarkedPart.Classified):
        kind = marked(Keep.RECORD)
        record_id = marked(Keep.RECORD)
        made_at = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"restriction {self.pk}"
