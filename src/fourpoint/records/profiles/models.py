"""Tables of profiles and editions, both protected by audience. Read by `services.profiles` only."""

from django.db import models
from django.db.models import Q

from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.classification import Keep, Table, marked, personal, plain
from fourpoint.records.sharing.models import Audience


class Profile(models.Model):
    """
    An agency's local profile of an area. Whoever sees no row here for an area sees nothing of that area's profile.

    The database also holds that `owner` is the owner of `audience`.
    """

    id = models.BigAutoField(primary_key=True)
    area_code = models.CharField(max_length=9)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            # Unique within the owner only: two forces may profile one area, and neither learns it from an error.
            models.UniqueConstraint(fields=("owner", "area_code"), name="profile_once_per_owner"),
            models.CheckConstraint(condition=~Q(area_code=""), name="profile_has_area"),
        )

    class Classified:
        table = Table.PROTECTED
        id = marked(Keep.PROFILE)
        area_code = marked(Keep.PROFILE)
        owner = plain(Keep.PROFILE)
        audience = plain(Keep.PROFILE)
        created_at = plain(Keep.PROFILE)
        created_by = personal(Keep.PROFILE, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"profile {self.pk}"


class Edition(models.Model):
    """
    A frozen edition: the document, its publication and its tables as bytes, with what they were made from.

    A row never changes. Freezing other content under the same label adds a row with the next version.
    """

    id = models.BigAutoField(primary_key=True)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="editions")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=6)
    version = models.PositiveIntegerField()
    document = models.BinaryField()
    document_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    tables = models.BinaryField()
    tables_sha256 = models.CharField(max_length=64)
    data_version = models.CharField(max_length=64)
    code_version = models.CharField(max_length=128)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("profile", "label", "version"), name="edition_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="edition_version_from_one"),
            models.CheckConstraint(condition=Q(label__regex=r"^\d{4}Q[1-4]$"), name="edition_label_is_quarter"),
        )

    class Classified:
        table = Table.FROZEN
        id = marked(Keep.PROFILE)
        profile = marked(Keep.PROFILE)
        audience = plain(Keep.PROFILE)
        label = marked(Keep.PROFILE)
        version = marked(Keep.PROFILE)
        document = marked(Keep.PROFILE)
        document_sha256 = marked(Keep.PROFILE)
        pdf = marked(Keep.PROFILE)
        pdf_sha256 = marked(Keep.PROFILE)
        tables = marked(Keep.PROFILE)
        tables_sha256 = marked(Keep.PROFILE)
        data_version = marked(Keep.PROFILE)
        code_version = marked(Keep.PROFILE)
        frozen_at = marked(Keep.PROFILE)
        frozen_by = personal(Keep.PROFILE, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"edition {self.pk}"
