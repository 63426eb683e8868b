"""
Tables of intelligence products. Read by `services.products`, and by whoever tells what came of something sent.

A product is written from reports, statements and figures that it cites with their grades. Its parts are seen with it,
and once it is issued the database lets nothing of it change but its audience: the next version stands beside it.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fourpoint.records.agencies.models import Person
from fourpoint.records.classification import Keep, marked, personal
from fourpoint.records.marked import MarkedPart, MarkedRecord
from fourpoint.records.sharing.models import Audience, codes

DRAFTING, IN_REVIEW, ISSUED, REPLACED = "drafting", "in-review", "issued", "replaced"
STATES = (DRAFTING, IN_REVIEW, ISSUED, REPLACED)
REPORT, STATEMENT, FIGURE = "report", "statement", "figure"
SUBMITTED, RETURNED, APPROVED, WIDER = "submitted", "returned", "approved", "wider"


class Product(MarkedRecord):
    """
    A product: its terms of reference and where it stands. What it says stands in its sections.

    reference   its number, which tells nothing; printed on every page with the version
    template    a code of the catalogue's product_templates
    subject_id  the number of the subject that it profiles, 0 when it profiles none
    requester   who asked for it, as the author says
    senior      who reviews it, a second person
    replaces_id the number of the version before, 0 for the first
    """

    reference = models.CharField(max_length=16)
    version = models.PositiveIntegerField(default=1)
    template = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=16)
    question = models.CharField(max_length=1000)
    scope = models.CharField(max_length=2000)
    period_from = models.DateField()
    period_to = models.DateField()
    requester = models.CharField(max_length=200)
    due_on = models.DateField()
    senior = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField(default=0)
    threat = models.CharField(max_length=64, blank=True)
    area_codes = codes()
    replaces_id = models.BigIntegerField(default=0)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("reference", "version"), name="product_version_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="product_state_known"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(question="") & ~Q(scope="") & ~Q(requester=""), name="product_has_terms"
            ),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="product_period_forward"),
            models.CheckConstraint(condition=~Q(senior=F("made_by")), name="product_senior_is_another"),
            models.CheckConstraint(
                condition=Q(issued_at=None, issued_by=None, state__in=(DRAFTING, IN_REVIEW))
                | Q(issued_at__isnull=False, issued_by__isnull=False, state__in=(ISSUED, REPLACED))
                & ~Q(issued_by=F("made_by")),
                name="product_issued_by_another",
            ),
            models.UniqueConstraint(fields=("id", "audience"), name="product_with_audience"),
        )

    class Classified(MarkedRecord.Classified):
        reference = marked(Keep.RECORD)
        version = marked(Keep.RECORD)
        template = marked(Keep.RECORD)
        title = marked(Keep.RECORD, scrub=True)
        state = marked(Keep.RECORD)
        question = marked(Keep.RECORD, scrub=True)
        scope = marked(Keep.RECORD, scrub=True)
        period_from = marked(Keep.RECORD)
        period_to = marked(Keep.RECORD)
        requester = marked(Keep.RECORD, scrub=True)
        due_on = marked(Keep.RECORD)
        senior = personal(Keep.RECORD, scrub=False)
        subject_id = marked(Keep.RECORD)
        threat = marked(Keep.RECORD)
        area_codes = marked(Keep.RECORD)
        replaces_id = marked(Keep.RECORD)
        issued_at = marked(Keep.RECORD)
        issued_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"product {self.pk}"


class Section(MarkedPart):
    """A section of a product, as the template asks for it. `code` is the catalogue's; empty text: not written yet."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("product", "code"), name="product_section_once"),)

    class Classified(MarkedPart.Classified):
        product = marked(Keep.RECORD)
        code = marked(Keep.RECORD)
        number = marked(Keep.RECORD)
        text = marked(Keep.RECORD, scrub=True)
        written_at = marked(Keep.RECORD)
        written_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"section {self.pk}"


class Citation(MarkedPart):
    """
    What a section rests on: an item of a report, a statement of a subject, or a figure of a frozen edition.

    number      as it is printed, unique in its product
    source_id   number of the report, statement or edition; item: of the report's item
    readable    the audience of the source when it was cited: the product reaches no further without a decision
    reference   how it is named in print, which tells nothing of the source
    words       the words cited; empty where they stay with those who may read the source (it has a list of its own)
    grade       as it is written; empty for a figure
    handling, conditions  of the item; empty for a figure
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    section = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    source_id = models.BigIntegerField()
    item = models.PositiveIntegerField(default=0)
    figure = models.CharField(max_length=200, blank=True)
    readable = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    grade = models.CharField(max_length=120, blank=True)
    source_grade = models.CharField(max_length=1, blank=True)
    information_grade = models.CharField(max_length=1, blank=True)
    handling = models.CharField(max_length=1, blank=True)
    conditions = codes()
    cited_at = models.DateTimeField()
    cited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("product", "number"), name="citation_number_once"),
            models.CheckConstraint(condition=Q(kind__in=(REPORT, STATEMENT, FIGURE)), name="citation_kind_known"),
            models.CheckConstraint(condition=Q(kind=FIGURE) | ~Q(grade=""), name="citation_is_graded"),
        )

    class Classified(MarkedPart.Classified):
        product = marked(Keep.RECORD)
        section = marked(Keep.RECORD)
        number = marked(Keep.RECORD)
        kind = marked(Keep.RECORD)
        source_id = marked(Keep.RECORD)
        item = marked(Keep.RECORD)
        figure = marked(Keep.RECORD)
        readable = marked(Keep.RECORD)
        reference = marked(Keep.RECORD)
        words = marked(Keep.RECORD, scrub=True)
        grade = marked(Keep.RECORD)
        source_grade = marked(Keep.RECORD)
        information_grade = marked(Keep.RECORD)
        handling = marked(Keep.RECORD)
        conditions = marked(Keep.RECORD)
        cited_at = marked(Keep.RECORD)
        cited_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row, never what it cites."""
        return f"citation {self.pk}"


class Decision(MarkedPart):
    """
    What was decided of a product, by whom and why: sent to review, returned, approved, or let go beyond its sources.

    agencies   of a decision that it may go further: the agencies; none: wider within the owner agency alone
    citations  numbers of the citations that it is about
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=2000, blank=True)
    agencies = ArrayField(models.BigIntegerField(), default=list)
    citations = ArrayField(models.PositiveIntegerField(), default=list)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=(SUBMITTED, RETURNED, APPROVED, WIDER)), name="product_decision_known"
            ),
            models.CheckConstraint(condition=Q(kind=SUBMITTED) | ~Q(words=""), name="product_decision_has_reason"),
        )

    class Classified(MarkedPart.Classified):
        product = marked(Keep.RECORD)
        kind = marked(Keep.RECORD)
        decided_at = marked(Keep.RECORD)
        decided_by = personal(Keep.RECORD, scrub=False)
        words = marked(Keep.RECORD, scrub=True)
        agencies = marked(Keep.RECORD)
        citations = marked(Keep.RECORD)

    def __str__(self) -> str:
        """Name the row, never its reason."""
        return f"decision {self.pk}"
