"""
Tables of subjects and statements. Read by `services.subjects` only.

A subject says nothing but its kind: what is known of it are statements, each of its own audience, so that two readers
of one subject may rightly see two pictures.
"""

from django.db import models
from django.db.models import F, Q

from fourpoint.records.agencies.models import Person
from fourpoint.records.classification import Keep, marked, personal
from fourpoint.records.marked import MarkedPart, MarkedRecord

SUBJECT_KINDS = ("person", "organisation", "premises", "place", "vehicle", "phone", "account", "online", "event")


class Subject(MarkedRecord):
    """
    What intelligence is about, by a number that tells nothing. It has no name: names are statements.

    kind  one of SUBJECT_KINDS
    """

    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(kind__in=SUBJECT_KINDS), name="subject_kind_known"),)

    class Classified(MarkedRecord.Classified):
        reference = marked(Keep.RECORD)
        kind = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"subject {self.pk}"


class Statement(MarkedRecord):
    """
    What an item of a report states of a subject: one of words, another subject or a category. Never changed; withdrawn.

    code           a code of the catalogue's statement_kinds
    text           the words as they were stated
    object         another subject, for a tie
    category       a code of the catalogue's subject_categories
    basis          why the category was given; recheck_on when that is looked at again
    report_id      number of the report it rests on, and of its item; the statement may outlive it
    source_grade, information_grade, older_grade  of that item, as they stand there
    from_on, to_on  when what it states held, as far as that is known
    """

    subject = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    code = models.CharField(max_length=32)
    text = models.CharField(max_length=500, blank=True)
    object = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    category = models.CharField(max_length=32, blank=True)
    basis = models.CharField(max_length=1000, blank=True)
    recheck_on = models.DateField(null=True)
    report_id = models.BigIntegerField()
    item_number = models.PositiveIntegerField()
    source_grade = models.CharField(max_length=1, blank=True)
    information_grade = models.CharField(max_length=1, blank=True)
    older_grade = models.CharField(max_length=32, blank=True)
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("subject",), name="statement_by_subject"),
            models.Index(fields=("object",), name="statement_by_object"),
            models.Index(fields=("report_id",), name="statement_by_report"),
        )
        constraints = (
            models.CheckConstraint(
                condition=(~Q(text="") & Q(object=None, category=""))
                | Q(text="", object__isnull=False, category="")
                | (Q(text="", object=None) & ~Q(category="")),
                name="statement_states_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(object=None) | ~Q(object=F("subject")), name="statement_ties_two_subjects"
            ),
            models.CheckConstraint(
                condition=(Q(source_grade__in=("1", "2", "3"), information_grade__in=tuple("ABCDE"), older_grade=""))
                | (Q(source_grade="", information_grade="") & ~Q(older_grade="")),
                name="statement_is_graded",
            ),
            # Nobody is called a suspect without a reason, or for ever.
            models.CheckConstraint(
                condition=~Q(category="suspect") | (~Q(basis="") & Q(recheck_on__isnull=False)),
                name="statement_suspect_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=F("from_on")), name="statement_period_forward"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="statement_paired_withdrawal",
            ),
            models.UniqueConstraint(fields=("id", "audience"), name="statement_with_audience"),
        )

    class Classified(MarkedRecord.Classified):
        subject = marked(Keep.RECORD)
        code = marked(Keep.RECORD)
        text = marked(Keep.RECORD, scrub=True)
        object = marked(Keep.RECORD)
        category = marked(Keep.RECORD)
        basis = marked(Keep.RECORD, scrub=True)
        recheck_on = marked(Keep.RECORD)
        report_id = marked(Keep.RECORD)
        item_number = marked(Keep.RECORD)
        source_grade = marked(Keep.RECORD)
        information_grade = marked(Keep.RECORD)
        older_grade = marked(Keep.RECORD)
        from_on = marked(Keep.RECORD)
        to_on = marked(Keep.RECORD)
        withdrawn_at = marked(Keep.RECORD)
        withdrawn_by = personal(Keep.RECORD, scrub=False)
        withdrawn_reason = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it states."""
        return f"statement {self.pk}"


class Key(MarkedPart):
    """
    One key by which a statement is found before another subject is made: its other spellings, sounds and slips.

    A row for each, not an array: row security lets PostgreSQL use an index of equal texts, and none of arrays.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=220)

    class Meta:
        indexes = (models.Index(fields=("key",), name="key_by_key"),)
        constraints = (models.UniqueConstraint(fields=("statement", "key"), name="key_once"),)

    class Classified(MarkedPart.Classified):
        statement = marked(Keep.RECORD)
        key = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"key {self.pk}"


class Identity(MarkedRecord):
    """A judgement that two subjects are one, by the person who made it. It is taken back, never deleted with a join."""

    one = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    other = models.ForeignKey(Subject, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    why = models.CharField(max_length=1000)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("one",), name="identity_by_one"),
            models.Index(fields=("other",), name="identity_by_other"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="identity_of_two"),
            models.CheckConstraint(condition=~Q(why=""), name="identity_has_reason"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_why="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_why="")),
                name="identity_paired_taking_back",
            ),
        )

    class Classified(MarkedRecord.Classified):
        one = marked(Keep.RECORD)
        other = marked(Keep.RECORD)
        why = marked(Keep.RECORD, scrub=True)
        taken_back_at = marked(Keep.RECORD)
        taken_back_by = personal(Keep.RECORD, scrub=False)
        taken_back_why = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never the reason."""
        return f"identity {self.pk}"
