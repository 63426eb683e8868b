"""The table of mail on its way: who is told that something needs them, and whether that reached them."""

from django.db import models
from django.db.models import Q

from fourpoint.records.classification import Keep, Table, personal, plain

WAITING, SENT, FAILED, HELD = "waiting", "sent", "failed", "held"


class Letter(models.Model):
    """
    One mail: to a person of the system at her own address, or with an invitation to the address that is invited.

    agency   whose people keepers see when it could not be sent; None for nobody's
    kind     a code of `services/agencies/letters.py`, which has its words: nobody writes text into a mail
    address  of an invitation; empty for a person, whose address is read when it is sent
    sealed   the page that it leads to, under the secret key; emptied once it is sent, since a link may open something
    fault    the kind of error of the last try
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("agencies.Person", on_delete=models.PROTECT, null=True, related_name="+")
    address = models.EmailField(max_length=254, blank=True)
    kind = models.CharField(max_length=32)
    sealed = models.BinaryField(default=bytes)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, default=WAITING)
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("next_at",), condition=Q(state=WAITING), name="letter_waiting"),
            models.Index(fields=("agency",), condition=Q(state__in=(FAILED, HELD)), name="letter_not_sent"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(state__in=(WAITING, SENT, FAILED, HELD)), name="letter_state_known"),
            models.CheckConstraint(
                condition=Q(person=None) & ~Q(address="") | Q(person__isnull=False, address=""),
                name="letter_to_person_or_address",
            ),
        )

    class Classified:
        table = Table.PASSING
        id = plain(Keep.SIGN_IN)
        agency = plain(Keep.SIGN_IN)
        person = personal(Keep.SIGN_IN, scrub=False)
        address = personal(Keep.SIGN_IN)
        kind = plain(Keep.SIGN_IN)
        sealed = personal(Keep.SIGN_IN)
        made_at = plain(Keep.SIGN_IN)
        next_at = plain(Keep.SIGN_IN)
        tries = plain(Keep.SIGN_IN)
        state = plain(Keep.SIGN_IN)
        ended_at = plain(Keep.SIGN_IN)
        fault = plain(Keep.SIGN_IN)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"letter {self.pk}"
