"""What a leaver owns by name passes on with the place, to somebody who may have it, whoever closes the place."""

from datetime import timedelta

import pytest
from django.apps import apps

from fourpoint.access import context
from fourpoint.records.agencies.models import Membership, Person
from fourpoint.records.audit.models import Event
from fourpoint.records.intelligence.models import Desk, Move, Triage
from fourpoint.records.rights.models import RightsRequest
from fourpoint.services.agencies import leaving, roster
from fourpoint.services.caseload.registered import CASELOADS
from fourpoint.services.marked.kinds import KINDS
from fourpoint.services.rights.requests import Asked, register
from tests.factories.cast import AT, load_cast
from tests.factories.hiring import hire
from tests.factories.sending import ivy, send, sol

LATER = AT + timedelta(hours=1)
# People whom a row is about, or whose own it is: nobody takes their place. Every other column says who owns the row.
NOT_OWNERS = {"person", "holder", "leaver", "successor", "user"}


def _columns():
    """Every column of ours that names a person, but those that say who did something."""
    return {
        (model, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("fourpoint.")
        for field in model._meta.local_fields
        if field.related_model is Person and not (field.name == "by" or field.name.endswith("_by"))
    }


def test_every_column_that_names_an_owner_is_in_a_caseload():
    owners = {owner for caseload in CASELOADS for owner in caseload.owners}
    # A move says who owned a submission from an instant on: it is history.
    history = {(Move, "owner_person")}

    assert {(model, name) for model, name in _columns() if name not in NOT_OWNERS} == owners | history


def test_caseloads_are_told_apart():
    assert len({caseload.code for caseload in CASELOADS}) == len({one.name for one in CASELOADS}) == len(CASELOADS)


def test_every_kind_of_record_says_who_made_it_and_for_whom():
    for kind in KINDS:
        assert {"made_by", "owner"} <= {field.name for field in kind.model._meta.get_fields()}


@pytest.fixture
def cast():
    return load_cast()


def _close(by, leaver, successor, at=LATER):
    going = leaving.Going(
        membership_id=Membership.objects.get(person_id=leaver, agency__code="invicta").id,
        successor_id=successor,
        reason="left",
        caseloads=CASELOADS,
    )
    with context.acting(by, at=at) as who:
        return leaving.close_leaver(by=who.actor, purpose=who.purpose, at=at, going=going)


def _owners(reader):
    with context.acting(reader, at=LATER):
        return set(Triage.objects.values_list("owner_person_id", flat=True))


@pytest.mark.django_db
def test_submissions_pass_to_the_successor_who_works_at_the_desk_though_the_closer_reads_none(cast):
    send(cast.bev)
    send(cast.bev)
    assert Desk.objects.get().on_duty_id == ivy()

    closed = _close(cast.ines, ivy(), sol())

    assert closed.left == ()
    assert _owners(sol()) == {sol()}
    assert Desk.objects.get().on_duty_id == sol()
    with context.acting(sol(), at=LATER):
        moves = Move.objects.filter(step="hand-over")
        assert set(moves.values_list("owner_person_id", "moved_by_id", "reason")) == {
            (sol(), cast.ines, "Its owner left the agency.")
        }
    with context.acting(cast.ines, at=LATER):
        assert not Triage.objects.exists()
        facts = Event.objects.get(action="caseload.hand-over").facts
    assert facts == {"from": facts["from"], "to": sol(), "desks": 1, "submissions": 2}


@pytest.mark.django_db
def test_successor_who_is_not_on_the_desk_s_list_gets_none_of_it(cast):
    send(cast.bev)

    closed = _close(cast.ines, ivy(), cast.asha)

    assert closed.left == ()
    assert _owners(sol()) == {sol()}
    assert _owners(cast.asha) == set()


@pytest.mark.django_db
def test_what_nobody_may_take_over_is_said_and_the_place_is_closed_all_the_same(cast):
    send(cast.bev)
    _close(cast.ines, sol(), ivy(), at=AT + timedelta(minutes=1))

    closed = _close(cast.ines, ivy(), cast.asha)

    assert closed.left[:2] == ("intelligence desks", "submissions")
    # Who worked at the desk reads what arrives there by a list, and both of them have gone.
    assert closed.left[2].startswith("need-to-know lists")
    assert Membership.objects.get(person_id=ivy()).ends_at == LATER


@pytest.mark.django_db
@pytest.mark.parametrize("governs", [True, False])
def test_requests_about_people_pass_to_somebody_who_governs(cast, governs):
    other = hire("olga@invicta.example", agency="invicta", at=AT, roles=("governance",))
    with context.acting(cast.ines, at=AT) as who:
        asked = Asked(right="access", subject="Zephyrine Quillwort", received_on=AT.date())
        register(by=who.actor, purpose=who.purpose, at=AT, asked=asked)

    closed = _close(other, cast.ines, other if governs else cast.asha)

    assert closed.left == ()
    with context.acting(other, at=LATER):
        assert RightsRequest.objects.get().handler_id == other


@pytest.mark.django_db
def test_successor_who_is_no_member_hands_nothing_over(cast):
    send(cast.bev)

    with pytest.raises(leaving.SuccessorNotAMember):
        _close(cast.ines, ivy(), cast.bev)

    assert _owners(ivy()) == {ivy()}
    with context.acting(cast.ines, at=LATER) as who:
        assert roster.get_person(who.actor, ivy(), at=LATER).current is not None
