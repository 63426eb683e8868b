"""Tables of impact assessments and equality counts. Read by `services.impact` only, for governance roles alone."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, personal, plain


class ImpactAssessment(models.Model):
    """
    An agency's assessment of what features of this system do to people: data protection (dpia) or equality (eia).

    It counts from the day it was approved until the day after `review_on`, unless it was retired before.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4)
    title = models.CharField(max_length=200)
    reference = models.CharField(max_length=100)
    features = ArrayField(models.CharField(max_length=64))
    risks = models.CharField(max_length=4000)
    measures = models.CharField(max_length=4000)
    approved_on = models.DateField(null=True)
    approved_by = models.CharField(max_length=200, blank=True)
    review_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency", "reference"), name="impact_reference_once_per_agency"),
            models.CheckConstraint(condition=Q(kind__in=("dpia", "eia")), name="impact_kind_known"),
            models.CheckConstraint(condition=Q(features__len__gt=0), name="impact_has_feature"),
            models.CheckConstraint(
                condition=Q(approved_on=None, approved_by="") | (Q(approved_on__isnull=False) & ~Q(approved_by="")),
                name="impact_paired_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(review_on__gt=F("approved_on")), name="impact_review_after_approval"
            ),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AGREEMENT)
        agency = plain(Keep.AGREEMENT)
        kind = plain(Keep.AGREEMENT)
        title = plain(Keep.AGREEMENT)
        reference = plain(Keep.AGREEMENT)
        features = plain(Keep.AGREEMENT)
        risks = plain(Keep.AGREEMENT)
        measures = plain(Keep.AGREEMENT)
        approved_on = plain(Keep.AGREEMENT)
        approved_by = plain(Keep.AGREEMENT)
        review_on = plain(Keep.AGREEMENT)
        recorded_at = plain(Keep.AGREEMENT)
        recorded_by = personal(Keep.AGREEMENT, scrub=False)
        retired_at = plain(Keep.AGREEMENT)
        retired_by = personal(Keep.AGREEMENT, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"impact assessment {self.pk}"


class EqualityCount(models.Model):
    """
    How many people of one category of a characteristic something was done to in a period, or how many live there.

    A count only: nobody can be found in it. `stage` and `characteristic` are catalogue codes, `category` one of the
    characteristic's, `period` a quarter as 2026Q3 or a year.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=64)
    period = models.CharField(max_length=6)
    characteristic = models.CharField(max_length=64)
    category = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "stage", "period", "characteristic", "category"), name="equality_count_once"
            ),
            models.CheckConstraint(condition=Q(period__regex=r"^\d{4}(Q[1-4])?$"), name="equality_period_known"),
            models.CheckConstraint(condition=~Q(source=""), name="equality_count_has_source"),
        )

    class Classified:
        table = Table.BETWEEN
        id = plain(Keep.AUDIT)
        agency = plain(Keep.AUDIT)
        stage = plain(Keep.AUDIT)
        period = plain(Keep.AUDIT)
        characteristic = plain(Keep.AUDIT)
        category = plain(Keep.AUDIT)
        count = plain(Keep.AUDIT)
        source = plain(Keep.AUDIT)
        recorded_at = plain(Keep.AUDIT)
        recorded_by = personal(Keep.AUDIT, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"equality count {self.pk}"
