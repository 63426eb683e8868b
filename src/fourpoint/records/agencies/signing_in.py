"""Tables of signing in: sessions that are or were open, and the failures that close an address for a while."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from fourpoint.records.classification import Keep, Table, personal, plain


class SignIn(models.Model):
    """
    One signing in, from its first request to its end.

    key     of the session in the session store; emptied when it ends
    manner  how, in the words of the library, as "password" or "mfa"
    browser what the browser said of itself, cut short
    ended   why it ended, a code; empty while it is open
    """

    ENDINGS = ("", "signed-out", "closed", "idle", "too-long", "too-many", "left")

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("agencies.Person", on_delete=models.PROTECT, related_name="sign_ins")
    key = models.CharField(max_length=40, blank=True)
    manner = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=16, blank=True)

    class Meta:
        indexes = (models.Index(fields=("person", "-seen_at"), name="sign_in_by_person"),)
        constraints = (
            models.UniqueConstraint(fields=("key",), condition=~Q(key=""), name="sign_in_key_once"),
            models.CheckConstraint(
                condition=Q(("ended_at", None), ("ended", ""), ~Q(key=""))
                | (Q(ended_at__isnull=False, key="") & ~Q(ended="")),
                name="sign_in_open_or_ended",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.SIGN_IN)
        person = personal(Keep.SIGN_IN, scrub=False)
        key = personal(Keep.SIGN_IN)
        manner = plain(Keep.SIGN_IN)
        browser = personal(Keep.SIGN_IN)
        started_at = personal(Keep.SIGN_IN, scrub=False)
        seen_at = personal(Keep.SIGN_IN, scrub=False)
        ended_at = personal(Keep.SIGN_IN, scrub=False)
        ended = plain(Keep.SIGN_IN)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"sign in {self.pk}"


class Lockout(models.Model):
    """
    The latest failures to sign in with an address, known or not, and until when it is closed because of them.

    digest  of the address under the secret key: the table is no list of addresses that somebody tried
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    failed_at = ArrayField(models.DateTimeField())
    until = models.DateTimeField(null=True)

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.SIGN_IN)
        digest = personal(Keep.SIGN_IN)
        failed_at = personal(Keep.SIGN_IN, scrub=False)
        until = personal(Keep.SIGN_IN, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"lockout {self.pk}"
