"""Tables of intelligence requirements: what is not known, and who was asked for it."""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, marked, personal
from fourpoint.records.marked import MarkedPart, MarkedRecord
from fourpoint.records.sharing.models import codes


class Requirement(MarkedRecord):
    """
    A gap in what is known, as a question in plain English that a busy person can answer.

    reference    its number, which tells nothing
    question     read by everyone who is asked; `why` too
    raised_from  where the gap was seen, as "profile" with the area's code; a code and no more
    desk_id      the desk that the answers go to
    state        "open", "answered" or "closed"
    outcome      what came of it, in the owner's words, once it is closed
    """

    OPEN, ANSWERED, CLOSED = "open", "answered", "closed"

    reference = models.CharField(max_length=16, unique=True)
    question = models.CharField(max_length=300)
    why = models.CharField(max_length=1000, blank=True)
    threat = models.CharField(max_length=64, blank=True)
    area_codes = codes()
    raised_from = models.CharField(max_length=64, blank=True)
    desk_id = models.BigIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=16)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(question=""), name="requirement_asks_something"),
            models.CheckConstraint(
                condition=Q(state__in=("open", "answered", "closed")), name="requirement_state_known"
            ),
            models.CheckConstraint(
                condition=(Q(state="closed", closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""))
                | (~Q(state="closed") & Q(closed_at=None, closed_by=None, outcome="")),
                name="requirement_paired_closing",
            ),
            models.UniqueConstraint(fields=("id", "audience"), name="requirement_with_audience"),
        )

    class Classified(MarkedRecord.Classified):
        reference = marked(Keep.RECORD)
        question = marked(Keep.RECORD, scrub=True)
        why = marked(Keep.RECORD, scrub=True)
        threat = marked(Keep.RECORD)
        area_codes = marked(Keep.RECORD)
        raised_from = marked(Keep.RECORD)
        desk_id = marked(Keep.RECORD)
        due_on = marked(Keep.RECORD)
        state = marked(Keep.RECORD)
        closed_at = marked(Keep.RECORD)
        closed_by = personal(Keep.RECORD, scrub=False)
        outcome = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it asks."""
        return f"requirement {self.pk}"


class Ask(MarkedPart):
    """That an agency was asked; the agencies asked read it with the requirement, and so see who else was."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("requirement", "agency"), name="ask_once"),)

    class Classified(MarkedPart.Classified):
        requirement = marked(Keep.RECORD)
        agency = marked(Keep.RECORD)
        asked_at = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"ask {self.pk}"


class Answer(MarkedPart):
    """
    That a submission answers a requirement, and what it was worth; its audience is the desk's, not the requirement's.

    submission_id  the answer: the submission itself is read under its own audience
    worth          "answers", "helps" or "does-not"; empty until somebody judged it
    """

    requirement_id = models.BigIntegerField()
    submission_id = models.BigIntegerField()
    worth = models.CharField(max_length=16, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("requirement_id",), name="answer_by_requirement"),)
        constraints = (
            models.UniqueConstraint(fields=("requirement_id", "submission_id"), name="answer_once"),
            models.CheckConstraint(
                condition=Q(worth="", judged_at=None, judged_by=None)
                | Q(worth__in=("answers", "helps", "does-not"), judged_at__isnull=False, judged_by__isnull=False),
                name="answer_paired_worth",
            ),
        )

    class Classified(MarkedPart.Classified):
        requirement_id = marked(Keep.RECORD)
        submission_id = marked(Keep.RECORD)
        worth = marked(Keep.RECORD)
        judged_at = marked(Keep.RECORD)
        judged_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"answer {self.pk}"
