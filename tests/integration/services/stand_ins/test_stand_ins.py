"""When the last of the owner's own on a need-to-know list has left, governance says who stands in her place."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from fourpoint.access import checks, context, explain
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Named
from fourpoint.records.agencies.models import Letter, Membership
from fourpoint.records.audit.models import Event
from fourpoint.records.profiles.models import Commentary
from fourpoint.records.sharing.models import StandIn
from fourpoint.services.agencies import actions as agencies
from fourpoint.services.agencies import leaving
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.caseload.registered import CASELOADS
from fourpoint.services.stand_ins import actions, queries
from fourpoint.services.stand_ins.actions import StandsInAlready
from tests.factories.cast import AT, load_cast
from tests.factories.linking import do
from tests.factories.records import alone, make_record, shared
from tests.factories.sending import ivy, sol

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
WHY = "She takes over the enquiry."


@pytest.fixture
def cast():
    return load_cast()


def guard(person_id, *people, at=AT):
    """A note of the force that those people alone may read, written by that person."""
    owner = find_agency("invicta")
    listed = frozenset(Named(person_id=one, agency_id=owner) for one in people)
    return make_record(person_id, alone(owner, compartment=listed), at=at)


def leaves(person_id, at=LATER):
    assert Membership.objects.filter(person_id=person_id).update(ends_at=at)


def reads(person_id, number, at=LATER):
    with context.acting(person_id, at=at):
        return Commentary.objects.filter(pk=number).exists()


def name(by, leaver, person, *, reason=WHY, at=LATER):
    with context.acting(by, at=at) as who:
        return actions.name_stand_in(who=who, leaver_id=leaver, person_id=person, reason=reason)


def listed(by, at=LATER):
    with context.acting(by, at=at) as who:
        return {line.person_id: line for line in queries.list_leavers(who)}


def test_nobody_reads_what_a_leaver_guarded_until_a_colleague_stands_in_her_place(cast):
    number = guard(cast.asha, cast.asha)
    leaves(cast.asha)
    line = listed(cast.ines)[cast.asha]
    assert (line.alone, line.named, line.left_at, line.stand_in) == (1, 1, LATER, None)
    assert not any(reads(person, number) for person in (cast.asha, ivy(), cast.ines))

    name(cast.ines, cast.asha, ivy())

    assert [reads(person, number) for person in (ivy(), sol(), cast.ines, cast.bev)] == [True, False, False, False]
    assert listed(cast.ines)[cast.asha].stand_in.name == "Ivy Marsh (fictional)"
    with context.acting(ivy(), at=LATER) as who:
        assert [(one.leaver, one.since) for one in queries.list_own(who)] == [("Asha Verity (fictional)", LATER)]
        assert Commentary.objects.get(pk=number).audience_id in who.writable


def test_whoever_stands_in_is_told_why_she_reads_it(cast):
    number = guard(cast.asha, cast.asha)
    with context.acting(cast.asha, at=AT):
        audience_id = Commentary.objects.get(pk=number).audience_id
    leaves(cast.asha)
    name(cast.ines, cast.asha, ivy())

    told = explain.explain_for(ivy(), audience_id=audience_id, at=LATER)
    before = explain.explain_for(ivy(), audience_id=audience_id, at=LATER - timedelta(seconds=1))

    assert [reason.code for reason in told.explanation.reading.reasons] == ["owner", "stand-in"]
    assert [reason.code for reason in before.explanation.reading.reasons] == ["outside-compartment"]


def test_another_takes_the_place_or_nobody_does(cast):
    number = guard(cast.asha, cast.asha)
    leaves(cast.asha)
    name(cast.ines, cast.asha, ivy())
    with pytest.raises(StandsInAlready):
        name(cast.ines, cast.asha, ivy())

    after = LATER + timedelta(minutes=1)
    name(cast.ines, cast.asha, sol(), at=after)
    assert [reads(person, number, after) for person in (ivy(), sol())] == [False, True]
    with context.acting(cast.ines, at=after) as who:
        actions.end_stand_in(who=who, leaver_id=cast.asha)
        with pytest.raises(checks.NotOpen):
            actions.end_stand_in(who=who, leaver_id=cast.asha)

    assert not reads(sol(), number, after)
    assert StandIn.objects.filter(ended_at=None).count() == 0


def test_stand_in_who_leaves_too_stands_in_no_more(cast):
    number = guard(cast.asha, cast.asha)
    leaves(cast.asha)
    name(cast.ines, cast.asha, ivy())
    after = LATER + timedelta(days=1)
    leaves(ivy(), at=after)

    assert listed(cast.ines, after)[cast.asha].stand_in is None
    name(cast.ines, cast.asha, sol(), at=after)
    assert reads(sol(), number, after)


def test_who_comes_back_takes_her_own_place_again(cast):
    number = guard(cast.asha, cast.asha)
    held = Membership.objects.get(person_id=cast.asha)
    leaves(cast.asha)
    name(cast.ines, cast.asha, ivy())
    back = LATER + timedelta(days=1)
    post = agencies.Post(
        roles=tuple(held.roles),
        clearance=Marking.OFFICIAL,
        default_purpose=held.default_purpose,
        starts_at=back,
    )
    do(cast.ines, agencies.grant_membership, at=LATER, person_id=cast.asha, post=post)

    assert [reads(person, number, back) for person in (cast.asha, ivy())] == [True, False]
    assert reads(ivy(), number, back - timedelta(seconds=1))
    assert listed(cast.ines, back) == {}


def test_list_with_a_colleague_who_stays_wants_nobody(cast):
    guard(cast.asha, cast.asha, ivy())
    leaves(cast.asha)

    assert listed(cast.ines) == {}
    with pytest.raises(checks.NotOpen):
        name(cast.ines, cast.asha, sol())


def test_lists_on_which_others_stay_are_counted_with_those_on_which_nobody_does(cast):
    guard(cast.asha, cast.asha)
    guard(cast.asha, cast.asha, ivy())
    leaves(cast.asha)

    line = listed(cast.ines)[cast.asha]
    assert (line.alone, line.named) == (1, 2)


def test_a_partner_s_place_on_our_list_is_ours_to_fill_and_not_the_partner_s(cast):
    invicta, thanet = find_agency("invicta"), find_agency("thanet")
    people = {Named(person_id=cast.asha, agency_id=invicta), Named(person_id=cast.bev, agency_id=thanet)}
    number = make_record(cast.asha, shared(invicta, thanet, compartment=frozenset(people)))
    assert reads(cast.bev, number)
    leaves(cast.bev)

    assert listed(cast.tom) == {} == listed(cast.ines)
    with pytest.raises(checks.NotOpen):
        name(cast.tom, cast.bev, cast.tom)


def test_clearance_still_counts(cast):
    owner = find_agency("invicta")
    listed_ = frozenset({Named(person_id=ivy(), agency_id=owner)})
    number = make_record(ivy(), alone(owner, marking=Marking.OFFICIAL_SENSITIVE, compartment=listed_))
    leaves(ivy())
    Membership.objects.filter(person_id=cast.asha).update(clearance="O")
    name(cast.ines, ivy(), cast.asha)

    assert not reads(cast.asha, number)


@pytest.mark.parametrize("who", ["asha", "bev", "cal", "tom", "pat"])
def test_only_the_owner_s_governance_role_sees_or_fills_a_place(cast, who):
    guard(ivy(), ivy())
    leaves(ivy())
    person = getattr(cast, who)
    governs_elsewhere = who == "tom"

    if governs_elsewhere:
        assert listed(person) == {}
    else:
        with pytest.raises(checks.NotAllowed):
            listed(person)
    with pytest.raises(checks.NotOpen if governs_elsewhere else checks.NotAllowed):
        name(person, ivy(), sol())
    with context.acting(person, at=LATER) as acting, pytest.raises((checks.NotAllowed, checks.NotOpen)):
        actions.end_stand_in(who=acting, leaver_id=ivy())


@pytest.mark.parametrize(
    ("person", "reason", "said"),
    [
        ("ines", WHY, "nobody names herself"),
        ("bev", WHY, "who works for your agency now"),
        ("asha", WHY, "who works for your agency now"),
        ("sol", "  ", "Say why"),
        ("sol", "x" * 501, "Shorten it"),
        ("sol", "a\0b", "Say why"),
    ],
)
def test_wrong_names_are_refused_in_a_sentence(cast, person, reason, said):
    guard(cast.asha, cast.asha)
    leaves(cast.asha)
    person_id = sol() if person == "sol" else getattr(cast, person)

    with pytest.raises(Unusable, match=said):
        name(cast.ines, cast.asha, person_id, reason=reason)
    assert not StandIn.objects.exists()


def test_trail_and_mail_tell_of_it(cast):
    guard(cast.asha, cast.asha)
    leaves(cast.asha)
    name(cast.ines, cast.asha, ivy())
    with context.acting(cast.ines, at=LATER) as who:
        actions.end_stand_in(who=who, leaver_id=cast.asha)
        events = {row.action: row for row in Event.objects.filter(object_kind="stand-in")}

    assert set(events) == {"stand-in.name", "stand-in.end"}
    assert events["stand-in.name"].reason == WHY
    assert events["stand-in.name"].facts == {"leaver": cast.asha, "person": ivy()}
    assert list(Letter.objects.filter(kind="stand-in").values_list("person_id", flat=True)) == [ivy()]


def test_who_closes_a_place_hears_of_lists_and_governance_is_written_to_once(cast):
    guard(cast.asha, cast.asha)
    going = leaving.Going(
        membership_id=Membership.objects.get(person_id=cast.asha).pk,
        successor_id=ivy(),
        reason="left",
        caseloads=CASELOADS,
    )
    closed = do(cast.ines, leaving.close_leaver, at=LATER, going=going)

    assert [one for one in closed.left if one.startswith("need-to-know lists")]
    assert list(Letter.objects.filter(kind="stand-in-wanted").values_list("person_id", flat=True)) == [cast.ines]
    assert set(listed(cast.ines)) == {cast.asha}


def test_database_holds_one_stand_in_at_a_time_and_nobody_for_herself(cast):
    made = {"agency_id": find_agency("invicta"), "leaver_id": cast.asha, "made_at": AT, "made_by_id": cast.ines}
    StandIn.objects.create(**made, person_id=ivy())

    for person_id in (sol(), cast.asha):
        with pytest.raises(IntegrityError), transaction.atomic():
            StandIn.objects.create(**made, person_id=person_id)
