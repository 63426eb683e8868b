"""The table of words about what came of a submission: proposed by one of the desk, told when a second releases them."""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Person
from fourpoint.records.classification import Keep, marked, personal
from fourpoint.records.intelligence.submissions import Submission
from fourpoint.records.marked import MarkedPart


class Outcome(MarkedPart):
    """
    Words for the sender. Only the desk reads them until they are released; then they stand among the messages too.

    change    a code of the catalogue's outcome changes: what her submission changed
    settled   when and by whom they were released, or taken back with the reason
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=32)
    text = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="outcome_says_something"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, taken_back="")
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="outcome_paired_settling",
            ),
        )

    class Classified(MarkedPart.Classified):
        submission = marked(Keep.RECORD)
        change = marked(Keep.RECORD)
        text = marked(Keep.RECORD, scrub=True)
        proposed_at = marked(Keep.RECORD)
        proposed_by = personal(Keep.RECORD, scrub=False)
        settled_at = marked(Keep.RECORD)
        settled_by = personal(Keep.RECORD, scrub=False)
        taken_back = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"outcome {self.pk}"
