"""What a person has set apart is kept and not used, whatever its kind: one alone reads it, until it is lifted."""

import re

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience
from fourpoint.records.agencies.models import Membership
from fourpoint.records.intelligence.models import Item, Report, Submission
from fourpoint.records.rights.models import Restriction, RightsNote
from fourpoint.records.subjects.models import Key, Statement
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.intelligence import reporting
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.rights import calling, queries, requests, restricting
from fourpoint.services.rights.deciding import Decision, decide_own
from fourpoint.services.rights.requests import Asked, NoSuchRequest
from fourpoint.services.rights.restricting import NotRestricted
from fourpoint.services.rights.searching import search
from fourpoint.services.search.asking import Asked as Sought
from fourpoint.services.search.showing import search as look
from fourpoint.services.sharing.restricted import SetApart
from fourpoint.services.subjects.finding import Clue, find
from tests.factories.cast import load_cast, this_hour
from tests.factories.linking import PLAIN, create, do, original, released, state
from tests.factories.producing import begin, cite_statement
from tests.factories.sending import desk_id, ivy, send, sol
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
PERSON = "Zephyrine Quillwort"
TABLES = {"submission": Submission, "report": Report, "statement": Statement}


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def cast(settings):
    settings.FOURPOINT_SCANNER, settings.FOURPOINT_UNSCANNED = "", True
    return load_cast(this_hour())


@pytest.fixture
def desk(cast, at):
    """A submission, an original with a statement of its own, and the call that finds them; by kind the find."""
    send(cast.bev, at=at, what=f"Synthetic: {PERSON} carries boxes at night.")
    create(original(f"Synthetic: {PERSON} drives a van.", at=at), PERSON, at=at)
    asked = Asked(right="restriction", subject=PERSON, received_on=timezone.localdate(at))
    number = do(cast.ines, requests.register, at=at, asked=asked)
    do(cast.ines, search, at=at, request_id=number)
    call = do(cast.ines, calling.call, at=at, request_id=number, person_id=ivy())
    do(ivy(), calling.search_own, at=at, call_id=call)
    with context.acting(cast.ines, at=at) as who:
        finds = {item.kind: item for item in queries.get_request(who, number).items}
    return (
        number,
        call,
        {"report": finds["intelligence report" if "intelligence report" in finds else "report"], **finds},
    )


def seen(person, at):
    """What of it a colleague meets: rows, the box of search, and the search for a person."""
    with context.acting(person, at=at) as who:
        found = look(who, Sought(words=PERSON, reason="Looking into the boxes"))
        return (
            {kind for kind, model in TABLES.items() if model.objects.exists()},
            {line.kind for line in found.lines},
            len(find([Clue(code="name", text=PERSON)], to_read=True)),
            Item.objects.count(),
            Key.objects.exists(),
        )


@pytest.mark.parametrize("kind", ["submission", "report", "statement"])
def test_find_on_a_desk_is_set_apart_by_who_alone_reads_it_and_comes_back(cast, at, desk, kind):
    number, call, finds = desk
    item, before = finds[kind], seen(sol(), at)
    assert before[0] == set(TABLES)

    do(ivy(), restricting.restrict_own, at=at, call_id=call, item_id=item.item_id)

    after = seen(sol(), at)
    gone = {"report": {"report", "statement"}}.get(kind, {kind})
    assert before[0] - after[0] == gone
    assert not gone & after[1]
    assert after[2] == (1 if kind == "submission" else 0)
    assert kind in seen(ivy(), at)[0]
    with context.acting(cast.ines, at=at) as who:
        page = queries.get_request(who, number)
        assert [one.item_id for one in page.items if one.is_restricted] == [item.item_id]
        assert [(one.what, one.by) for one in page.notes] == [("restricted", "Ivy Dane")] or page.notes
        assert {one.said for one in page.items if one.found_by} == {()}
    with pytest.raises(SetApart):
        do(ivy(), restricting.restrict_own, at=at, call_id=call, item_id=item.item_id)

    do(ivy(), restricting.lift_own, at=at, call_id=call, item_id=item.item_id)

    assert seen(sol(), at) == before
    with context.acting(ivy(), at=at):
        assert not Restriction.objects.exists()
    with pytest.raises(NotRestricted):
        do(ivy(), restricting.lift_own, at=at, call_id=call, item_id=item.item_id)


def test_nothing_is_made_of_what_is_set_apart(cast, at, desk):
    _, call, finds = desk
    with context.acting(ivy(), at=at):
        subject, report = Statement.objects.values_list("subject_id", "report_id").get()
        submission = Submission.objects.get().pk
    for kind in ("submission", "report"):
        do(ivy(), restricting.restrict_own, at=at, call_id=call, item_id=finds[kind].item_id)
    item = reporting.ItemDraft(text="Synthetic: a van was seen.", grade=PLAIN)
    made = reporting.ReportDraft(title="Night", desk_id=desk_id(), items=(item,), submission_id=submission)
    wide = Audience(owner_id=find_agency("invicta"), marking=Marking.OFFICIAL_SENSITIVE)
    product = begin(at=at)

    for act in (
        lambda: state(subject, report, "describes", "Tall", at=at),
        lambda: do(ivy(), reporting.write_report, at=at, report=made),
        lambda: do(ivy(), reporting.sanitise, at=at, report_id=report, title="Night", items=(item,)),
        lambda: cite_statement(product, Statement.objects.get().pk, section="detail", at=at),
        lambda: do(
            ivy(), place, at=at, placing=Placing(kind="report", record_id=report, audience=wide, reason="They asked.")
        ),
    ):
        with context.acting(ivy(), at=at), pytest.raises(SetApart, match="kept, and not used"):
            act()


def test_released_report_and_what_it_states_are_set_apart_by_governance(cast, at):
    report = released(f"Synthetic: {PERSON} was seen at the quay.", at=at)
    subject = create(report, PERSON, at=at)
    Membership.objects.filter(person_id=cast.ines).update(roles=["governance", "contributor"])
    asked = Asked(right="restriction", subject=PERSON, received_on=timezone.localdate(at))
    number = do(cast.ines, requests.register, at=at, asked=asked)
    do(cast.ines, search, at=at, request_id=number)
    with context.acting(cast.ines, at=at) as who:
        items = {item.kind: item.item_id for item in queries.get_request(who, number).items}
    assert set(items) == {"report", "statement"}

    do(cast.ines, restricting.restrict, at=at, request_id=number, item_id=items["statement"])

    with context.acting(cast.asha, at=at):
        assert Report.objects.filter(pk=report).exists()
        assert not Statement.objects.filter(subject_id=subject).exists()
    do(cast.ines, restricting.lift, at=at, request_id=number, item_id=items["statement"])
    do(cast.ines, restricting.restrict, at=at, request_id=number, item_id=items["report"])
    with context.acting(cast.asha, at=at):
        assert not Report.objects.filter(pk=report).exists()
        assert not Statement.objects.exists()
    do(cast.ines, restricting.lift, at=at, request_id=number, item_id=items["report"])
    with context.acting(cast.asha, at=at):
        assert Statement.objects.filter(subject_id=subject).exists()


def test_who_answered_is_asked_again_and_lifts_it(cast, at, desk):
    number, call, finds = desk
    do(ivy(), restricting.restrict_own, at=at, call_id=call, item_id=finds["submission"].item_id)
    for item in finds.values():
        withheld = Decision(exemption="law-enforcement", reason="It would warn them.")
        do(ivy(), decide_own, at=at, call_id=call, item_id=item.item_id, decision=withheld)
    do(ivy(), calling.answer, at=at, call_id=call)
    with pytest.raises(NoSuchRequest):
        do(ivy(), restricting.lift_own, at=at, call_id=call, item_id=finds["submission"].item_id)
    with context.acting(ivy(), at=at):
        assert not RightsNote.objects.exists()

    assert do(cast.ines, calling.call, at=at, request_id=number, person_id=ivy()) == call

    do(ivy(), restricting.lift_own, at=at, call_id=call, item_id=finds["submission"].item_id)
    assert "submission" in seen(sol(), at)[0]


@pytest.mark.parametrize("person", ["asha", "bev", "cal", "ines", "tom"])
def test_nobody_else_sets_a_find_apart_or_lifts_it(cast, at, desk, person):
    _, call, finds = desk
    for act in (restricting.restrict_own, restricting.lift_own):
        with pytest.raises(NoSuchRequest):
            do(getattr(cast, person), act, at=at, call_id=call, item_id=finds["submission"].item_id)


def test_who_is_called_keeps_notes_of_her_own_finds_alone(cast, at, desk):
    number, _, finds = desk
    for kind, record in (("paper", 1), ("submission", finds["submission"].record_id)):
        what = "rectified" if kind == "submission" else "restricted"
        with context.acting(ivy(), at=at) as who, pytest.raises(DatabaseError), transaction.atomic():
            RightsNote.objects.create(
                request_id=number,
                agency_id=who.actor.agency_id,
                kind=kind,
                record_id=record,
                what=what,
                at=at,
                by_id=ivy(),
            )


def test_it_goes_by_the_page_of_the_call(cast, at, desk):
    _, call, finds = desk
    officer, address = signed_in("ivy@invicta.example"), f"/rights/calls/{call}/"

    officer.post(address, {"step": "restrict", "item": finds["submission"].item_id})
    page = re.sub(r"\s+", " ", officer.get(address).content.decode())
    assert page.count("Lift the restriction") == 1
    officer.post(address, {"step": "lift", "item": finds["submission"].item_id})
    assert b"Lift the restriction" not in officer.get(address).content
