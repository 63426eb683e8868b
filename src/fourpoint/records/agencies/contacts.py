"""The table of an agency's single points of contact."""

from django.db import models
from django.db.models import F, Q

from fourpoint.records.classification import Keep, Table, personal, plain


class Contact(models.Model):
    """
    Whom to ask at an agency, and about what, from one day until another: a person or a desk.

    kind     a catalogue code of the contact types
    hours    when it is answered, in words
    ends_on  the last day on which it holds, None while it stands
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agencies.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("agencies.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("agency", "kind"), name="contact_by_agency"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="contact_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(email="", telephone=""), name="contact_can_be_reached"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ends_on__isnull=False),
                name="contact_paired_ended",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AGREEMENT)
        agency = plain(Keep.AGREEMENT)
        kind = plain(Keep.AGREEMENT)
        name = personal(Keep.AGREEMENT)
        email = personal(Keep.AGREEMENT)
        telephone = personal(Keep.AGREEMENT)
        hours = plain(Keep.AGREEMENT)
        starts_on = plain(Keep.AGREEMENT)
        ends_on = plain(Keep.AGREEMENT)
        made_at = plain(Keep.AGREEMENT)
        made_by = personal(Keep.AGREEMENT, scrub=False)
        ended_at = plain(Keep.AGREEMENT)
        ended_by = personal(Keep.AGREEMENT, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"contact {self.pk}"
