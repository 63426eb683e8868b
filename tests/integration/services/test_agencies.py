"""People are invited, given and relieved of membership by those who administer their agency, and by nobody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from fourpoint.access import checks, context
from fourpoint.domain.errors import Refused
from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.services.agencies import actions, founding, queries
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db
PURPOSE = "administration"
POST = actions.Post(
    roles=("reader",), clearance=Marking.OFFICIAL, default_purpose="local-profile", starts_at=AT, ends_at=None
)


@pytest.fixture
def cast():
    return load_cast(material=True)


def _as(person_id):
    return context.acting(person_id, at=AT)


def test_analyst_cannot_invite_or_grant(cast):
    with _as(cast.asha) as who:
        with pytest.raises(checks.NotAllowed):
            actions.invite_person(by=who.actor, purpose=PURPOSE, at=AT, email="new@invicta.example", name="New")
        with pytest.raises(checks.NotAllowed):
            actions.grant_membership(by=who.actor, purpose=PURPOSE, at=AT, person_id=cast.cal, post=POST)


def test_nobody_ends_a_membership_of_another_agency(cast):
    held = Membership.objects.get(person_id=cast.asha).id

    with _as(queries.find_person("tom@thanet.example")) as who, pytest.raises(checks.NotAllowed):
        actions.end_membership(by=who.actor, purpose=PURPOSE, at=AT, membership_id=held, reason="mischief")


def test_same_address_is_invited_once(cast):
    with _as(queries.find_person("ines@invicta.example")) as who, pytest.raises(actions.PersonAlreadyKnown):
        actions.invite_person(by=who.actor, purpose=PURPOSE, at=AT, email="ASHA@invicta.example", name="Again")


def test_memberships_of_one_agency_never_overlap(cast):
    with _as(queries.find_person("ines@invicta.example")) as who, pytest.raises(actions.MembershipsOverlap):
        actions.grant_membership(by=who.actor, purpose=PURPOSE, at=AT, person_id=cast.asha, post=POST)
    held = Membership.objects.get(person_id=cast.asha)
    held.pk = None
    with pytest.raises(IntegrityError, match="membership_periods_apart"), transaction.atomic():
        held.save(force_insert=True)


def test_membership_ended_and_granted_again_is_no_overlap(cast):
    held = Membership.objects.get(person_id=cast.asha).id
    later = AT + timedelta(days=1)
    with context.acting(queries.find_person("ines@invicta.example"), at=later) as who:
        actions.end_membership(by=who.actor, purpose=PURPOSE, at=later, membership_id=held, reason="moved")
        with pytest.raises(actions.MembershipAlreadyEnded):
            actions.end_membership(by=who.actor, purpose=PURPOSE, at=later, membership_id=held, reason="again")
        post = actions.Post(roles=("reader",), clearance=Marking.OFFICIAL, default_purpose="x", starts_at=later)
        actions.grant_membership(by=who.actor, purpose=PURPOSE, at=later, person_id=cast.asha, post=post)

    (posting,) = queries.get_self(cast.asha, at=later).postings
    assert posting.roles == ("Reader",)


@pytest.mark.parametrize("role", ["steward", "chief", ""])
def test_role_that_may_not_be_given_is_refused(cast, role):
    post = actions.Post(roles=(role,), clearance=Marking.OFFICIAL, default_purpose="x", starts_at=AT)

    with _as(queries.find_person("ines@invicta.example")) as who, pytest.raises(Refused, match="No such role"):
        actions.grant_membership(by=who.actor, purpose=PURPOSE, at=AT, person_id=cast.cal, post=post)


def test_agency_is_founded_once(cast):
    with pytest.raises(founding.AgencyAlreadyFounded):
        founding.found_agency(agency=founding.AgencyDraft(code="invicta", name="Other", kind="council"), at=AT)


def test_steward_can_be_given_no_password(cast):
    steward = Person.objects.get(id=founding.get_steward("invicta"))
    steward.set_password("a password that would work")

    with pytest.raises(IntegrityError, match="person_steward_cannot_sign_in"), transaction.atomic():
        steward.save()


def test_person_without_a_maker_is_refused(cast):
    with pytest.raises(IntegrityError, match="person_steward_cannot_sign_in"), transaction.atomic():
        Person.objects.create(email="from-nowhere@invicta.example", name="Nobody", password="!")
