"""The table of tokens with which an agency's own system passes things on, in the name of one of its people."""

from django.db import models

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain


class SystemToken(models.Model):
    """
    A token: what it says is kept by no one but its holder, here is only its digest.

    person  in whose name the system sends: she reads what became of it, and nobody else of her agency does
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.SIGN_IN)
        agency = plain(Keep.SIGN_IN)
        person = personal(Keep.SIGN_IN, scrub=False)
        name = plain(Keep.SIGN_IN)
        digest = plain(Keep.SIGN_IN)
        issued_at = plain(Keep.SIGN_IN)
        issued_by = personal(Keep.SIGN_IN, scrub=False)
        expires_at = plain(Keep.SIGN_IN)
        revoked_at = plain(Keep.SIGN_IN)
        used_at = plain(Keep.SIGN_IN)

    def __str__(self) -> str:
        """Name the row."""
        return f"system token {self.pk}"
