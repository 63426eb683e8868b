"""Tables of people who cannot sign in: that one asked for help, and what an agency let her set anew."""

from django.db import models
from django.db.models import F, Q

from fourpoint.records.classification import Keep, Table, personal, plain

PASSWORD, FACTOR, BOTH = "password", "factor", "both"
PERSON, AGENCY = "agencies.Person", "agencies.Agency"


class Reset(models.Model):
    """
    That a person may set her password anew, or her second factor, with a link that works once and for a short time.

    what          password, factor or both
    needs_second  whether somebody else than the asker must confirm it before there is a link
    granted_at    when the link was made; only the SHA-256 of its secret is kept
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(AGENCY, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="resets")
    what = models.CharField(max_length=8)
    reason = models.CharField(max_length=500)
    needs_second = models.BooleanField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(null=True)
    granted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, null=True, unique=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("person", "-asked_at"), name="reset_by_person"),)
        constraints = (
            models.CheckConstraint(condition=Q(what__in=(PASSWORD, FACTOR, BOTH)), name="reset_what_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="reset_has_reason"),
            models.CheckConstraint(condition=~Q(person=F("asked_by")), name="reset_by_another"),
            models.CheckConstraint(
                condition=Q(granted_at=None, granted_by=None, digest=None, expires_at=None, used_at=None)
                | (
                    Q(
                        granted_at__isnull=False,
                        granted_by__isnull=False,
                        digest__isnull=False,
                        expires_at__isnull=False,
                    )
                    & ~Q(granted_by=F("person"))
                ),
                name="reset_paired_granted",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(granted_by=None) | ~Q(granted_by=F("asked_by")),
                name="reset_by_two",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="reset_paired_withdrawn",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.SIGN_IN)
        agency = plain(Keep.SIGN_IN)
        person = personal(Keep.SIGN_IN, scrub=False)
        what = plain(Keep.SIGN_IN)
        reason = personal(Keep.SIGN_IN)
        needs_second = plain(Keep.SIGN_IN)
        asked_at = plain(Keep.SIGN_IN)
        asked_by = personal(Keep.SIGN_IN, scrub=False)
        granted_at = plain(Keep.SIGN_IN)
        granted_by = personal(Keep.SIGN_IN, scrub=False)
        digest = personal(Keep.SIGN_IN)
        expires_at = plain(Keep.SIGN_IN)
        used_at = plain(Keep.SIGN_IN)
        withdrawn_at = plain(Keep.SIGN_IN)
        withdrawn_by = personal(Keep.SIGN_IN, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"reset {self.pk}"


class HelpAsked(models.Model):
    """
    That somebody said she cannot sign in, with an address that is known here or not: a job looks, the page does not.

    digest  of the address under the secret key, so that one address is not asked about too often
    sealed  the address, under the secret key; emptied once its agencies were told
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, db_index=True)
    sealed = models.BinaryField()
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "help asked"

    class Classified:
        table = Table.PASSING
        id = plain(Keep.SIGN_IN)
        digest = personal(Keep.SIGN_IN)
        sealed = personal(Keep.SIGN_IN)
        asked_at = plain(Keep.SIGN_IN)
        told_at = plain(Keep.SIGN_IN)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"help asked {self.pk}"
