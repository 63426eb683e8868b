"""Tables of intelligence reports, the items of information in them, and the register of sources."""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Person
from fourpoint.records.classification import Keep, marked, personal
from fourpoint.records.intelligence.submissions import Submission
from fourpoint.records.marked import MarkedPart, MarkedRecord
from fourpoint.records.sharing.models import codes


class Report(MarkedRecord):
    """
    An intelligence report: items of information, each with its grade. One that is sanitised is a report of its own.

    reference      its number, which tells nothing
    submission     what it was made of, when a submission was; the report outlives it
    sanitised_of   the original, for a sanitised report; the original keeps its own audience
    collection     "routine", "tasked" or "volunteered"
    provenance     how the source knows: read with the report, never part of what is released
    risk           what could come of its use, to the source or others, and what is done about it
    state          "draft", "ready" or "withdrawn"; a sanitised report is ready when a second person released it
    threat         a code of the catalogue's threats, or empty
    """

    DRAFT, READY, WITHDRAWN = "draft", "ready", "withdrawn"
    COLLECTIONS = ("routine", "tasked", "volunteered")

    reference = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=200)
    submission = models.ForeignKey(
        Submission, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    sanitised_of = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+"
    )
    collection = models.CharField(max_length=16)
    provenance = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    state = models.CharField(max_length=16)
    threat = models.CharField(max_length=64, blank=True)
    area_codes = codes()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=("draft", "ready", "withdrawn")), name="report_state_known"),
            models.CheckConstraint(
                condition=Q(collection__in=("routine", "tasked", "volunteered")), name="report_collection_known"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="report_paired_release",
            ),
            # What says how the source knows never travels with a text made to be read by others.
            models.CheckConstraint(
                condition=Q(sanitised_of=None) | Q(provenance="", risk=""), name="report_sanitised_tells_no_provenance"
            ),
            models.UniqueConstraint(fields=("id", "audience"), name="report_with_audience"),
        )

    class Classified(MarkedRecord.Classified):
        reference = marked(Keep.RECORD)
        title = marked(Keep.RECORD, scrub=True)
        submission = marked(Keep.RECORD)
        sanitised_of = marked(Keep.RECORD)
        collection = marked(Keep.RECORD)
        provenance = marked(Keep.RECORD, scrub=True)
        risk = marked(Keep.RECORD, scrub=True)
        state = marked(Keep.RECORD)
        threat = marked(Keep.RECORD)
        area_codes = marked(Keep.RECORD)
        released_at = marked(Keep.RECORD)
        released_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"report {self.pk}"


class Item(MarkedPart):
    """
    One item of information of a report, graded for itself.

    source_grade, information_grade  codes of the 3x5x2 scheme; empty for an item that came with an older grade
    older_grade    a grade of an older scheme, exactly as it came: never converted
    handling       "P" or "C"; C has at least one of the catalogue's conditions
    from_on, to_on  the days of what it tells of, where they are known; not those of the report
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField()
    source_grade = models.CharField(max_length=1, blank=True)
    information_grade = models.CharField(max_length=1, blank=True)
    older_grade = models.CharField(max_length=32, blank=True)
    handling = models.CharField(max_length=1)
    conditions = codes()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    place = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("report", "number"), name="item_once"),
            models.CheckConstraint(condition=~Q(text=""), name="item_says_something"),
            models.CheckConstraint(
                condition=(Q(source_grade__in=("1", "2", "3"), information_grade__in=tuple("ABCDE"), older_grade=""))
                | (Q(source_grade="", information_grade="") & ~Q(older_grade="")),
                name="item_is_graded",
            ),
            models.CheckConstraint(
                condition=Q(handling="P", conditions=[]) | (Q(handling="C") & ~Q(conditions=[])),
                name="item_conditions_exactly_with_c",
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(to_on=None) | Q(to_on__gte=models.F("from_on")),
                name="item_period_forward",
            ),
        )

    class Classified(MarkedPart.Classified):
        report = marked(Keep.RECORD)
        number = marked(Keep.RECORD)
        text = marked(Keep.RECORD, scrub=True)
        source_grade = marked(Keep.RECORD)
        information_grade = marked(Keep.RECORD)
        older_grade = marked(Keep.RECORD)
        handling = marked(Keep.RECORD)
        conditions = marked(Keep.RECORD)
        from_on = marked(Keep.RECORD)
        to_on = marked(Keep.RECORD)
        place = marked(Keep.RECORD, scrub=True)
        postcode = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"item {self.pk}"


class Source(MarkedRecord):
    """
    Who told: a register of its own, each entry within the need-to-know list of those who may know the source.

    reference  what reports call the source
    identity   who it is, encrypted with the key of the installation; nothing else in the database says it
    """

    reference = models.CharField(max_length=16, unique=True)
    identity = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("id", "audience"), name="source_with_audience"),)

    class Classified(MarkedRecord.Classified):
        reference = marked(Keep.RECORD)
        identity = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never who it is."""
        return f"source {self.pk}"


class SourceUse(MarkedPart):
    """That a report rests on a source; seen by who may know the source, not by who may read the report."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    report_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("source", "report_id"), name="source_use_once"),)

    class Classified(MarkedPart.Classified):
        source = marked(Keep.RECORD)
        report_id = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row."""
        return f"source use {self.pk}"
