"""Tables of forms on their way: what was sent when its session had ended, and which form was acted on already."""

import uuid

from django.db import models

from fourpoint.records.classification import Keep, Table, personal, plain


class KeptForm(models.Model):
    """
    What somebody sent after her session had ended, kept for her alone until she has signed in again.

    sealed  where it was sent and everything in it, under the secret key: what was entered may be marked
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey("agencies.Person", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("person", "-kept_at"), name="kept_form_by_person"),)

    class Classified:
        table = Table.PASSING
        id = plain(Keep.SIGN_IN)
        person = personal(Keep.SIGN_IN, scrub=False)
        sealed = personal(Keep.SIGN_IN)
        kept_at = plain(Keep.SIGN_IN)
        expires_at = plain(Keep.SIGN_IN)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"kept form {self.pk}"


class FormUse(models.Model):
    """
    That a form was acted on, so that the same form sent twice is answered with the first result.

    digest    of the form's own token, where it was sent, and everything in it
    location  where the first result sent the reader; empty while it is being made
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    location = models.CharField(max_length=2000, blank=True)
    used_at = models.DateTimeField(db_index=True)

    class Classified:
        table = Table.PASSING
        id = plain(Keep.SIGN_IN)
        digest = plain(Keep.SIGN_IN)
        location = personal(Keep.SIGN_IN)
        used_at = plain(Keep.SIGN_IN)

    def __str__(self) -> str:
        """Name the row."""
        return f"form use {self.pk}"
