"""The table of what people declared to be close to them, which their look-ups are compared with."""

from django.db import models
from django.db.models import Q

from fourpoint.records.classification import Keep, Table, personal, plain

HOME, PERSON = "home", "person"


class Declaration(models.Model):
    """
    A home of somebody who signs in, or a person close to her; for herself and her agency's governance role alone.

    sealed    the words, under the secret key: a copy of the database tells nobody where an officer lives
    ended_at  when it held no more; it is compared for a while after
    """

    id = models.BigAutoField(primary_key=True)
    person_id = models.BigIntegerField()
    agency_id = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    sealed = models.BinaryField()
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("agency_id", "person_id"), name="declaration_by_person"),)
        constraints = (models.CheckConstraint(condition=Q(kind__in=(HOME, PERSON)), name="declaration_kind_known"),)

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.MEMBERSHIP)
        person_id = personal(Keep.MEMBERSHIP, scrub=False)
        agency_id = plain(Keep.MEMBERSHIP)
        kind = plain(Keep.MEMBERSHIP)
        sealed = personal(Keep.MEMBERSHIP)
        declared_at = plain(Keep.MEMBERSHIP)
        ended_at = plain(Keep.MEMBERSHIP)

    def __str__(self) -> str:
        """Name the row."""
        return f"declaration {self.pk}"
