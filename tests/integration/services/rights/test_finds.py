"""Many finds: a page at a time, those to decide first; that page alone is in the trail; several withheld at once."""

import pytest
from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.rights.models import RightsItem
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.rights import calling, deciding, pages, queries, requests
from fourpoint.services.rights.deciding import Decision
from fourpoint.services.rights.requests import Asked, NoSuchRequest
from fourpoint.services.rights.searching import search
from tests.factories.cast import load_cast, this_hour
from tests.factories.linking import do
from tests.factories.records import alone, make_record
from tests.factories.sending import ivy, send, sol

pytestmark = pytest.mark.django_db
PERSON = "Zephyrine Quillwort"
OTHER = Decision(exemption="not-the-person", reason="Another person of that name.")


@pytest.fixture(autouse=True)
def two_a_page(monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)


@pytest.fixture
def cast():
    return load_cast(this_hour())


@pytest.fixture
def at():
    return timezone.now()


def ask(cast, at):
    asked = Asked(right="access", subject=PERSON, received_on=timezone.localdate(at))
    number = do(cast.ines, requests.register, at=at, asked=asked)
    do(cast.ines, search, at=at, request_id=number)
    return number


@pytest.fixture
def request_id(cast, at):
    """A request about somebody whom five notes of the force name, found by its governance role."""
    own = alone(find_agency("invicta"))
    for number in range(5):
        make_record(cast.asha, own, text=f"{PERSON} was seen, {number}.")
    return ask(cast, at)


@pytest.fixture
def call_id(cast, at, request_id):
    """A colleague who was called, and found three submissions on her desk."""
    for number in range(3):
        send(cast.bev, at=at, what=f"Synthetic: {PERSON} carries boxes at night, {number}.")
    call = do(cast.ines, calling.call, at=at, request_id=request_id, person_id=ivy())
    assert do(ivy(), calling.search_own, at=at, call_id=call) == 3
    return call


def page_of(cast, request_id, at, page=1):
    with context.acting(cast.ines, at=at) as who:
        return queries.get_request(who, request_id, page=page)


def own(call_id, at, page=1):
    with context.acting(ivy(), at=at) as who:
        return calling.get_own(who, call_id, page=page)


def states(cast, at):
    """Each find's decision by its number."""
    with context.acting(cast.ines, at=at):
        return dict(RightsItem.objects.values_list("pk", "decision"))


def test_finds_come_a_page_at_a_time_and_those_to_decide_first(cast, at, request_id):
    first, last = page_of(cast, request_id, at), page_of(cast, request_id, at, page=3)
    assert (first.window.number, first.window.pages, first.window.total, first.window.to_decide) == (1, 3, 5, 5)
    assert [len(page.items) for page in (first, last)] == [2, 1]
    do(cast.ines, deciding.decide_item, at=at, request_id=request_id, item_id=first.items[0].item_id, decision=OTHER)

    after = page_of(cast, request_id, at)
    assert (after.window.total, after.window.to_decide) == (5, 4)
    assert first.items[0].item_id not in {item.item_id for item in after.items}
    assert page_of(cast, request_id, at, page=3).items[0].item_id == first.items[0].item_id
    assert "Decide on 4 of 5 finds." in after.missing


def test_page_beyond_the_last_is_the_last(cast, at, request_id, call_id):
    assert page_of(cast, request_id, at, page=99).window.number == 4
    assert own(call_id, at, page=99).window.number == 2


def test_what_is_on_the_page_alone_is_shown_in_the_trail(cast, at, request_id):
    with context.acting(cast.ines, at=at):
        before = Reading.objects.filter(person_id=cast.ines).count()
    shown = page_of(cast, request_id, at, page=2)

    with context.acting(cast.ines, at=at):
        read = Reading.objects.filter(person_id=cast.ines).order_by("at", "pk")
        assert read.count() == before + 2
        assert {row.object_id for row in read} >= {str(item.record_id) for item in shown.items}


def test_colleague_reads_her_own_finds_a_page_at_a_time(cast, at, request_id, call_id):
    shown = own(call_id, at, page=2)

    assert (shown.window.pages, shown.window.total, shown.window.to_decide, len(shown.finds)) == (2, 3, 3, 1)
    with context.acting(cast.ines, at=at):
        read = Reading.objects.filter(person_id=ivy(), object_kind="submission").values_list("object_id", flat=True)
        assert list(read) == [str(shown.finds[0].record_id)]


def test_governance_sees_what_is_its_to_decide_before_what_colleagues_have(cast, at, request_id, call_id):
    found_by = [item.found_by for number in (1, 2, 3, 4) for item in page_of(cast, request_id, at, page=number).items]
    assert [bool(name) for name in found_by] == [False] * 5 + [True] * 3


def test_several_are_withheld_at_once_and_each_is_in_the_trail(cast, at, request_id):
    ticked = [item.item_id for item in page_of(cast, request_id, at).items]
    do(cast.ines, deciding.withhold_items, at=at, request_id=request_id, item_ids=ticked, decision=OTHER)

    assert sorted(item for item, state in states(cast, at).items() if state == "withhold") == sorted(ticked)
    with context.acting(cast.ines, at=at):
        kept = RightsItem.objects.filter(decision="withhold").values_list("exemption", "reason").distinct()
        entries = Event.objects.filter(action="rights.decide", person_id=cast.ines)
        assert list(kept) == [("not-the-person", "Another person of that name.")]
        assert sorted(row.facts["item"] for row in entries) == sorted(ticked)
        assert {row.facts["exemption"] for row in entries} == {"not-the-person"}


def test_colleague_withholds_several_of_hers_at_once(cast, at, request_id, call_id):
    ticked = [find.item_id for find in own(call_id, at).finds]
    given = {"item_id": ticked[0], "decision": Decision(extract="You carried boxes.")}
    do(ivy(), deciding.decide_own, at=at, call_id=call_id, **given)
    do(ivy(), deciding.withhold_own, at=at, call_id=call_id, item_ids=ticked, decision=OTHER)

    assert own(call_id, at).window.to_decide == 1
    with context.acting(cast.ines, at=at):
        assert set(RightsItem.objects.filter(pk__in=ticked).values_list("decision", "extract")) == {("withhold", "")}


@pytest.mark.parametrize(
    ("ticks", "decision", "error", "said"),
    [
        (False, OTHER, deciding.NothingTicked, "Tick at least one"),
        (True, Decision(reason="x"), deciding.GroundUnusable, "Choose the ground"),
        (True, Decision(exemption="a pony", reason="x"), deciding.GroundUnusable, "from the list"),
        (True, Decision(exemption="not-the-person", reason=" "), deciding.ReasonUnusable, "Say why"),
        (True, Decision(exemption="not-the-person", reason="x" * 1001), deciding.ReasonUnusable, "Shorten"),
    ],
)
def test_several_without_what_they_need_are_refused_and_none_is_decided(
    cast, at, request_id, call_id, ticks, decision, error, said
):
    ours = [item.item_id for item in page_of(cast, request_id, at).items] if ticks else []
    hers = [find.item_id for find in own(call_id, at).finds] if ticks else []
    with pytest.raises(error, match=said):
        do(cast.ines, deciding.withhold_items, at=at, request_id=request_id, item_ids=ours, decision=decision)
    with pytest.raises(error, match=said):
        do(ivy(), deciding.withhold_own, at=at, call_id=call_id, item_ids=hers, decision=decision)

    assert set(states(cast, at).values()) == {""}


def test_find_of_another_request_or_of_somebody_else_is_refused_and_none_is_decided(cast, at, request_id, call_id):
    ours = [item.item_id for item in page_of(cast, request_id, at).items]
    hers = own(call_id, at).finds[0].item_id
    other = ask(cast, at)
    others = page_of(cast, other, at).items[0].item_id
    theirs = do(cast.ines, calling.call, at=at, request_id=other, person_id=sol())
    do(sol(), calling.search_own, at=at, call_id=theirs)
    with context.acting(sol(), at=at) as who:
        sols = calling.get_own(who, theirs).finds[0].item_id

    for foreign in (others, hers, sols, 10**15):
        ids = [*ours, foreign]
        with pytest.raises(NoSuchRequest):
            do(cast.ines, deciding.withhold_items, at=at, request_id=request_id, item_ids=ids, decision=OTHER)
        with pytest.raises(NoSuchRequest):
            do(cast.ines, deciding.decide_item, at=at, request_id=request_id, item_id=foreign, decision=OTHER)
    for foreign in (others, ours[0], sols, 10**15):
        with pytest.raises(NoSuchRequest):
            do(ivy(), deciding.withhold_own, at=at, call_id=call_id, item_ids=[hers, foreign], decision=OTHER)
        with pytest.raises(NoSuchRequest):
            do(ivy(), deciding.decide_own, at=at, call_id=call_id, item_id=foreign, decision=OTHER)
    with pytest.raises(NoSuchRequest):
        do(sol(), deciding.withhold_own, at=at, call_id=call_id, item_ids=[hers], decision=OTHER)

    assert set(states(cast, at).values()) == {""}
