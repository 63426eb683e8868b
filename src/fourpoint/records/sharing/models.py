"""Tables of agreements and audiences. Read by `access` and `services` only."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain

MARKINGS = [marking.value for marking in Marking]


def codes() -> ArrayField:  # type: ignore[type-arg]
    """Return a column of catalogue codes."""
    return ArrayField(models.CharField(max_length=64), default=list)


class Agreement(models.Model):
    """
    An information sharing agreement: what it covers, under which legal gateways, from when until when.

    It opens nothing until every party has signed. Ending it early keeps its own end date and adds who ended it and why.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    gateways = codes()
    purposes = codes()
    subjects = codes()
    ceiling = models.CharField(max_length=2)
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
        gateways = plain(Keep.AGREEMENT)
        purposes = plain(Keep.AGREEMENT)
        subjects = plain(Keep.AGREEMENT)
        ceiling = plain(Keep.AGREEMENT)
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


class Audience(models.Model):
    """
    A distinct audience, stored once: `digest` is SHA-256 over its whole value. It never changes; nor do its lists.

    What each column means stands with `fourpoint.domain.sharing.Audience`.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    marking = models.CharField(max_length=2)
    handling = models.CharField(max_length=1)
    conditions = codes()
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
        handling = plain(Keep.AUDIENCE)
        conditions = plain(Keep.AUDIENCE)
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
