"""Tables of what an agency says of its people: invitations, vetting, training, and whose records pass to whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from fourpoint.domain.markings import Marking
from fourpoint.records.classification import Keep, Table, personal, plain

MARKINGS = [marking.value for marking in Marking]
PERSON, AGENCY = "agencies.Person", "agencies.Agency"


class Invitation(models.Model):
    """
    A place offered to somebody of that address, taken up with a link that works once and for a short time.

    Only the SHA-256 of the link's secret is kept. Whether the address is known on the system is not asked when the
    invitation is made: the agency that invites is not told who works for another.

    ends_at  when the membership is to end, None for no end
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(AGENCY, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=64))
    clearance = models.CharField(max_length=2, default=Marking.OFFICIAL.value)
    default_purpose = models.CharField(max_length=64)
    ends_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_lower_case"),
            models.CheckConstraint(condition=Q(clearance__in=MARKINGS), name="invitation_clearance_known"),
            models.CheckConstraint(condition=Q(roles__len__gt=0), name="invitation_has_role"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_expires_after_made"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None),
                name="invitation_paired_accepted",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="invitation_paired_withdrawn",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.MEMBERSHIP)
        agency = plain(Keep.MEMBERSHIP)
        email = personal(Keep.MEMBERSHIP)
        name = personal(Keep.MEMBERSHIP)
        roles = plain(Keep.MEMBERSHIP)
        clearance = personal(Keep.MEMBERSHIP, scrub=False)
        default_purpose = plain(Keep.MEMBERSHIP)
        ends_at = plain(Keep.MEMBERSHIP)
        digest = personal(Keep.MEMBERSHIP)
        made_at = plain(Keep.MEMBERSHIP)
        made_by = personal(Keep.MEMBERSHIP, scrub=False)
        expires_at = plain(Keep.MEMBERSHIP)
        accepted_at = plain(Keep.MEMBERSHIP)
        accepted_by = personal(Keep.MEMBERSHIP, scrub=False)
        withdrawn_at = plain(Keep.MEMBERSHIP)
        withdrawn_by = personal(Keep.MEMBERSHIP, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"invitation {self.pk}"


class Vetting(models.Model):
    """
    What an agency knows of a person's vetting: the level, as a catalogue code, and the last day on which it is held.

    Rows are never altered but to be withdrawn; a renewal is a new row.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="vettings")
    agency = models.ForeignKey(AGENCY, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=64)
    held_from = models.DateField()
    held_until = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("person", "agency"), name="vetting_by_person"),)
        constraints = (
            models.CheckConstraint(condition=Q(held_until__gte=F("held_from")), name="vetting_until_after_from"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="vetting_paired_withdrawn",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.MEMBERSHIP)
        person = personal(Keep.MEMBERSHIP, scrub=False)
        agency = plain(Keep.MEMBERSHIP)
        level = personal(Keep.MEMBERSHIP, scrub=False)
        held_from = personal(Keep.MEMBERSHIP, scrub=False)
        held_until = personal(Keep.MEMBERSHIP, scrub=False)
        made_at = plain(Keep.MEMBERSHIP)
        made_by = personal(Keep.MEMBERSHIP, scrub=False)
        withdrawn_at = plain(Keep.MEMBERSHIP)
        withdrawn_by = personal(Keep.MEMBERSHIP, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"vetting {self.pk}"


class Confirmation(models.Model):
    """
    That somebody said a membership is still needed: what lets a past moment be judged by the day that held then.

    was_due_on  the day by which it was to be confirmed until then; None when no day was set
    """

    id = models.BigAutoField(primary_key=True)
    membership = models.ForeignKey("agencies.Membership", on_delete=models.PROTECT, related_name="confirmations")
    was_due_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("membership", "confirmed_at"), name="confirmation_by_membership"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.MEMBERSHIP)
        membership = plain(Keep.MEMBERSHIP)
        was_due_on = plain(Keep.MEMBERSHIP)
        confirmed_at = plain(Keep.MEMBERSHIP)
        confirmed_by = personal(Keep.MEMBERSHIP, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"confirmation {self.pk}"


class TrainingRecord(models.Model):
    """
    A course that a person of an agency has taken: a catalogue code, the day, and the last day on which it counts.

    valid_until  None when the catalogue gives the course no end
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="training")
    agency = models.ForeignKey(AGENCY, on_delete=models.PROTECT, related_name="+")
    course = models.CharField(max_length=64)
    taken_on = models.DateField()
    valid_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("person", "agency"), name="training_by_person"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("taken_on")), name="training_until_after_taken"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="training_paired_withdrawn",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.MEMBERSHIP)
        person = personal(Keep.MEMBERSHIP, scrub=False)
        agency = plain(Keep.MEMBERSHIP)
        course = plain(Keep.MEMBERSHIP)
        taken_on = personal(Keep.MEMBERSHIP, scrub=False)
        valid_until = personal(Keep.MEMBERSHIP, scrub=False)
        made_at = plain(Keep.MEMBERSHIP)
        made_by = personal(Keep.MEMBERSHIP, scrub=False)
        withdrawn_at = plain(Keep.MEMBERSHIP)
        withdrawn_by = personal(Keep.MEMBERSHIP, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"training record {self.pk}"


class Handover(models.Model):
    """That from an instant on, a colleague answers for the records of somebody who has left the agency."""

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(AGENCY, on_delete=models.PROTECT, related_name="+")
    leaver = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="handed_over")
    successor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="taken_over")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(leaver=F("successor")), name="handover_to_another"),)

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.MEMBERSHIP)
        agency = plain(Keep.MEMBERSHIP)
        leaver = personal(Keep.MEMBERSHIP, scrub=False)
        successor = personal(Keep.MEMBERSHIP, scrub=False)
        made_at = plain(Keep.MEMBERSHIP)
        made_by = personal(Keep.MEMBERSHIP, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"handover {self.pk}"
