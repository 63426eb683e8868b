"""
Tables of agencies, people and memberships. Read by `access` and `services` only.

What else is said of people and agencies stands in the modules beside this one, which name these tables by word only.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.contacts import Contact
from fourpoint.records.agencies.forms import FormUse, KeptForm
from fourpoint.records.agencies.letters import Letter
from fourpoint.records.agencies.people import Confirmation, Handover, Invitation, TrainingRecord, Vetting
from fourpoint.records.agencies.resets import HelpAsked, Reset
from fourpoint.records.agencies.signing_in import Lockout, SignIn
from fourpoint.records.classification import Keep, Table, personal, plain

__all__ = [
    "Agency", "Confirmation", "Contact", "FormUse", "Handover", "HelpAsked", "Invitation", "KeptForm", "Letter",
    "Lockout", "Membership", "Person", "Reset", "SignIn", "TrainingRecord", "Vetting",
]  # fmt: skip
MARKINGS = [marking.value for marking in Marking]


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person of that address; raises Person.DoesNotExist."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """
    Someone who signs in, or the steward: a named account that founds an agency here and can never sign in.

    There is no superuser and no staff flag: what a person may do comes from memberships alone.
    """

    PERSON, STEWARD = "P", "S"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=1, default=PERSON)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=("P", "S")), name="person_kind_known"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="person_email_lower_case"),
            # Only a steward comes from nobody, and a steward has no usable password.
            models.CheckConstraint(
                condition=Q(kind="P", created_by__isnull=False)
                | Q(("password__startswith", "!"), kind="S", created_by=None),
                name="person_steward_cannot_sign_in",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = personal(Keep.MEMBERSHIP, scrub=False)
        kind = plain(Keep.MEMBERSHIP)
        email = personal(Keep.MEMBERSHIP)
        name = personal(Keep.MEMBERSHIP)
        password = personal(Keep.MEMBERSHIP)
        last_login = personal(Keep.MEMBERSHIP)
        is_active = personal(Keep.MEMBERSHIP, scrub=False)
        created_at = plain(Keep.MEMBERSHIP)
        created_by = personal(Keep.MEMBERSHIP, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"person {self.pk}"


class Agency(models.Model):
    """
    An organisation that owns material or receives it; `kind` is a code of the catalogue's agency types.

    area_code  the area it serves as a whole, empty when it has none
    districts  the codes of the districts it covers, for an agency that serves several or parts of an area
    listed     whether every agency on the system finds it in the directory; else only those it has an agreement with
    """

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=64)
    area_code = models.CharField(max_length=9, blank=True)
    districts = ArrayField(models.CharField(max_length=9), default=list, db_default=[])
    listed = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.AGREEMENT)
        code = plain(Keep.AGREEMENT)
        name = plain(Keep.AGREEMENT)
        kind = plain(Keep.AGREEMENT)
        area_code = plain(Keep.AGREEMENT)
        districts = plain(Keep.AGREEMENT)
        listed = plain(Keep.AGREEMENT)
        created_at = plain(Keep.AGREEMENT)
        created_by = personal(Keep.AGREEMENT, scrub=False)

    def __str__(self) -> str:
        """Name the row."""
        return f"agency {self.pk}"


class Membership(models.Model):
    """
    What one person may do for one agency, from `starts_at` until just before `ends_at`.

    Roles and the default purpose are catalogue codes. Two memberships of one person in one agency never overlap: an
    exclusion constraint of the migration holds that.

    recertify_on  the day by which somebody must say again that the person needs it; None for the steward's
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=64))
    clearance = models.CharField(max_length=2, default=Marking.OFFICIAL.value)
    default_purpose = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recertify_on = models.DateField(null=True)
    recertified_at = models.DateTimeField(null=True)
    recertified_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(clearance__in=MARKINGS), name="membership_clearance_known"),
            models.CheckConstraint(condition=Q(roles__len__gt=0), name="membership_has_role"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False, ends_at__isnull=False),
                name="membership_paired_ended",
            ),
            models.CheckConstraint(
                condition=Q(recertified_at=None, recertified_by=None)
                | Q(recertified_at__isnull=False, recertified_by__isnull=False),
                name="membership_paired_recertified",
            ),
        )

    class Classified:
        table = Table.DIRECTORY
        id = plain(Keep.MEMBERSHIP)
        person = personal(Keep.MEMBERSHIP, scrub=False)
        agency = plain(Keep.MEMBERSHIP)
        roles = plain(Keep.MEMBERSHIP)
        clearance = personal(Keep.MEMBERSHIP, scrub=False)
        default_purpose = plain(Keep.MEMBERSHIP)
        starts_at = plain(Keep.MEMBERSHIP)
        ends_at = plain(Keep.MEMBERSHIP)
        granted_at = plain(Keep.MEMBERSHIP)
        granted_by = personal(Keep.MEMBERSHIP, scrub=False)
        ended_at = plain(Keep.MEMBERSHIP)
        ended_by = personal(Keep.MEMBERSHIP, scrub=False)
        recertify_on = plain(Keep.MEMBERSHIP)
        recertified_at = plain(Keep.MEMBERSHIP)
        recertified_by = personal(Keep.MEMBERSHIP, scrub=False)

    def __str__(self) -> str:
        """Name the row, never the person."""
        return f"membership {self.pk}"
