"""Tables of the library, all protected by audience. Read by `services.library` only."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Person
from fourpoint.records.classification import Keep, marked, personal
from fourpoint.records.files.models import Content, File
from fourpoint.records.marked import MarkedPart, MarkedRecord
from fourpoint.records.sharing.models import Audience, codes

# The states of a paper. A draft is its owner's alone; a paper that was withdrawn stays readable, and says so.
DRAFT, ISSUED, WITHDRAWN = "draft", "issued", "withdrawn"
STATES = (DRAFT, ISSUED, WITHDRAWN)


class Paper(MarkedRecord):
    """
    A paper of the partnership: what it is about. What it says stands in its versions.

    area_codes  published codes of the areas it is about; none: of no particular area
    threat      a code of the catalogue's threats, or empty
    kind        a code of the catalogue's kinds of paper
    versions    how many versions there are, and so the number of the newest
    """

    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=1000, blank=True)
    area_codes = codes()
    threat = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=64)
    state = models.CharField(max_length=16)
    versions = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=STATES), name="paper_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="paper_has_title"),
            models.CheckConstraint(
                condition=(
                    Q(state=WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                )
                | (~Q(state=WITHDRAWN) & Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")),
                name="paper_paired_withdrawn",
            ),
            # Lets versions point at paper and audience together, so that they can never differ from their paper's.
            models.UniqueConstraint(fields=("id", "audience"), name="paper_with_audience"),
        )

    class Classified(MarkedRecord.Classified):
        title = marked(Keep.RECORD, scrub=True)
        summary = marked(Keep.RECORD, scrub=True)
        area_codes = marked(Keep.RECORD)
        threat = marked(Keep.RECORD)
        kind = marked(Keep.RECORD)
        state = marked(Keep.RECORD)
        versions = marked(Keep.RECORD)
        withdrawn_at = marked(Keep.RECORD)
        withdrawn_by = personal(Keep.RECORD, scrub=False)
        withdrawal_reason = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"paper {self.pk}"


class Version(MarkedPart):
    """
    What a paper said at one time: a written page or a file. The database lets nothing of it change but its audience.

    text        a written page in our subset of Markdown; None when it is a file
    held        a file, with its bytes and words; None when it is a written page
    media_type  what the file's content was found to be, never what its sender said
    sha256      over the file, or over the text in UTF-8
    words       plain words of the page, for searching
    changed     what is new in this version, in its author's words
    amended     how the paper was called, summed up and placed before, as far as this version changed it
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField(null=True)
    held = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    words = models.TextField(blank=True)
    changed = models.CharField(max_length=500, blank=True)
    amended = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("paper", "number"), name="version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_from_one"),
            models.CheckConstraint(
                condition=(Q(text__isnull=False, held=None, file_name="", media_type=""))
                | (Q(text=None, held__isnull=False, words="") & ~Q(file_name="") & ~Q(media_type="")),
                name="version_is_page_or_file",
            ),
            models.UniqueConstraint(fields=("id", "audience"), name="version_with_audience"),
        )

    class Classified(MarkedPart.Classified):
        paper = marked(Keep.RECORD)
        number = marked(Keep.RECORD)
        text = marked(Keep.RECORD, scrub=True)
        held = marked(Keep.RECORD)
        file_name = marked(Keep.RECORD, scrub=True)
        media_type = marked(Keep.RECORD)
        size = marked(Keep.RECORD)
        sha256 = marked(Keep.RECORD)
        words = marked(Keep.RECORD, scrub=True)
        changed = marked(Keep.RECORD, scrub=True)
        amended = marked(Keep.RECORD, scrub=True)
        made_at = marked(Keep.RECORD)
        made_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"version {self.pk}"


class Comment(MarkedRecord):
    """
    What a reader said of a paper. It is a record of the reader's own agency, which decides who may read it.

    paper  None once the paper was disposed of: the words stay with the agency that wrote them
    """

    # The database sets it to nothing when the paper goes, whoever may see the comment (see the second migration).
    paper = models.ForeignKey(Paper, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    number = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(condition=Q(number__gte=1), name="comment_version_from_one"),
            models.UniqueConstraint(fields=("id", "audience"), name="comment_with_audience"),
        )

    class Classified(MarkedRecord.Classified):
        paper = marked(Keep.RECORD)
        number = marked(Keep.RECORD)
        text = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"comment {self.pk}"


class IndexEntry(MarkedPart):
    """
    The words of one version or one comment, for searching. Its rows are seen by who may read them and only as the
    answer to a search: row security asks for both, so that PostgreSQL can use the index (`services.library.finding`).

    The database makes an entry follow its version or comment, in audience and in disposal, and go with the content of
    a file that was infected.
    """

    # No index of its own: PostgreSQL would read all that is open and open each one's words, since it thinks that cheap.
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    comment = models.ForeignKey(Comment, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    content = models.ForeignKey(Content, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="+")
    words = SearchVectorField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(version=None, comment__isnull=False) | Q(version__isnull=False, comment=None),
                name="index_entry_of_one_thing",
            ),
        )
        indexes = (GinIndex(fields=("words",), name="library_words"),)

    class Classified(MarkedPart.Classified):
        version = marked(Keep.RECORD)
        comment = marked(Keep.RECORD)
        content = marked(Keep.RECORD)
        words = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row, never what it says."""
        return f"index entry {self.pk}"
