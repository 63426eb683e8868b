"""Tables of agreements, audiences and what a person accepted of them. Read by `access` and `services` only."""

from collections.abc import Callable

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain

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

    It opens nothing until every party has signed. Ending it early keeps its own end date and adds who ended it and why.
    From the day after `review_on` it is read-only. A new version is a row of its own that `replaces` the one before.
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
    """One agency bound by an agreement, and its signature."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="parties")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

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
    """The signed agreement itself, or another file that belongs to it, as it was added; for its parties only."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
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
        content = personal(Keep.AGREEMENT)
        content_sha256 = plain(Keep.AGREEMENT)
        added_at = plain(Keep.AGREEMENT)
        added_by = personal(Keep.AGREEMENT, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"agreement file {self.pk}"


class SignUp(models.Model):
    """One person's own signature to an agreement, in one agency; withdrawn when she or her agency takes it back."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ups")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "person", "agency"), condition=Q(withdrawn_at=None), name="sign_up_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__gte=F("signed_at"), withdrawn_by__isnull=False),
                name="sign_up_paired_withdrawn",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        person = personal(Keep.AGREEMENT, scrub=False)
        agency = plain(Keep.AGREEMENT)
        signed_at = plain(Keep.AGREEMENT)
        withdrawn_at = plain(Keep.AGREEMENT)
        withdrawn_by = personal(Keep.AGREEMENT, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"sign up {self.pk}"


class Acceptance(models.Model):
    """An owner's conditions of handling, sorted codes, that a person accepted for her agency. Never changed."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+")
    conditions = codes()
    accepted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("person", "agency"), name="acceptance_by_person"),)
        constraints = (models.CheckConstraint(condition=Q(conditions__len__gt=0), name="acceptance_of_something"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AGREEMENT)
        person = personal(Keep.AGREEMENT, scrub=False)
        agency = plain(Keep.AGREEMENT)
        owner = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        conditions = plain(Keep.AGREEMENT)
        accepted_at = plain(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"acceptance {self.pk}"


class Emergency(models.Model):
    """
    Glass broken: an agency's material open to one person of another agency until `ends_at`, which may come forward.

    Why, and what came of it, stands apart under row security (`EmergencyAccount`): this row is read before a context.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("person", "agency"), name="emergency_by_person"),)
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="emergency_ends_after_start"),
            models.CheckConstraint(condition=~Q(agency=F("owner")), name="emergency_of_another_agency"),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AUDIT)
        person = personal(Keep.AUDIT, scrub=False)
        agency = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        starts_at = plain(Keep.AUDIT)
        ends_at = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"emergency {self.pk}"


class EmergencyAccount(models.Model):
    """The reason given before glass was broken, the note after, and the review by the owner agency."""

    id = models.BigAutoField(primary_key=True)
    emergency = models.OneToOneField(Emergency, on_delete=models.PROTECT, related_name="account")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=2000)
    purpose = models.CharField(max_length=64)
    note = models.CharField(max_length=4000, blank=True)
    noted_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    finding = models.CharField(max_length=64, blank=True)
    finding_words = models.CharField(max_length=4000, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, finding="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(finding="")),
                name="emergency_paired_review",
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        emergency = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        reason = personal(Keep.AUDIT)
        purpose = plain(Keep.AUDIT)
        note = personal(Keep.AUDIT)
        noted_at = plain(Keep.AUDIT)
        seen_at = plain(Keep.AUDIT)
        seen_by = personal(Keep.AUDIT, scrub=False)
        finding = plain(Keep.AUDIT)
        finding_words = personal(Keep.AUDIT)
        reviewed_at = plain(Keep.AUDIT)
        reviewed_by = personal(Keep.AUDIT, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"emergency account {self.pk}"


class Audience(models.Model):
    """
    A distinct audience, stored once: `digest` is SHA-256 over its whole value. It never changes; nor do its lists.

    What each column means stands with `fourpoint.domain.sharing.Audience`.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    marking = models.CharField(max_length=2)
    instructions = codes()
    descriptors = codes()
    prefixes = codes()
    caveats = codes()
    handling = models.CharField(max_length=1)
    conditions = codes()
    clause = models.CharField(max_length=16, blank=True, default="")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+")
    purposes = codes()
    subject = models.CharField(max_length=16, default=Subject.NONE.value)
    ends_at = models.DateTimeField(null=True)
    interned_at = models.DateTimeField()
    interned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(marking__in=MARKINGS), name="audience_marking_known"),
            models.CheckConstraint(
                condition=Q(subject__in=[subject.value for subject in Subject]), name="audience_subject_known"
            ),
            models.CheckConstraint(
                condition=Q(handling=Handling.PERMITTED.value, conditions__len=0)
                | Q(handling=Handling.CONDITIONS.value, conditions__len__gt=0),
                name="audience_paired_conditions",
            ),
            # Lets other tables point at audience and owner together, so that their owner can never differ from it.
            models.UniqueConstraint(fields=("id", "owner"), name="audience_with_owner"),
        )

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AUDIENCE)
        digest = plain(Keep.AUDIENCE)
        owner = plain(Keep.AUDIENCE)
        marking = plain(Keep.AUDIENCE)
        instructions = plain(Keep.AUDIENCE)
        descriptors = plain(Keep.AUDIENCE)
        prefixes = plain(Keep.AUDIENCE)
        caveats = plain(Keep.AUDIENCE)
        handling = plain(Keep.AUDIENCE)
        conditions = plain(Keep.AUDIENCE)
        clause = plain(Keep.AUDIENCE)
        agreement = plain(Keep.AUDIENCE)
        purposes = plain(Keep.AUDIENCE)
        subject = plain(Keep.AUDIENCE)
        ends_at = plain(Keep.AUDIENCE)
        interned_at = plain(Keep.AUDIENCE)
        interned_by = personal(Keep.AUDIENCE, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"audience {self.pk}"


class AudienceAgency(models.Model):
    """An agency named beside the owner."""

    id = models.BigAutoField(primary_key=True)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("audience", "agency"), name="audience_agency_once"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AUDIENCE)
        audience = plain(Keep.AUDIENCE)
        agency = plain(Keep.AUDIENCE)

    def __str__(self) -> str:
        """Name the row."""
        return f"audience agency {self.pk}"


class AudienceMember(models.Model):
    """A person on the need-to-know list, in the agency for which the place was given."""

    id = models.BigAutoField(primary_key=True)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("audience", "person", "agency"), name="audience_member_once"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AUDIENCE)
        audience = plain(Keep.AUDIENCE)
        person = personal(Keep.AUDIENCE, scrub=False)
        agency = plain(Keep.AUDIENCE)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"audience member {self.pk}"


class AudienceDisclosure(models.Model):
    """A one-off disclosure to an agency, or to one person of it, under a gateway of its own and until its own end."""

    id = models.BigAutoField(primary_key=True)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    purposes = codes()
    gateway = models.CharField(max_length=64)
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(purposes__len__gt=0), name="audience_disclosure_has_purpose"),
            models.CheckConstraint(condition=~Q(gateway=""), name="audience_disclosure_has_gateway"),
        )

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AUDIENCE)
        audience = plain(Keep.AUDIENCE)
        agency = plain(Keep.AUDIENCE)
        person = personal(Keep.AUDIENCE, scrub=False)
        purposes = plain(Keep.AUDIENCE)
        gateway = plain(Keep.AUDIENCE)
        ends_at = plain(Keep.AUDIENCE)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"audience disclosure {self.pk}"
