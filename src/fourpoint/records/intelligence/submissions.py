"""
Tables of what people pass on: desks, drafts, submissions and what passes between sender and desk.

A submission is the receiving agency's record. Its sender, who reads nothing else there, reads what she wrote, what she
was told and what she was asked: such tables are "posted" (`records.row_security.protect_posted`).
"""

import uuid

from django.db import models
from django.db.models import Q

from fourpoint.domain.submissions import LONGEST_ANSWER, LONGEST_REFERENCE, Channel, Danger
from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.marked import MarkedPart, MarkedRecord
from fourpoint.records.sharing.models import Audience, codes


class Desk(models.Model):
    """
    Where an agency receives what people pass on. Known to everyone; what lies on it is not.

    arrivals    the audience that everything that arrives is given: a need-to-know list of those who work at the desk
    on_duty     who owns whatever arrives until someone takes it, and is paged when someone is in danger
    area_codes  published codes of the areas it serves; the first desk that serves an area is offered first
    capacity    submissions that it can evaluate in a day
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    arrivals = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    on_duty = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area_codes = codes()
    capacity = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(capacity__gte=1), name="desk_can_do_some"),)

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AGREEMENT)
        agency = plain(Keep.AGREEMENT)
        code = plain(Keep.AGREEMENT)
        name = plain(Keep.AGREEMENT)
        arrivals = plain(Keep.AGREEMENT)
        on_duty = personal(Keep.AGREEMENT, scrub=False)
        area_codes = plain(Keep.AGREEMENT)
        capacity = plain(Keep.AGREEMENT)
        opened_at = plain(Keep.AGREEMENT)
        opened_by = personal(Keep.AGREEMENT, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"desk {self.pk}"


class Draft(models.Model):
    """
    What someone is writing and has not sent: hers alone, on whatever device. It goes when it is sent.

    key      made on the device that began it; the submission has it too, so that nothing is sent twice
    content  what was typed so far, by field, however unfinished
    saves    how often it was saved: a device that holds an older count is told, and overwrites nothing
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    saves = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Classified:
        table = Table.PROTECTED
        key = marked(Keep.DRAFT)
        person = personal(Keep.DRAFT, scrub=False)
        agency = plain(Keep.DRAFT)
        content = marked(Keep.DRAFT, scrub=True)
        saves = marked(Keep.DRAFT)
        begun_at = marked(Keep.DRAFT)
        saved_at = marked(Keep.DRAFT)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"draft {self.pk}"


class Submission(MarkedRecord):
    """
    What someone passed on, exactly as she wrote it: the database lets nothing of it change but its audience and review.

    made_by           the sender; sender_agency is the agency she acted for
    reference         what sender and desk call it; tells nothing
    sender_reference  the number that the sender's own system has for it; one agency never sends one twice
    danger            her answer to "Is anyone in danger now?"
    soon              whether something is about to happen, in her words; soon_on the day that could be read from them
    requirement_id    the intelligence requirement that it answers, when it answers one
    """

    key = models.UUIDField(unique=True)
    reference = models.CharField(max_length=16, unique=True)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    sender_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sender_reference = models.CharField(max_length=LONGEST_REFERENCE, blank=True)
    channel = models.CharField(max_length=8)
    danger = models.CharField(max_length=8)
    what = models.TextField()
    who = models.TextField(blank=True)
    place = models.TextField(blank=True)
    postcode = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    point = models.CharField(max_length=20, blank=True, default="")
    happened = models.TextField(blank=True)
    soon = models.TextField(blank=True, default="", db_default="")
    soon_on = models.DateField(null=True)
    how_known = models.TextField(blank=True)
    who_else = models.TextField(blank=True)
    comes_back = models.TextField(blank=True)
    may_contact = models.BooleanField(null=True)
    contact = models.TextField(blank=True)
    requirement_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=("desk", "made_at"), name="submission_by_desk"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(danger__in=tuple(one.value for one in Danger)), name="submission_danger_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=tuple(one.value for one in Channel)), name="submission_channel_known"
            ),
            models.CheckConstraint(condition=~Q(what=""), name="submission_says_something"),
            models.UniqueConstraint(
                fields=("sender_agency", "sender_reference"),
                condition=~Q(sender_reference=""),
                name="submission_once_by_sender_reference",
            ),
            models.UniqueConstraint(fields=("id", "audience"), name="submission_with_audience"),
        )

    class Classified(MarkedRecord.Classified):
        key = marked(Keep.RECORD)
        reference = marked(Keep.RECORD)
        desk = plain(Keep.RECORD)
        sender_agency = marked(Keep.RECORD)
        sender_reference = marked(Keep.RECORD, scrub=True)
        channel = marked(Keep.RECORD)
        danger = marked(Keep.RECORD)
        what = marked(Keep.RECORD, scrub=True)
        who = marked(Keep.RECORD, scrub=True)
        place = marked(Keep.RECORD, scrub=True)
        postcode = marked(Keep.RECORD, scrub=True)
        point = marked(Keep.RECORD, scrub=True)
        happened = marked(Keep.RECORD, scrub=True)
        soon = marked(Keep.RECORD, scrub=True)
        soon_on = marked(Keep.RECORD)
        how_known = marked(Keep.RECORD, scrub=True)
        who_else = marked(Keep.RECORD, scrub=True)
        comes_back = marked(Keep.RECORD, scrub=True)
        may_contact = marked(Keep.RECORD)
        contact = marked(Keep.RECORD, scrub=True)
        requirement_id = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"submission {self.pk}"


class SubmissionSubject(MarkedPart):
    """One of several subjects of a submission, in the sender's words; never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    words = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("submission", "number"), name="submission_subject_once"),)

    class Classified(MarkedPart.Classified):
        submission = marked(Keep.RECORD)
        number = marked(Keep.RECORD)
        kind = marked(Keep.RECORD)
        words = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"submission subject {self.pk}"


class Message(MarkedPart):
    """
    A question of the desk, an answer of the sender, or what the desk released about what came of it; never changed.

    about   "question", "answer" or "outcome"
    change  of an outcome, a code of the catalogue's outcome changes
    """

    QUESTION, ANSWER, OUTCOME = "question", "answer", "outcome"

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=16)
    change = models.CharField(max_length=32, blank=True, default="")
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(about__in=("question", "answer", "outcome")), name="message_about_known"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
        )

    class Classified(MarkedPart.Classified):
        submission = marked(Keep.RECORD)
        about = marked(Keep.RECORD)
        change = marked(Keep.RECORD)
        text = marked(Keep.RECORD, scrub=True)
        written_at = marked(Keep.RECORD)
        written_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"message {self.pk}"


class Told(MarkedPart):
    """What the sender was told of where her submission stands: a safe category, at a time; never changed."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=32)
    told_at = models.DateTimeField()

    class Classified(MarkedPart.Classified):
        submission = marked(Keep.RECORD)
        state = marked(Keep.RECORD)
        told_at = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"told {self.pk}"
