"""Tables of what a desk does with a submission. Only the desk reads them; the sender's act puts the first rows in."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from fourpoint.domain.submissions import Priority
from fourpoint.records.agencies.models import Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.intelligence.submissions import Submission
from fourpoint.records.sharing.models import Audience, codes


class Triage(models.Model):
    """
    Where a submission stands at its desk, and who owns it: one row for each submission.

    state         a state of the catalogue's pathway "submission", since `since`
    due_at        when the clock of that state runs out; None when none runs
    owner_person  who answers for it now
    acknowledged  when its owner said that she has it; one of high priority escalates until then
    escalations   how often it was passed up in this state
    safeguarding  the decision about the danger that it tells of, without which it is not closed
    threat        whose queue it is in: a code of the catalogue's threats, empty until somebody sorted it
    level         of the catalogue's levels of risk of that threat, empty for none
    alerts        codes of the catalogue's alerts that somebody raised
    """

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, primary_key=True, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=32)
    priority = models.CharField(max_length=8)
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    owner_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    escalations = models.PositiveIntegerField(default=0)
    safeguarding = models.CharField(max_length=1000, blank=True)
    safeguarded_at = models.DateTimeField(null=True)
    safeguarded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    threat = models.CharField(max_length=64, blank=True, default="")
    level = models.CharField(max_length=80, blank=True, default="")
    alerts = codes()

    class Meta:
        indexes = (models.Index(fields=("state", "priority", "since"), name="triage_by_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(priority__in=tuple(one.value for one in Priority)), name="triage_priority_known"
            ),
            models.CheckConstraint(
                condition=Q(safeguarding="", safeguarded_at=None, safeguarded_by=None)
                | (~Q(safeguarding="") & Q(safeguarded_at__isnull=False, safeguarded_by__isnull=False)),
                name="triage_paired_safeguarding",
            ),
        )

    class Classified:
        table = Table.PROTECTED
        submission = marked(Keep.RECORD)
        audience = plain(Keep.RECORD)
        state = marked(Keep.RECORD)
        priority = marked(Keep.RECORD)
        since = marked(Keep.RECORD)
        due_at = marked(Keep.RECORD)
        owner_person = personal(Keep.RECORD, scrub=False)
        acknowledged_at = marked(Keep.RECORD)
        escalations = marked(Keep.RECORD)
        safeguarding = marked(Keep.RECORD, scrub=True)
        safeguarded_at = marked(Keep.RECORD)
        safeguarded_by = personal(Keep.RECORD, scrub=False)
        threat = marked(Keep.RECORD)
        level = marked(Keep.RECORD)
        alerts = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"triage {self.pk}"


class Move(models.Model):
    """
    One step of a submission at its desk, or one change of its owner or priority; never changed.

    step    a step of the pathway, or "arrive", "hand-over", "priority", "page", "acknowledge", "escalate"
    owner_person  who answers for it from then on
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=32)
    state = models.CharField(max_length=32)
    priority = models.CharField(max_length=8)
    owner_person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = (models.Index(fields=("submission", "moved_at"), name="move_by_submission"),)

    class Classified:
        table = Table.PROTECTED
        id = marked(Keep.RECORD)
        submission = marked(Keep.RECORD)
        audience = plain(Keep.RECORD)
        step = marked(Keep.RECORD)
        state = marked(Keep.RECORD)
        priority = marked(Keep.RECORD)
        owner_person = personal(Keep.RECORD, scrub=False)
        moved_at = marked(Keep.RECORD)
        moved_by = personal(Keep.RECORD, scrub=False)
        reason = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row."""
        return f"move {self.pk}"


class LikenessKeys(models.Model):
    """
    The numbers by which submissions that tell the same are found (`domain.likeness`); put in by the sender's act.

    A row is seen by who reads the submission, and only as the answer to a search: row security asks for both, so that
    PostgreSQL can use the index. The database makes it follow its submission, in audience and in disposal.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="+"
    )
    # No index of its own: it would be preferred to that of the keys, and every row that is open would be read.
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    keys = ArrayField(models.IntegerField())

    class Meta:
        indexes = (GinIndex(fields=("keys",), name="likeness_keys"),)

    class Classified:
        table = Table.PROTECTED
        submission = marked(Keep.RECORD)
        audience = plain(Keep.RECORD)
        keys = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"likeness keys {self.pk}"
