"""A pointer tells only that something is held; through it one asks, and is answered within limits or with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Handling, Named, Subject
from fourpoint.records.audit.models import Event
from fourpoint.records.disclosure.models import AccessRequest, Pointer, PointerTarget
from fourpoint.services.disclosure import answers, pointers, requests
from fourpoint.services.marked.place import KeepsItsAudience, Placing, place
from tests.factories.cast import AT
from tests.factories.neighbours import CODE
from tests.factories.records import KIND, PURPOSE, THANET, alone, make_record, notes, shared

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
LIMITS = answers.Limits(purposes=(PURPOSE,), gateway="cda-1998-s115", until=AT + timedelta(days=30))


@pytest.fixture
def note(cast, invicta):
    return make_record(cast.asha, alone(invicta), text="The secret of the note.")


@pytest.fixture
def pointer(cast, invicta, kestrel, note):
    return make_pointer(cast.asha, note, shared(invicta, kestrel.agency_id, code=CODE))


def make_pointer(person_id, note, audience, **changes):
    draft = pointers.PointerDraft(
        kind=KIND, record_id=note, area_code=THANET, threat="", contact_kind="soc-spoc", audience=audience
    )
    with context.acting(person_id, at=AT) as who:
        return pointers.point(by=who.actor, purpose=PURPOSE, at=AT, pointer=replace(draft, **changes))


def ask(person_id, pointer, *, reason="A family moved here.", **more):
    with context.acting(person_id, at=AT) as who:
        asking = requests.Asking(pointer_id=pointer, purpose=PURPOSE, reason=reason, **more)
        return requests.ask(by=who.actor, purpose=PURPOSE, at=AT, asking=asking)


def act(person_id, done, *, at=LATER, **given):
    with context.acting(person_id, at=at) as who:
        return done(by=who.actor, purpose=who.purpose, at=at, **given)


def look(person_id, reference, *, at=LATER):
    with context.acting(person_id, at=at) as who:
        return requests.get_request(reference, who=who)


def seen(person_id, *, at=LATER):
    with context.acting(person_id, at=at):
        return notes().count()


def test_pointer_tells_that_something_is_held_and_never_what(cast, kestrel, pointer):
    with context.acting(kestrel.dee, at=AT) as who:
        card = pointers.get_pointer(pointer, who=who)
        assert (PointerTarget.objects.count(), notes().count()) == (0, 0)

    assert (card.about, card.owner, card.is_owner) == ("Thanet", "Invicta Constabulary (fictional)", False)
    assert (card.target_kind, card.target_id, card.target_title) == ("", 0, "")
    with context.acting(cast.asha, at=AT) as who:
        assert pointers.get_pointer(pointer, who=who).target_title == "Commentary on Where it happens"


@pytest.mark.parametrize("who", ["eli", "bev", "cal"])
def test_pointer_is_for_those_it_is_shared_with(cast, kestrel, pointer, who):
    person = getattr(kestrel, who, None) or getattr(cast, who)

    with context.acting(person, at=AT) as acting:
        assert Pointer.objects.count() == 0
        with pytest.raises(NotOpen):
            pointers.get_pointer(pointer, who=acting)
    with pytest.raises(NotOpen):
        ask(person, pointer)


def test_target_moves_with_its_record_and_not_with_its_pointer(cast, invicta, kestrel, note, pointer):
    listed = frozenset({Named(person_id=cast.asha, agency_id=invicta)})
    moved = Placing(kind="pointer", record_id=pointer, audience=alone(invicta), reason="No longer.")
    act(cast.asha, place, placing=moved)
    placing = Placing(kind=KIND, record_id=note, audience=alone(invicta, compartment=listed), reason="Fewer people.")
    act(cast.asha, place, placing=placing)

    def targets(person_id):
        with context.acting(person_id, at=LATER):
            return PointerTarget.objects.count()

    assert (targets(cast.asha), targets(cast.ines), targets(kestrel.dee)) == (1, 0, 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": Subject.WITNESS},
        {"handling": Handling.CONDITIONS, "conditions": ("A1",)},
        {"compartment": "asha"},
    ],
    ids=["witness", "covert", "need to know"],
)
def test_policy_lets_nothing_point_at_some_material(cast, invicta, kestrel, changes):
    if "compartment" in changes:
        changes = {"compartment": frozenset({Named(person_id=cast.asha, agency_id=invicta)})}
    note = make_record(cast.asha, alone(invicta, **changes))

    with pytest.raises(pointers.NothingMayPointAtIt):
        make_pointer(cast.asha, note, shared(invicta, kestrel.agency_id, code=CODE))


@pytest.mark.parametrize("careful", ["list", "witness", "covert"])
def test_pointer_closes_with_the_change_after_which_nothing_may_point_there(
    cast, invicta, kestrel, note, pointer, careful
):
    listed = frozenset({Named(person_id=cast.asha, agency_id=invicta)})
    changes = {
        "list": {"compartment": listed},
        "witness": {"subject": Subject.WITNESS},
        "covert": {"handling": Handling.CONDITIONS, "conditions": ("A1",)},
    }[careful]
    placing = Placing(kind=KIND, record_id=note, audience=alone(invicta, **changes), reason="More care.")
    act(cast.asha, place, placing=placing)

    with context.acting(kestrel.dee, at=LATER) as who:
        assert pointers.list_pointers(who) == ()
    with pytest.raises(NotOpen):
        ask(kestrel.dee, pointer)
    wider = Placing(
        kind="pointer", record_id=pointer, audience=shared(invicta, kestrel.agency_id, code=CODE), reason="Again."
    )
    with pytest.raises(KeepsItsAudience, match="No pointer may be made"):
        act(cast.asha, place, placing=wider)


@pytest.mark.parametrize(
    "changes", [{"area_code": ""}, {"threat": "nonsense"}, {"contact_kind": "nobody"}, {"audience": "alone"}]
)
def test_pointer_that_says_nothing_is_refused(cast, invicta, kestrel, note, changes):
    given = {"audience": shared(invicta, kestrel.agency_id, code=CODE)} | changes
    if given["audience"] == "alone":
        given["audience"] = alone(invicta)

    with pytest.raises(Unusable):
        make_pointer(cast.asha, note, **given)


def test_only_the_owners_writers_point(cast, invicta, kestrel, note):
    for person in (cast.ines, cast.bev, kestrel.dee):
        with pytest.raises((NotOpen, NotAllowed)):
            make_pointer(person, note, shared(invicta, kestrel.agency_id, code=CODE))


def test_grant_opens_to_the_one_who_asked_until_its_end_for_its_purpose(cast, kestrel, pointer):
    reference = ask(kestrel.dee, pointer)
    before = seen(kestrel.dee)
    act(cast.asha, answers.grant, reference=reference, limits=LIMITS)

    assert (before, seen(kestrel.dee), seen(kestrel.eli), seen(kestrel.gus)) == (0, 1, 0, 0)
    assert seen(kestrel.dee, at=LIMITS.until) == 0
    with context.acting(kestrel.dee, at=LATER, purpose="safeguarding"):
        assert notes().count() == 0
    card = look(kestrel.dee, reference)
    assert (card.state, card.record_title) == ("granted", "Commentary on Where it happens")
    assert card.limits[0] == "For the person who asked, and nobody else."


def test_grant_to_the_agency_opens_to_its_people(cast, kestrel, pointer):
    reference = ask(kestrel.dee, pointer, for_agency=True)
    act(cast.asha, answers.grant, reference=reference, limits=replace(LIMITS, to_agency=True))

    assert (seen(kestrel.dee), seen(kestrel.eli), seen(cast.bev), seen(cast.cal)) == (1, 1, 0, 0)


def test_grant_is_a_disclosure_in_the_trail_with_its_recipient_by_name(cast, kestrel, pointer):
    reference = ask(kestrel.dee, pointer)
    act(cast.asha, answers.grant, reference=reference, limits=LIMITS)

    with context.acting(cast.ines, at=LATER):
        event = Event.objects.get(action="commentary.grant")
        actions = set(Event.objects.values_list("action", flat=True))
    assert (event.operation, event.agencies, event.persons) == ("disclosure", [kestrel.agency_id], [kestrel.dee])
    assert {"pointer.make", "access.request", "access.grant"} <= actions


def test_decline_gives_its_reason_to_who_asked_and_opens_nothing(cast, kestrel, pointer):
    reference = ask(kestrel.dee, pointer)
    act(cast.asha, answers.decline, reference=reference, reason="The matter is closed.")

    card = look(kestrel.dee, reference)
    assert (card.state, card.words, card.record_id, seen(kestrel.dee)) == ("declined", "The matter is closed.", 0, 0)


def test_clock_runs_from_the_asking(cast, kestrel, pointer):
    reference = ask(kestrel.dee, pointer)

    assert not look(cast.asha, reference).is_late
    assert look(cast.asha, reference, at=AT + timedelta(days=5)).is_late
    act(cast.asha, answers.decline, reference=reference, reason="No.")
    assert not look(cast.asha, reference, at=AT + timedelta(days=5)).is_late


def test_asker_decides_nothing_and_owner_withdraws_nothing(cast, kestrel, pointer):
    reference = ask(kestrel.dee, pointer)

    assert (look(kestrel.dee, reference).may_decide, look(cast.asha, reference).may_decide) == (False, True)
    for person in (kestrel.dee, cast.ines):
        with pytest.raises((NotAllowed, NotOpen)):
            act(person, answers.grant, reference=reference, limits=LIMITS)
    with pytest.raises(NotAllowed):
        act(cast.asha, requests.withdraw, reference=reference)
    act(kestrel.dee, requests.withdraw, reference=reference)
    with pytest.raises(requests.AlreadyDecided):
        act(cast.asha, answers.grant, reference=reference, limits=LIMITS)


def test_request_is_the_business_of_asker_owner_and_their_governance(cast, kestrel, pointer):
    reference = ask(kestrel.dee, pointer)

    for person in (kestrel.dee, kestrel.gus, cast.asha, cast.ines):
        assert look(person, reference).reference == reference
    for person in (kestrel.eli, cast.bev, cast.cal, cast.tom):
        with pytest.raises(NotOpen):
            look(person, reference)
    for person in (cast.bev, cast.cal):
        with context.acting(person, at=AT):
            assert AccessRequest.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "  ", "a" * 2001, "a\0b"])
def test_asking_needs_a_reason(kestrel, pointer, reason):
    with pytest.raises(Unusable):
        ask(kestrel.dee, pointer, reason=reason)


def test_same_is_asked_once_and_never_of_oneself(cast, kestrel, pointer):
    ask(kestrel.dee, pointer)

    with pytest.raises(requests.AlreadyAsked):
        ask(kestrel.dee, pointer)
    with pytest.raises(requests.OwnAgencyAsked):
        ask(cast.asha, pointer)


@pytest.mark.parametrize(
    "changes",
    [
        {"purposes": ()},
        {"purposes": ("curiosity",)},
        {"gateway": "because"},
        {"until": AT},
        {"until": AT + timedelta(days=200)},
    ],
)
def test_grant_without_limits_is_refused(cast, kestrel, pointer, changes):
    reference = ask(kestrel.dee, pointer)

    with pytest.raises(Unusable):
        act(cast.asha, answers.grant, reference=reference, limits=replace(LIMITS, **changes))
    assert look(cast.asha, reference).state == "open"


def test_grant_that_would_open_nothing_is_refused_with_the_rules_reason(cast, invicta, kestrel, note, pointer):
    placing = Placing(
        kind=KIND, record_id=note, audience=alone(invicta, subject=Subject.CHILD), reason="It is about a child."
    )
    act(cast.asha, place, placing=placing, at=AT)
    reference = ask(kestrel.dee, pointer)

    with pytest.raises(answers.WouldNotOpen, match="safeguarding role"):
        act(cast.asha, answers.grant, reference=reference, limits=LIMITS)


# By a reference that the asker was told of elsewhere ------------------------------------------------------------------


def seek(person_id, sought="INV-7", *, owner="invicta", reason="A colleague of theirs named it.", at=AT):
    with context.acting(person_id, at=at) as who:
        seeking = requests.Seeking(owner=owner, sought=sought, purpose=PURPOSE, reason=reason)
        return requests.ask_by_reference(by=who.actor, purpose=PURPOSE, at=at, seeking=seeking)


def test_asker_gets_one_answer_whether_there_is_such_a_record_or_not(cast, note):
    real, unreal = seek(cast.bev, f"commentary {note}"), seek(cast.bev, "no such thing")

    told = [look(cast.bev, reference) for reference in (real, unreal)]
    same = {"request_id": 0, "reference": "", "sought": "", "about": ""}
    assert replace(told[0], **same) == replace(told[1], **same)
    assert (told[0].record_title, told[0].record_id, told[0].due_at) == ("", 0, told[1].due_at)
    assert told[0].due_at > AT


def test_owners_writers_and_governance_are_told_and_nobody_else(cast, kestrel):
    reference = seek(cast.bev)

    for person in (cast.bev, cast.asha, cast.ines):
        assert look(person, reference).about == "“INV-7”"
    assert look(cast.asha, reference).may_decide
    for person in (cast.cal, cast.pat, kestrel.dee):
        with pytest.raises(NotOpen):
            look(person, reference)


def test_request_by_reference_is_granted_for_the_record_that_the_owner_means(cast, note):
    reference = seek(cast.bev)

    with pytest.raises(Unusable, match="Say which record is meant"):
        act(cast.asha, answers.grant, reference=reference, limits=LIMITS)
    with pytest.raises(NotOpen):
        act(cast.asha, answers.grant, reference=reference, limits=replace(LIMITS, record=(KIND, 10**9)))
    assert seen(cast.bev) == 0
    act(cast.asha, answers.grant, reference=reference, limits=replace(LIMITS, record=(KIND, note)))

    assert seen(cast.bev) == 1
    assert (look(cast.bev, reference).state, look(cast.bev, reference).record_id) == ("granted", note)


def test_request_by_reference_is_declined_without_saying_what_it_was_for(cast):
    reference = seek(cast.bev)
    with pytest.raises(NotAllowed):
        act(cast.bev, answers.decline, reference=reference, reason="No.")

    act(cast.asha, answers.decline, reference=reference, reason="We cannot help you with this.")

    told = look(cast.bev, reference)
    assert (told.state, told.words, told.record_title) == ("declined", "We cannot help you with this.", "")


def test_request_by_reference_that_cannot_be_is_refused_in_a_sentence(cast):
    seek(cast.bev)

    for changes, refusal in (
        ({"sought": "inv-7 "}, requests.AlreadyAsked),
        ({"sought": " "}, Unusable),
        ({"sought": "x" * 201}, Unusable),
        ({"sought": "a\0b"}, Unusable),
        ({"reason": ""}, Unusable),
        ({"owner": "thanet"}, requests.OwnAgencyAsked),
        ({"owner": "no-such-agency"}, NotOpen),
    ):
        with pytest.raises(refusal, match=r"\.$"):
            seek(cast.bev, **changes)
