"""Tables of agreements: terms, parties, clauses, files, reviews; drafts not sent yet; notices given of them."""

from collections.abc import Callable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling
from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain
from fourpoint.records.files.models import File

MARKINGS = [marking.value for marking in Marking]


def both_codes() -> list[str]:
    """Return both handling codes: what an agreement carries unless it says less."""
    return [handling.value for handling in Handling]


def codes(default: Callable[[], list[str]] = list) -> ArrayField:  # type: ignore[type-arg]
    """Return a column of catalogue codes."""
    return ArrayField(models.CharField(max_length=64), default=default)


class Agreement(models.Model):
    """
    An information sharing agreement: what it covers, under which legal gateways, from when until when.

    It opens nothing until every party has signed, and from the first signature on the database refuses every change of
    its terms. Ending it early keeps its own end date and adds who ended it and why. From the day after `review_on` it
    is read-only, unless a review signed by every party gave it another day. A new version is a row of its own that
    `replaces` the one before.

    aims        why sharing is needed and proportionate, in words
    data_items  the specific items of data, in words
    ends_at     the first instant at which it no longer holds: midnight after its last day
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    gateways = codes()
    purposes = codes()
    categories = codes()
    subjects = codes()
    ceiling = models.CharField(max_length=2)
    handling = codes(default=both_codes)
    conditions = codes()
    training = codes()
    onward = models.CharField(max_length=64, blank=True)
    aims = models.CharField(max_length=2000, blank=True, default="")
    data_items = models.CharField(max_length=2000, blank=True, default="")
    quality = models.CharField(max_length=1000, blank=True, default="")
    security = models.CharField(max_length=1000, blank=True, default="")
    rights_contact = models.CharField(max_length=500, blank=True, default="")
    breach_route = models.CharField(max_length=1000, blank=True, default="")
    retention = models.CharField(max_length=500, blank=True)
    dpia_reference = models.CharField(max_length=200, blank=True)
    eia_reference = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ceiling__in=MARKINGS), name="agreement_ceiling_known"),
            models.CheckConstraint(condition=Q(purposes__len__gt=0), name="agreement_has_purpose"),
            models.CheckConstraint(condition=Q(version__gte=1), name="agreement_version_from_one"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="agreement_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="agreement_paired_ended",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AGREEMENT)
        code = plain(Keep.AGREEMENT)
        title = plain(Keep.AGREEMENT)
        version = plain(Keep.AGREEMENT)
        replaces = plain(Keep.AGREEMENT)
        gateways = plain(Keep.AGREEMENT)
        purposes = plain(Keep.AGREEMENT)
        categories = plain(Keep.AGREEMENT)
        subjects = plain(Keep.AGREEMENT)
        ceiling = plain(Keep.AGREEMENT)
        handling = plain(Keep.AGREEMENT)
        conditions = plain(Keep.AGREEMENT)
        training = plain(Keep.AGREEMENT)
        onward = plain(Keep.AGREEMENT)
        aims = plain(Keep.AGREEMENT)
        data_items = plain(Keep.AGREEMENT)
        quality = plain(Keep.AGREEMENT)
        security = plain(Keep.AGREEMENT)
        rights_contact = personal(Keep.AGREEMENT)
        breach_route = plain(Keep.AGREEMENT)
        retention = plain(Keep.AGREEMENT)
        dpia_reference = plain(Keep.AGREEMENT)
        eia_reference = plain(Keep.AGREEMENT)
        starts_at = plain(Keep.AGREEMENT)
        ends_at = plain(Keep.AGREEMENT)
        review_on = plain(Keep.AGREEMENT)
        recorded_at = plain(Keep.AGREEMENT)
        recorded_by = personal(Keep.AGREEMENT, scrub=False)
        ended_at = plain(Keep.AGREEMENT)
        ended_by = personal(Keep.AGREEMENT, scrub=False)
        end_reason = plain(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row."""
        return f"agreement {self.pk}"


class AgreementParty(models.Model):
    """
    One agency bound by an agreement, and its signature: who signed, with the name and post as they were then.

    controls  a catalogue code: whether it decides why and how the data are used, alone or with others, or is told to
    """

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    signed_name = models.CharField(max_length=200, blank=True, default="")
    signed_post = models.CharField(max_length=200, blank=True, default="")
    controls = models.CharField(max_length=64, default="controller")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "agency"), name="agreement_party_once"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="agreement_party_paired_signed",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        agency = plain(Keep.AGREEMENT)
        signed_at = plain(Keep.AGREEMENT)
        signed_by = personal(Keep.AGREEMENT, scrub=False)
        signed_name = personal(Keep.AGREEMENT)
        signed_post = personal(Keep.AGREEMENT)
        controls = plain(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row."""
        return f"agreement party {self.pk}"


class AgreementClause(models.Model):
    """A clause of an agreement: its number as printed, its words, and what it carries for which purposes."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="clauses")
    number = models.CharField(max_length=16)
    words = models.CharField(max_length=1000)
    purposes = codes()
    categories = codes()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "number"), name="agreement_clause_once"),
            models.CheckConstraint(condition=Q(purposes__len__gt=0), name="agreement_clause_has_purpose"),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        number = plain(Keep.AGREEMENT)
        words = plain(Keep.AGREEMENT)
        purposes = plain(Keep.AGREEMENT)
        categories = plain(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row."""
        return f"agreement clause {self.pk}"


class AgreementFile(models.Model):
    """
    The signed agreement itself, or another file that belongs to it, for its parties only; its bytes are those `held`.
    """

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    held = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField()
    content_sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agreement", "content_sha256"), name="agreement_file_once"),)

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        name = plain(Keep.AGREEMENT)
        media_type = plain(Keep.AGREEMENT)
        held = plain(Keep.AGREEMENT)
        size = plain(Keep.AGREEMENT)
        content_sha256 = plain(Keep.AGREEMENT)
        added_at = plain(Keep.AGREEMENT)
        added_by = personal(Keep.AGREEMENT, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"agreement file {self.pk}"


class AgreementReview(models.Model):
    """A review that found the terms still right and sets the day of the next; it counts once every party has signed."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reviews")
    number = models.PositiveIntegerField()
    review_on = models.DateField()
    words = models.CharField(max_length=2000)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agreement", "number"), name="agreement_review_once"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        number = plain(Keep.AGREEMENT)
        review_on = plain(Keep.AGREEMENT)
        words = plain(Keep.AGREEMENT)
        made_at = plain(Keep.AGREEMENT)
        made_by = personal(Keep.AGREEMENT, scrub=False)
        agency = plain(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row."""
        return f"agreement review {self.pk}"


class ReviewSignature(models.Model):
    """One party's signature to a review."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(AgreementReview, on_delete=models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=200)
    signed_post = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("review", "agency"), name="review_signature_once"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AGREEMENT)
        review = plain(Keep.AGREEMENT)
        agency = plain(Keep.AGREEMENT)
        signed_at = plain(Keep.AGREEMENT)
        signed_by = personal(Keep.AGREEMENT, scrub=False)
        signed_name = personal(Keep.AGREEMENT)
        signed_post = personal(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"review signature {self.pk}"


class AgreementProposal(models.Model):
    """
    A draft of an agreement, or of its next version, as one agency writes it; seen by that agency alone.

    code       names it in addresses
    content    the fields as they were typed, complete or not
    replaces   the agreement of which it is to be the next version
    agreement  what became of it when it was sent to the parties for signature
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=64, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    replaces = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+")
    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, null=True, related_name="proposal")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(agreement=None), name="agreement_proposal_sent_or_discarded"
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AGREEMENT)
        code = plain(Keep.AGREEMENT)
        agency = plain(Keep.AGREEMENT)
        content = personal(Keep.AGREEMENT)
        replaces = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        made_at = plain(Keep.AGREEMENT)
        made_by = personal(Keep.AGREEMENT, scrub=False)
        changed_at = plain(Keep.AGREEMENT)
        changed_by = personal(Keep.AGREEMENT, scrub=False)
        discarded_at = plain(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row."""
        return f"agreement proposal {self.pk}"


class AgreementNotice(models.Model):
    """That a party was told, on that day, that an agreement is due for review or about to end."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="notices")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=16)
    notice = models.CharField(max_length=64)
    due_on = models.DateField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "agency", "about", "notice", "due_on"), name="agreement_notice_once"
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        agency = plain(Keep.AGREEMENT)
        about = plain(Keep.AGREEMENT)
        notice = plain(Keep.AGREEMENT)
        due_on = plain(Keep.AGREEMENT)
        given_at = plain(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row."""
        return f"agreement notice {self.pk}"
