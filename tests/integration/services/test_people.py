"""What may be done with people: delegation, one's own place, roles apart, proofs that count, handing over."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from fourpoint.access import checks, context, standing
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.models import Handover, Membership, Person
from fourpoint.records.audit.models import Event
from fourpoint.services.agencies import actions, caseload, choices, directory, leaving, proofs, roster
from fourpoint.services.agencies.invitations import Offer, invite
from fourpoint.services.caseload.registered import CASELOADS
from tests.factories.hiring import found, hire

pytestmark = pytest.mark.django_db
AT = datetime.fromisoformat("2026-03-28T09:00:00+00:00")
PURPOSE = "administration"


@pytest.fixture
def people():
    found("force", at=AT)
    found("other", at=AT)
    return {
        "ines": hire("ines@force.example", agency="force", at=AT, roles=("governance",)),
        "nell": hire("nell@force.example", agency="force", at=AT, roles=("agency-administrator",)),
        "jon": hire("jon@force.example", agency="force", at=AT),
        "kim": hire("kim@force.example", agency="force", at=AT),
        "cal": hire("cal@other.example", agency="other", at=AT),
    }


def _post(*roles):
    return actions.Post(roles=roles, clearance=Marking.OFFICIAL, default_purpose="local-profile", starts_at=AT)


def _place(person_id, at=AT):
    held = Membership.objects.filter(person_id=person_id).order_by("-starts_at")
    return next(row.id for row in held if row.ends_at is None or row.ends_at > at)


def _change(by, person_id, *roles, at=AT):
    with context.acting(by, at=at) as who:
        common = {"by": who.actor, "purpose": PURPOSE, "at": at}
        actions.change_post(**common, membership_id=_place(person_id), post=_post(*roles), reason="moved")


@pytest.mark.parametrize("role", ["governance", "agency-administrator", "duty-officer", "platform-administrator"])
def test_delegate_neither_gives_nor_takes_a_role_above_their_own(people, role):
    known = standing.roles()
    if role not in known:
        pytest.skip("This catalogue has no such role.")
    with pytest.raises(actions.RoleAboveOneself):
        _change(people["nell"], people["jon"], role)
    _change(people["ines"], people["jon"], role)
    with pytest.raises(actions.RoleAboveOneself):
        _change(people["nell"], people["jon"], "reader", at=AT + timedelta(hours=1))
    with context.acting(people["nell"], at=AT) as who:
        assert role not in {choice.code for choice in choices.list_roles(who.actor)}


def test_delegate_keeps_people_and_signs_nothing(people):
    _change(people["nell"], people["jon"], "analyst")

    with context.acting(people["nell"], at=AT) as who:
        assert checks.may_keep_people(who.actor, agency_id=who.actor.agency_id)
        assert not checks.may_administer(who.actor, agency_id=who.actor.agency_id)
        assert not checks.may_govern(who.actor, agency_id=who.actor.agency_id)


def test_nobody_decides_about_their_own_place(people):
    with context.acting(people["ines"], at=AT) as who:
        common = {"by": who.actor, "purpose": PURPOSE, "at": AT}
        mine = _place(people["ines"])
        for refused in (
            lambda: actions.change_post(**common, membership_id=mine, post=_post("analyst"), reason="x"),
            lambda: actions.recertify(**common, membership_id=mine),
            lambda: actions.end_membership(**common, membership_id=mine, reason="x"),
            lambda: proofs.record_vetting(
                **common, person_id=people["ines"], level="nppv-2", held=(date(2026, 1, 1), date(2027, 1, 1))
            ),
            lambda: proofs.record_training(
                **common, person_id=people["ines"], course="data-protection", taken_on=date(2026, 1, 1)
            ),
        ):
            with pytest.raises(actions.NotOneself), transaction.atomic():
                refused()


def test_people_of_another_agency_are_out_of_reach(people):
    with context.acting(people["ines"], at=AT) as who:
        common = {"by": who.actor, "purpose": PURPOSE, "at": AT}
        with pytest.raises(checks.NotAllowed):
            actions.recertify(**common, membership_id=_place(people["cal"]))
        with pytest.raises(checks.NotOpen):
            proofs.record_training(
                **common, person_id=people["cal"], course="data-protection", taken_on=date(2026, 1, 1)
            )
        with pytest.raises(checks.NotOpen):
            roster.get_person(who.actor, people["cal"], at=AT)
        with pytest.raises(checks.NotOpen):
            directory.get_agency(who.actor, "other", at=AT)
        assert {line.person_id for line in roster.list_people(who.actor, at=AT)}.isdisjoint({people["cal"]})


def test_platform_administrator_reads_nothing_and_holds_no_other_role(people):
    with pytest.raises(actions.RolesApart):
        _change(people["ines"], people["jon"], "analyst", "platform-administrator")
    _change(people["ines"], people["jon"], "platform-administrator")

    membership = standing.stand(people["jon"], at=AT).actor.membership
    assert membership is not None
    assert not membership.reads
    # Also when the table says otherwise: taking reading away wins.
    Membership.objects.filter(id=_place(people["jon"])).update(roles=["analyst", "platform-administrator"])
    membership = standing.stand(people["jon"], at=AT).actor.membership
    assert membership is not None
    assert not membership.reads


@pytest.mark.parametrize(
    ("at", "vetted", "trained"),
    [
        # Clocks go forward on 29 March: the day is 23 hours long, and still ends at midnight here.
        ("2026-03-29T22:59:59+00:00", True, True),
        ("2026-03-29T23:00:00+00:00", False, False),
        ("2026-03-28T23:59:59+00:00", True, True),
    ],
)
def test_vetting_and_training_count_to_the_end_of_their_last_day_here(people, at, vetted, trained):
    with context.acting(people["ines"], at=AT) as who:
        common = {"by": who.actor, "purpose": PURPOSE, "at": AT, "person_id": people["jon"]}
        proofs.record_vetting(**common, level="nppv-2", held=(date(2025, 1, 1), date(2026, 3, 29)))
        proofs.record_training(**common, course="information-sharing", taken_on=date(2025, 3, 29))
    instant = datetime.fromisoformat(at)

    actor = standing.stand(people["jon"], at=instant).actor

    assert (instant < actor.membership.vetted_until) is vetted
    (course,) = actor.trained
    assert (instant < course.valid_until) is trained


def test_withdrawn_proof_counts_until_it_was_withdrawn(people):
    later = AT + timedelta(days=1)
    with context.acting(people["ines"], at=AT) as who:
        common = {"by": who.actor, "purpose": PURPOSE, "at": AT, "person_id": people["jon"]}
        vetting = proofs.record_vetting(**common, level="nppv-2", held=(date(2025, 1, 1), date(2027, 1, 1)))
    with context.acting(people["ines"], at=later) as who:
        named = proofs.Proof(kind="vetting", proof_id=vetting)
        proofs.withdraw(by=who.actor, purpose=PURPOSE, at=later, proof=named, reason="refused on appeal")

    assert standing.stand(people["jon"], at=later).actor.membership.vetted_until == later


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "no-such-level", "held": (date(2026, 1, 1), date(2027, 1, 1))},
        {"level": "nppv-2", "held": (date(2027, 1, 1), date(2026, 1, 1))},
    ],
)
def test_vetting_that_cannot_be_is_refused(people, wrong):
    with context.acting(people["ines"], at=AT) as who, pytest.raises(Unusable):
        proofs.record_vetting(by=who.actor, purpose=PURPOSE, at=AT, person_id=people["jon"], **wrong)


def test_place_that_nobody_confirmed_is_told_to_the_rule(people):
    held = Membership.objects.get(id=_place(people["jon"]))
    assert held.recertify_on == date(2027, 3, 28)
    later = AT + timedelta(days=400)

    with context.acting(people["ines"], at=AT + timedelta(days=340)) as who:
        assert people["jon"] in {line.person_id for line in roster.list_due(who.actor, at=who.at)}
    assert standing.stand(people["jon"], at=later).actor.membership.recertify_at < later
    with context.acting(people["ines"], at=later) as who:
        actions.recertify(by=who.actor, purpose=PURPOSE, at=later, membership_id=held.id)
    assert standing.stand(people["jon"], at=later).actor.membership.recertify_at > later


def _close(people, leaver, successor, at):
    with context.acting(people["ines"], at=at) as who:
        going = leaving.Going(
            membership_id=_place(people[leaver]), successor_id=people[successor], reason="left", caseloads=CASELOADS
        )
        return leaving.close_leaver(by=who.actor, purpose=PURPOSE, at=at, going=going)


def test_records_of_a_leaver_pass_on_and_on(people):
    agency_id = Membership.objects.get(id=_place(people["jon"])).agency_id
    asked = {"agency_id": agency_id, "at": AT + timedelta(days=9)}
    _close(people, "jon", "kim", AT + timedelta(days=1))
    _close(people, "kim", "nell", AT + timedelta(days=2))

    assert caseload.answerable(people["jon"], **asked) == people["nell"]
    assert caseload.answers_for(people["nell"], **asked) == {people["jon"], people["kim"], people["nell"]}
    assert caseload.answers_for(people["jon"], **asked) == frozenset()
    before = {"agency_id": agency_id, "at": AT + timedelta(days=1, hours=1)}
    assert caseload.answerable(people["jon"], **before) == people["kim"]


def test_handovers_in_a_circle_come_to_an_end(people):
    agency_id = Membership.objects.get(id=_place(people["jon"])).agency_id
    for leaver, successor in (("jon", "kim"), ("kim", "jon")):
        Handover.objects.create(
            agency_id=agency_id,
            leaver_id=people[leaver],
            successor_id=people[successor],
            made_at=AT,
            made_by_id=people["ines"],
        )

    assert caseload.answerable(people["jon"], agency_id=agency_id, at=AT) in (people["jon"], people["kim"])


@pytest.mark.parametrize("successor", ["jon", "cal"])
def test_successor_is_a_colleague(people, successor):
    with pytest.raises(leaving.SuccessorNotAMember):
        _close(people, "jon", successor, AT)
    assert Membership.objects.get(person_id=people["jon"]).ends_at is None


def test_leaver_s_invitations_are_withdrawn(people):
    offer = Offer(
        email="new@force.example",
        name="New",
        roles=("reader",),
        clearance=Marking.OFFICIAL,
        default_purpose="local-profile",
    )
    with context.acting(people["nell"], at=AT) as who:
        invite(by=who.actor, purpose=PURPOSE, at=AT, offer=offer)

    closed = _close(people, "nell", "kim", AT)

    assert closed.invitations == 1
    with context.acting(people["ines"], at=AT) as who:
        assert roster.list_invitations(who.actor, at=AT) == ()
        acts = set(Event.objects.values_list("action", flat=True))
    assert {"membership.end", "caseload.hand-over", "invitation.withdraw", "person.invite"} <= acts


def test_two_places_of_one_person_are_told_to_each_agency_alone(people):
    with context.acting(Person.objects.get(email="steward@other.invalid").id, at=AT) as who:
        actions.grant_membership(by=who.actor, purpose=PURPOSE, at=AT, person_id=people["jon"], post=_post("reader"))

    with context.acting(people["ines"], at=AT) as who:
        file = roster.get_person(who.actor, people["jon"], at=AT)
    assert len(file.past) == 0
    assert file.current is not None
    with pytest.raises(Refused):
        _change(people["ines"], people["cal"], "reader")
