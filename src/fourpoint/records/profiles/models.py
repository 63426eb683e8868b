"""Tables of profiles, their commentary and their editions, protected by audience. Read by `services.profiles` only."""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.marked import MarkedPart, MarkedRecord
from fourpoint.records.sharing.models import Audience


class Profile(models.Model):
    """
    An agency's local profile of an area. Whoever sees no row here for an area sees nothing of that area's profile.

    The database also holds that `owner` is the owner of `audience`.
    """

    id = models.BigAutoField(primary_key=True)
    area_code = models.CharField(max_length=9)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            # Unique within the owner only: two forces may profile one area, and neither learns it from an error.
            models.UniqueConstraint(fields=("owner", "area_code"), name="profile_once_per_owner"),
            models.CheckConstraint(condition=~Q(area_code=""), name="profile_has_area"),
        )

    class Classified:
        table = Table.PROTECTED
        id = marked(Keep.PROFILE)
        area_code = marked(Keep.PROFILE)
        owner = plain(Keep.PROFILE)
        audience = plain(Keep.PROFILE)
        created_at = plain(Keep.PROFILE)
        created_by = personal(Keep.PROFILE, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"profile {self.pk}"


class Edition(models.Model):
    """
    A frozen edition in one of its cuts: the document, its publication and its tables as bytes, and what made them.

    A row never changes. Freezing other content of the same cut under the same label adds a row with the next version.
    A cut that needs approval is a proof for its owner until someone else approves it; approving adds a row with the
    same bytes for its readers.
    """

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="editions")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=6)
    cut = models.CharField(max_length=32, default="partner")
    version = models.PositiveIntegerField()
    document = models.BinaryField()
    document_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    tables = models.BinaryField()
    tables_sha256 = models.CharField(max_length=64)
    data_version = models.CharField(max_length=64)
    code_version = models.CharField(max_length=128)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("profile", "label", "cut", "version"),
                condition=Q(approved_at=None),
                name="edition_version_once",
            ),
            models.UniqueConstraint(
                fields=("profile", "label", "cut", "version"),
                condition=Q(approved_at__isnull=False),
                name="edition_approved_once",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="edition_approval_paired",
            ),
            # Two pairs of eyes, whatever the program says.
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("frozen_by")),
                name="edition_approved_by_another",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="edition_version_from_one"),
            models.CheckConstraint(condition=Q(label__regex=r"^\d{4}Q[1-4]$"), name="edition_label_is_quarter"),
        )

    class Classified:
        table = Table.FROZEN
        id = marked(Keep.PROFILE)
        profile = marked(Keep.PROFILE)
        audience = plain(Keep.PROFILE)
        label = marked(Keep.PROFILE)
        cut = marked(Keep.PROFILE)
        version = marked(Keep.PROFILE)
        document = marked(Keep.PROFILE)
        document_sha256 = marked(Keep.PROFILE)
        pdf = marked(Keep.PROFILE)
        pdf_sha256 = marked(Keep.PROFILE)
        tables = marked(Keep.PROFILE)
        tables_sha256 = marked(Keep.PROFILE)
        data_version = marked(Keep.PROFILE)
        code_version = marked(Keep.PROFILE)
        frozen_at = marked(Keep.PROFILE)
        frozen_by = personal(Keep.PROFILE, scrub=False)
        approved_at = marked(Keep.PROFILE)
        approved_by = personal(Keep.PROFILE, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"edition {self.pk}"


class RedactionReport(models.Model):
    """
    What a frozen cut leaves out, in full: for its owner alone, since even the counts tell that something is there.

    lines  a list of objects with rule, words and count, as `domain.document.Withheld`
    """

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reports")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("edition",), name="redaction_report_once"),)

    class Classified:
        table = Table.FROZEN
        id = marked(Keep.PROFILE)
        edition = marked(Keep.PROFILE)
        audience = plain(Keep.PROFILE)
        lines = marked(Keep.PROFILE)

    def __str__(self) -> str:
        """Name the row."""
        return f"redaction report {self.pk}"


class Commentary(MarkedRecord):
    """
    A marked note that someone puts on a section or a figure of a profile; its owner need not own the profile.

    area_code  the profile's, kept here since whoever may read a note need not be able to read the profile
    threat_id  the threat whose document holds the anchor
    anchor     the id of the section or figure in that document, as the live profile names it
    about      the anchor in words, as they stood when the note was written
    version    the newest of `versions`
    for_public whether its owner lets the public edition print it
    """

    SECTION, FIGURE = "section", "figure"
    CURRENT, WITHDRAWN = "current", "withdrawn"

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="commentary")
    area_code = models.CharField(max_length=9)
    threat_id = models.CharField(max_length=64)
    anchor_kind = models.CharField(max_length=8)
    anchor = models.CharField(max_length=200)
    about = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1)
    for_public = models.BooleanField(default=False)
    state = models.CharField(max_length=9, default=CURRENT)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "commentary"
        indexes = (models.Index(fields=("profile", "state"), name="commentary_of_profile"),)
        constraints = (
            models.CheckConstraint(condition=Q(anchor_kind__in=("section", "figure")), name="commentary_anchor_kind"),
            models.CheckConstraint(
                condition=Q(state="current", withdrawn_at=None, withdrawn_by=None)
                | Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="commentary_state_paired",
            ),
        )

    class Classified(MarkedRecord.Classified):
        profile = marked(Keep.RECORD)
        area_code = marked(Keep.RECORD)
        threat_id = marked(Keep.RECORD)
        anchor_kind = marked(Keep.RECORD)
        anchor = marked(Keep.RECORD)
        about = marked(Keep.RECORD)
        version = marked(Keep.RECORD)
        for_public = marked(Keep.RECORD)
        state = marked(Keep.RECORD)
        withdrawn_at = marked(Keep.RECORD)
        withdrawn_by = personal(Keep.RECORD, scrub=False)
        withdrawn_reason = marked(Keep.RECORD, scrub=True)

    def __str__(self) -> str:
        """Name the row."""
        return f"commentary {self.pk}"


class CommentaryVersion(MarkedPart):
    """What a note says, in plain paragraphs parted by blank lines. A revision adds a version; none is ever changed."""

    commentary = models.ForeignKey(Commentary, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("commentary", "version"), name="commentary_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="commentary_says_something"),
        )

    class Classified(MarkedPart.Classified):
        commentary = marked(Keep.RECORD)
        version = marked(Keep.RECORD)
        text = marked(Keep.RECORD, scrub=True)
        written_at = marked(Keep.RECORD)
        written_by = personal(Keep.RECORD, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"commentary version {self.pk}"
