"""Tables of reviews and disposals. Read by `services.review` only."""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.marked import MarkedPart

KEEP, CORRECT, RESTRICT, DISPOSE = "keep", "correct", "restrict", "dispose"
OUTCOMES = (KEEP, CORRECT, RESTRICT, DISPOSE)
PROPOSED, CONFIRMED, REFUSED, DONE = "proposed", "confirmed", "refused", "done"
STATES = (PROPOSED, CONFIRMED, REFUSED, DONE)


class Review(MarkedPart):
    """
    One decision whether a record is kept. For the owner agency alone, whoever may read the record; it goes with it.

    audience  the record's, narrowed to its owner
    reason    in the reviewer's words; answers: by criterion of the catalogue, yes or no and why
    """

    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    outcome = models.CharField(max_length=16)
    reason = models.CharField(max_length=2000)
    answers = models.JSONField(default=dict)
    review_group = models.CharField(max_length=64)
    was_due_on = models.DateField()
    next_on = models.DateField(null=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("kind", "record_id"), name="review_by_record"),)
        constraints = (
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="review_outcome_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="review_has_reason"),
        )

    class Classified(MarkedPart.Classified):
        owner = plain(Keep.RECORD)
        kind = marked(Keep.RECORD)
        record_id = marked(Keep.RECORD)
        outcome = marked(Keep.RECORD)
        reason = marked(Keep.RECORD, scrub=True)
        answers = marked(Keep.RECORD, scrub=True)
        review_group = marked(Keep.RECORD)
        was_due_on = marked(Keep.RECORD)
        next_on = marked(Keep.RECORD)
        decided_at = marked(Keep.RECORD)
        decided_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"review {self.pk}"


class Disposal(models.Model):
    """
    A record proposed for disposal, and once it is done the certificate: what went, counted, with nothing it said.

    number          of the certificate, drawn at random
    rule            the review group by which it goes
    needs_second    somebody else than the proposer must confirm
    refused_words   why it was refused; emptied when the record goes after all
    counts          rows that went, by table; digests: SHA-256 over their numbers, by table
    copies          copies of it that were out, each of whose holders was asked to destroy it
    left            what stays and may speak of it, by code: counts
    checked         how many tables were looked through afterwards for what should be gone
    """

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=24, unique=True)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    rule = models.CharField(max_length=64)
    needs_second = models.BooleanField()
    state = models.CharField(max_length=16, default=PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    refused_words = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    digests = models.JSONField(default=dict)
    copies = models.PositiveIntegerField(default=0)
    left = models.JSONField(default=dict)
    checked = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("owner", "state"), name="disposal_by_owner"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="disposal_state_known"),
            # Only the owner's own people add one, so that no agency learns of another's by the error.
            models.UniqueConstraint(
                fields=("owner", "kind", "record_id"),
                condition=Q(state__in=(PROPOSED, CONFIRMED)),
                name="disposal_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=DONE) | Q(done_at__isnull=False, done_by__isnull=False, refused_words=""),
                name="disposal_paired_done",
            ),
            models.CheckConstraint(
                condition=~Q(state=DONE, needs_second=True)
                | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=models.F("proposed_by"))),
                name="disposal_by_two",
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        number = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        rule = plain(Keep.AUDIT)
        needs_second = plain(Keep.AUDIT)
        state = plain(Keep.AUDIT)
        proposed_at = plain(Keep.AUDIT)
        proposed_by = personal(Keep.AUDIT, scrub=False)
        confirmed_at = plain(Keep.AUDIT)
        confirmed_by = personal(Keep.AUDIT, scrub=False)
        refused_at = plain(Keep.AUDIT)
        refused_by = personal(Keep.AUDIT, scrub=False)
        refused_words = personal(Keep.AUDIT)
        done_at = plain(Keep.AUDIT)
        done_by = personal(Keep.AUDIT, scrub=False)
        counts = plain(Keep.AUDIT)
        digests = plain(Keep.AUDIT)
        copies = plain(Keep.AUDIT)
        left = plain(Keep.AUDIT)
        checked = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"disposal {self.pk}"
