"""The table of exports: copies of records that left the system. Read by `services.exports` only."""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain
from fourpoint.records.sharing.models import Audience

# Why a copy is to be destroyed before its time, or was destroyed.
RECALL, DISPOSAL, EXPIRY, DONE_WITH = "recall", "disposal", "expiry", "done-with"
RECALLED_FOR = (RECALL, DISPOSAL)
DESTROYED_FOR = (RECALL, DISPOSAL, EXPIRY, DONE_WITH)


class Export(models.Model):
    """
    One copy that somebody took: of what, for which purpose, until when. Its owner and its holder's agency see it.

    number       as printed on the copy. Drawn at random: a sequence would tell each agency how much others take
    kind         the kind of record (access/kinds.py), or another word for what is no single record, as "trail"
    record_id    the record's number; None for what is no single record
    owner        the agency whose material it is; agency: the one for which the holder took it
    taken_under  the record's audience at the time; None for what is no single record
    took_sha256  over the content before it was stamped, so that taking the same again is the same copy
    times        how often the holder fetched this copy
    recalled_for a code of RECALLED_FOR; recall_words: what the owner tells the holder
    """

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField(null=True)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    taken_under = models.ForeignKey(Audience, on_delete=models.PROTECT, null=True, related_name="+")
    marking = models.CharField(max_length=2)
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    took_sha256 = models.CharField(max_length=64)
    gave_sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    times = models.PositiveIntegerField(default=1)
    leased_at = models.DateTimeField()
    expires_on = models.DateField()
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recalled_for = models.CharField(max_length=16, blank=True)
    recall_words = models.CharField(max_length=500, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    destroyed_for = models.CharField(max_length=16, blank=True)
    destroyed_how = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("kind", "record_id"), name="export_by_record"),
            models.Index(fields=("holder", "agency"), name="export_by_holder"),
            models.Index(fields=("owner", "expires_on"), name="export_by_owner"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(purpose=""), name="export_has_purpose"),
            models.CheckConstraint(
                condition=Q(recalled_at=None, recalled_by=None, recalled_for="", recall_words="")
                | Q(recalled_at__isnull=False, recalled_by__isnull=False, recalled_for__in=RECALLED_FOR),
                name="export_paired_recalled",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None, destroyed_by=None, destroyed_for="", destroyed_how="")
                | Q(destroyed_at__isnull=False, destroyed_by__isnull=False, destroyed_for__in=DESTROYED_FOR)
                & ~Q(destroyed_how=""),
                name="export_paired_destroyed",
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        number = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        taken_under = plain(Keep.AUDIT)
        marking = plain(Keep.AUDIT)
        holder = personal(Keep.AUDIT, scrub=False)
        agency = plain(Keep.AUDIT)
        purpose = plain(Keep.AUDIT)
        name = personal(Keep.AUDIT)
        media_type = plain(Keep.AUDIT)
        took_sha256 = plain(Keep.AUDIT)
        gave_sha256 = plain(Keep.AUDIT)
        size = plain(Keep.AUDIT)
        times = plain(Keep.AUDIT)
        leased_at = plain(Keep.AUDIT)
        expires_on = plain(Keep.AUDIT)
        recalled_at = plain(Keep.AUDIT)
        recalled_by = personal(Keep.AUDIT, scrub=False)
        recalled_for = plain(Keep.AUDIT)
        recall_words = personal(Keep.AUDIT)
        destroyed_at = plain(Keep.AUDIT)
        destroyed_by = personal(Keep.AUDIT, scrub=False)
        destroyed_for = plain(Keep.AUDIT)
        destroyed_how = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row, never what was copied."""
        return f"export {self.pk}"
