"""Tables of forums, of what is disseminated to them or to chosen agencies, and of the receipts of each recipient."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain
from fourpoint.records.sharing.models import Agreement, Audience


class Forum(models.Model):
    """
    A standing group of agencies that meets under an agreement, as a multi-agency conference does. Its parties see it.

    members  ids of agencies, all of them parties to the agreement
    keeper   the agency whose governance says who belongs to it
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    words = models.CharField(max_length=500)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    members = ArrayField(models.BigIntegerField())
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(name="") & ~Q(words=""), name="forum_says_what_it_is"),
            models.CheckConstraint(condition=Q(members__len__gte=2), name="forum_of_several"),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AGREEMENT)
        code = plain(Keep.AGREEMENT)
        name = plain(Keep.AGREEMENT)
        words = plain(Keep.AGREEMENT)
        agreement = plain(Keep.AGREEMENT)
        keeper = plain(Keep.AGREEMENT)
        members = plain(Keep.AGREEMENT)
        made_at = plain(Keep.AGREEMENT)
        made_by = personal(Keep.AGREEMENT, scrub=False)
        ended_at = plain(Keep.AGREEMENT)

    def __str__(self) -> str:
        """Name the row."""
        return f"forum {self.pk}"


class Dissemination(models.Model):
    """
    A record was given to chosen agencies or a forum. For the owner agency; each recipient has a receipt of its own.

    readable   the audience in which it was placed
    forum      the forum it was given to, if to one
    necessity  why these recipients need it, for the owner's history; words: for the recipients
    conditions how it is to be handled, in the words of that day, one sentence on a line
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    readable = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, null=True, related_name="+")
    disseminated_at = models.DateTimeField()
    disseminated_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    necessity = models.CharField(max_length=1000)
    words = models.CharField(max_length=1000, blank=True)
    conditions = models.TextField(blank=True, default="")

    class Meta:
        indexes = (models.Index(fields=("kind", "record_id"), name="dissemination_by_record"),)
        constraints = (models.CheckConstraint(condition=~Q(necessity=""), name="dissemination_has_necessity"),)

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        reference = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        readable = plain(Keep.AUDIT)
        forum = plain(Keep.AUDIT)
        disseminated_at = plain(Keep.AUDIT)
        disseminated_by = personal(Keep.AUDIT, scrub=False)
        necessity = personal(Keep.AUDIT)
        words = personal(Keep.AUDIT)
        conditions = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"dissemination {self.pk}"


class Receipt(models.Model):
    """
    What one recipient agency was given, and that one of its people who may read it says that the agency has it.

    readable     the audience of the record then: whoever it is closed to learns nothing of the receipt
    conditions   how it is to be handled, as the dissemination has it
    use          what the recipient says of it
    recalled_at  when it was taken back, which ends the wait for a receipt
    """

    id = models.BigAutoField(primary_key=True)
    dissemination = models.ForeignKey(Dissemination, on_delete=models.PROTECT, related_name="receipts")
    reference = models.CharField(max_length=16)
    kind = models.CharField(max_length=64)
    record_id = models.BigIntegerField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    readable = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000, blank=True)
    conditions = models.TextField(blank=True, default="")
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    use = models.CharField(max_length=1000, blank=True)
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("agency", "received_at"), name="receipt_by_agency"),)
        constraints = (
            models.UniqueConstraint(fields=("dissemination", "agency"), name="receipt_once"),
            models.CheckConstraint(condition=~Q(agency=F("owner")), name="receipt_of_another_agency"),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None, use="")
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="receipt_paired_received",
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        dissemination = plain(Keep.AUDIT)
        reference = plain(Keep.AUDIT)
        kind = plain(Keep.AUDIT)
        record_id = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        owner = plain(Keep.AUDIT)
        readable = plain(Keep.AUDIT)
        words = personal(Keep.AUDIT)
        conditions = plain(Keep.AUDIT)
        given_at = plain(Keep.AUDIT)
        due_at = plain(Keep.AUDIT)
        received_at = plain(Keep.AUDIT)
        received_by = personal(Keep.AUDIT, scrub=False)
        use = personal(Keep.AUDIT)
        recalled_at = plain(Keep.AUDIT)

    def __str__(self) -> str:
        """Name the row."""
        return f"receipt {self.pk}"
