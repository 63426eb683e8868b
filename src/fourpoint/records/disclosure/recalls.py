"""Tables of recalls: what an owner took back, and what each agency that could read it said to that."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain
from fourpoint.records.sharing.models import Audience

DESTROYED, NONE_HELD, KEPT = "destroyed", "none-held", "kept"
ANSWERS = (DESTROYED, NONE_HELD, KEPT)


class Recall(models.Model):
    """
    An owner took a record back. For the owner agency; each recipient has a notice of its own.

    readable_before  the audience from which it was taken
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    readable_before = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    recalled_at = models.DateTimeField()
    recalled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)

    class Meta:
        indexes = (models.Index(fields=("kind", "record_id"), name="recall_by_record"),)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="recall_has_reason"),)

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        reference = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        readable_before = plain(Keep.AUDIT)
        recalled_at = plain(Keep.AUDIT)
        recalled_by = personal(Keep.AUDIT, scrub=False)
        reason = personal(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"recall {self.pk}"


class RecallNotice(models.Model):
    """
    What one recipient agency is told of a recall, and its answer.

    known_as  how the recipients will know what is meant, in the owner's words; the record itself is closed to them
    persons   the only people of the agency who could read it; empty: it was for the agency as a whole
    answer    what became of copies: destroyed, none held, or kept with a reason in `words`
    """

    id = models.BigAutoField(primary_key=True)
    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="notices")
    reference = models.CharField(max_length=16)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    persons = ArrayField(models.BigIntegerField(), default=list)
    known_as = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    told_at = models.DateTimeField()
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=16, blank=True)
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("recall", "agency"), name="recall_notice_once"),
            models.CheckConstraint(condition=~Q(agency=F("owner")), name="recall_notice_of_another_agency"),
            models.CheckConstraint(condition=Q(answer__in=("", *ANSWERS)), name="recall_answer_known"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None, answer="")
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False) & ~Q(answer=""),
                name="recall_paired_acknowledged",
            ),
            models.CheckConstraint(condition=~Q(answer=KEPT, words=""), name="recall_kept_with_reason"),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        recall = plain(Keep.AUDIT)
        reference = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        persons = personal(Keep.AUDIT, scrub=False)
        known_as = personal(Keep.AUDIT)
        reason = personal(Keep.AUDIT)
        told_at = plain(Keep.AUDIT)
        due_at = plain(Keep.AUDIT)
        acknowledged_at = plain(Keep.AUDIT)
        acknowledged_by = personal(Keep.AUDIT, scrub=False)
        answer = plain(Keep.AUDIT)
        words = personal(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"recall notice {self.pk}"
