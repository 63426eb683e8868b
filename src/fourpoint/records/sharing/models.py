"""
Tables of audiences, and of what a person signed up to and accepted. Read by `access` and `services` only.

The tables of agreements stand in the module beside this one.
"""

from django.db import models
from django.db.models import F, Q

from fourpoint.domain.sharing import Handling, Subject
from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain
from fourpoint.records.sharing.agreements import (
    MARKINGS,
    Agreement,
    AgreementClause,
    AgreementFile,
    AgreementNotice,
    AgreementParty,
    AgreementProposal,
    AgreementReview,
    ReviewSignature,
    both_codes,
    codes,
)

__all__ = [
    "Agreement", "AgreementClause", "AgreementFile", "AgreementNotice", "AgreementParty", "AgreementProposal",
    "AgreementReview", "ReviewSignature", "both_codes", "codes",
]  # fmt: skip


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


class StandIn(models.Model):
    """
    On need-to-know lists of the agency's own records a colleague stands in the place of somebody who left it.

    Why stands in the trail: this row is read before a context. One who comes back takes her own place again.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    leaver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "stand-in"
        indexes = (models.Index(fields=("person", "agency"), name="stand_in_by_person"),)
        constraints = (
            models.CheckConstraint(condition=~Q(leaver=F("person")), name="stand_in_for_another"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="stand_in_paired_end",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")), name="stand_in_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=("agency", "leaver"), condition=Q(ended_at=None), name="stand_in_one_at_a_time"
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        leaver = personal(Keep.AUDIT, scrub=False)
        person = personal(Keep.AUDIT, scrub=False)
        made_at = plain(Keep.AUDIT)
        made_by = personal(Keep.AUDIT, scrub=False)
        ended_at = plain(Keep.AUDIT)
        ended_by = personal(Keep.AUDIT, scrub=False)

    def __str__(self) -> str:
        """Name the row, never a person."""
        return f"stand-in {self.pk}"


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
    categories = codes()
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
        categories = plain(Keep.AUDIENCE)
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
