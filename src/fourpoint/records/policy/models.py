"""The log of changes of policy. Written by triggers and functions of the database alone; read by `access`."""

from django.db import models

from fourpoint.records.classification import Keep, Table, plain


class PolicyChange(models.Model):
    """
    That something changed by which the sharing rule decides: an agreement, an audience, or what is known of a person.

    Numbers of rows are given out before they can be seen, so the number cannot say what a reader has seen already. The
    transaction can: `transaction_id` is PostgreSQL's own, which a snapshot of the database holds or does not.

    kind    agreement, audience or person
    row_id  its number
    """

    id = models.BigAutoField(primary_key=True)
    transaction_id = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    row_id = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("transaction_id",), name="policy_change_by_transaction"),)

    class Classified:
        table = Table.INTERNED
        id = plain(Keep.AUDIENCE)
        transaction_id = plain(Keep.AUDIENCE)
        kind = plain(Keep.AUDIENCE)
        row_id = plain(Keep.AUDIENCE)

    def __str__(self) -> str:
        """Name the row."""
        return f"policy change {self.pk}"


class PolicyHorizon(models.Model):
    """
    An instant, and the transaction before which every other was over by then. A function of the database writes it.

    is_pruned  the log holds no changes of earlier transactions any more: whoever looked last before it reads all anew
    """

    id = models.BigAutoField(primary_key=True)
    noted_at = models.DateTimeField()
    transaction_id = models.BigIntegerField()
    is_pruned = models.BooleanField(default=False)

    class Classified:
        table = Table.SEALING
        id = plain(Keep.AUDIENCE)
        noted_at = plain(Keep.AUDIENCE)
        transaction_id = plain(Keep.AUDIENCE)
        is_pruned = plain(Keep.AUDIENCE)

    def __str__(self) -> str:
        """Name the row."""
        return f"policy horizon {self.pk}"
