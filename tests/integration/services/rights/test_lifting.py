"""What is set apart outlives its request: governance sees that it is so, and it is lifted or kept so for a reason."""

import pytest
from django.utils import timezone

from fourpoint.access import checks, context
from fourpoint.domain.errors import Unusable
from fourpoint.records.agencies.models import Letter, Membership
from fourpoint.records.audit.models import Event
from fourpoint.records.intelligence.models import Submission
from fourpoint.records.profiles.models import Commentary
from fourpoint.records.rights.models import RightsItem, RightsNote, RightsRequest
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.review import actions as review
from fourpoint.services.review import disposal
from fourpoint.services.review.actions import Verdict
from fourpoint.services.rights import apart, calling, lifting, pages, queries, requests, restricting
from fourpoint.services.rights.deciding import Decision, ReasonUnusable, withhold_own
from fourpoint.services.rights.requests import Asked, NoSuchRequest, NotReady
from fourpoint.services.rights.restricting import NotRestricted
from fourpoint.services.rights.searching import search
from fourpoint.services.stand_ins import actions as stand_ins
from tests.factories.cast import load_cast, this_hour
from tests.factories.linking import do
from tests.factories.records import alone, make_record
from tests.factories.sending import ivy, send, sol
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
PERSON, WHY = "Zephyrine Quillwort", "The dispute is over."
INES, IVY = "ines@invicta.example", "ivy@invicta.example"


@pytest.fixture
def cast():
    made = load_cast(this_hour())
    Membership.objects.filter(person_id=made.ines).update(roles=["governance", "contributor"])
    return made


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def closed(cast, at):
    """
    A closed request, for which a note was set apart by governance and two submissions by the desk's officer.

    Returns the request, the call, and the finds by kind, submissions in their order.
    """
    make_record(cast.asha, alone(find_agency("invicta")), text=f"{PERSON} was seen.")
    for number in range(2):
        send(cast.bev, at=at, what=f"Synthetic: {PERSON} carries boxes at night, {number}.")
    asked = Asked(right="restriction", subject=PERSON, received_on=timezone.localdate(at))
    number = do(cast.ines, requests.register, at=at, asked=asked)
    do(cast.ines, search, at=at, request_id=number)
    call = do(cast.ines, calling.call, at=at, request_id=number, person_id=ivy())
    do(ivy(), calling.search_own, at=at, call_id=call)
    with context.acting(cast.ines, at=at):
        held = list(RightsItem.objects.order_by("kind", "record_id").values_list("kind", "pk"))
    note = next(item for kind, item in held if kind == "commentary")
    hers = [item for kind, item in held if kind == "submission"]
    do(cast.ines, restricting.restrict, at=at, request_id=number, item_id=note)
    for item in hers:
        do(ivy(), restricting.restrict_own, at=at, call_id=call, item_id=item)
    decision = Decision(exemption="not-the-person", reason="Another.")
    do(ivy(), withhold_own, at=at, call_id=call, item_ids=hers, decision=decision)
    do(ivy(), calling.answer, at=at, call_id=call)
    do(cast.ines, requests.close, at=at, request_id=number, state="refused", words="By post.")
    return number, call, note, hers


def listed(cast, at, **more):
    with context.acting(cast.ines, at=at) as who:
        return apart.list_apart(who, **more)


def lines(cast, at):
    return {line.item_id: line for line in listed(cast, at).lines}


def own(call, at, **more):
    with context.acting(ivy(), at=at) as who:
        return lifting.get_lifting(who, call, **more)


def settle(person, call, item, at, *, lifts, reason=WHY):
    return do(person, lifting.settle_own, at=at, call_id=call, item_id=item, reason=reason, lifts=lifts)


def readers(model, at, *people):
    held = []
    for person in people:
        with context.acting(person, at=at):
            held.append(model.objects.count())
    return held


def test_everything_set_apart_is_listed_and_no_more_than_its_reader_may_see(cast, at, closed):
    number, _, note, hers = closed
    held = lines(cast, at)

    assert set(held) == {note, *hers}
    assert held[note].title and held[note].may_lift and not held[note].may_ask
    for item in hers:
        line = held[item]
        assert (line.title, line.may_lift, line.may_ask, line.left_by) == ("", False, True, None)
        assert (line.request_id, line.by) == (number, "Ivy Marsh (fictional)")
    with context.acting(cast.ines, at=at) as who:
        assert queries.get_request(who, number).apart == apart.count_apart(who) == 3


def test_list_comes_a_page_at_a_time(cast, at, closed, monkeypatch):
    monkeypatch.setattr(pages, "PAGE", 2)
    first, last = listed(cast, at), listed(cast, at, page=9)

    assert (first.window.pages, first.window.total, last.window.number) == (2, 3, 2)
    assert [len(page.lines) for page in (first, last)] == [2, 1]


@pytest.mark.parametrize("person", ["asha", "bev", "cal", "tom"])
def test_list_and_its_steps_are_for_the_governance_role_of_the_agency_alone(cast, at, closed, person):
    _, _, note, _ = closed
    who = getattr(cast, person)
    if person == "tom":
        with context.acting(who, at=at) as acting:
            assert apart.list_apart(acting).lines == ()
    else:
        with context.acting(who, at=at) as acting, pytest.raises(checks.NotAllowed):
            apart.list_apart(acting)
    for act, more in ((lifting.lift, {"reason": WHY}), (lifting.confirm, {"reason": WHY}), (lifting.ask, {})):
        with pytest.raises(NoSuchRequest if person == "tom" else checks.NotAllowed):
            do(who, act, at=at, item_id=note, **more)
    assert note in lines(cast, at)


def test_governance_lifts_what_is_open_to_it_after_the_request_was_closed(cast, at, closed):
    number, _, note, hers = closed
    assert readers(Commentary, at, cast.asha) == [0]
    do(cast.ines, lifting.lift, at=at, item_id=note, reason=WHY)

    assert readers(Commentary, at, cast.asha) == [1]
    assert set(lines(cast, at)) == set(hers)
    with context.acting(cast.ines, at=at) as who:
        last = queries.get_request(who, number).notes[-1]
        assert (last.what, last.reason) == ("lifted", WHY)
    with pytest.raises(NotRestricted):
        do(cast.ines, lifting.lift, at=at, item_id=note, reason=WHY)


def test_governance_says_that_it_stays_so_and_lifts_nothing_that_only_a_colleague_reads(cast, at, closed):
    _, _, _, hers = closed
    with pytest.raises(checks.NotOpen):
        do(cast.ines, lifting.lift, at=at, item_id=hers[0], reason=WHY)
    do(cast.ines, lifting.confirm, at=at, item_id=hers[0], reason="Needed as evidence.")

    line = lines(cast, at)[hers[0]]
    assert (line.why, line.confirmed_by) == ("Needed as evidence.", "Ines Calder (fictional)")
    assert readers(Submission, at, sol(), cast.ines) == [0, 0]


@pytest.mark.parametrize("reason", [" ", "x" * 1001])
def test_without_a_reason_nothing_is_lifted_or_kept(cast, at, closed, reason):
    _, _, note, hers = closed
    call = do(cast.ines, lifting.ask, at=at, item_id=hers[0])
    for act in (lifting.lift, lifting.confirm):
        with pytest.raises(ReasonUnusable):
            do(cast.ines, act, at=at, item_id=note, reason=reason)
    for lifts in (True, False):
        with pytest.raises(ReasonUnusable):
            settle(ivy(), call, hers[0], at, lifts=lifts, reason=reason)

    with context.acting(cast.ines, at=at):
        assert set(RightsNote.objects.values_list("what", flat=True)) == {"restricted"}


def test_who_set_it_apart_is_asked_and_lifts_one_and_keeps_the_other(cast, at, closed):
    number, call, _, hers = closed
    with pytest.raises(NoSuchRequest):
        own(call, at)
    assert do(cast.ines, lifting.ask, at=at, item_id=hers[0]) == call
    assert Letter.objects.filter(kind="rights-lift", person_id=ivy()).count() == 1
    assert lines(cast, at)[hers[1]].asked_at is not None
    with pytest.raises(Unusable, match="already"):
        do(cast.ines, lifting.ask, at=at, item_id=hers[1])
    with context.acting(ivy(), at=at) as who:
        assert [(one.call_id, one.to_lift) for one in calling.list_own(who)] == [(call, True)]

    page = own(call, at)
    assert [line.find.item_id for line in page.lines] == hers
    assert all(PERSON in " ".join(line.find.said) for line in page.lines)
    assert not settle(ivy(), call, hers[0], at, lifts=True)
    assert [line.find.item_id for line in own(call, at).lines] == hers[1:]
    with pytest.raises(NotReady):
        do(ivy(), lifting.answer_lifting, at=at, call_id=call)
    assert settle(ivy(), call, hers[1], at, lifts=False, reason="Needed as evidence.")

    assert readers(Submission, at, sol(), cast.ines) == [1, 0]
    held = lines(cast, at)
    assert hers[0] not in held
    assert (held[hers[1]].why, held[hers[1]].asked_at, held[hers[1]].may_ask) == ("Needed as evidence.", None, True)
    with context.acting(cast.ines, at=at) as who:
        assert [one.answered_at for one in queries.get_request(who, number).calls] == [at]


def test_call_to_lift_is_for_the_one_who_is_called_and_for_lifting_alone(cast, at, closed):
    _, call, note, hers = closed
    do(cast.ines, lifting.ask, at=at, item_id=hers[0])
    for other in (sol(), cast.asha, cast.bev, cast.tom, cast.ines):
        with context.acting(other, at=at) as who, pytest.raises(NoSuchRequest):
            lifting.get_lifting(who, call)
        with pytest.raises(NoSuchRequest):
            settle(other, call, hers[0], at, lifts=True)
    for act, more in (
        (calling.search_own, {}),
        (calling.answer, {}),
        (restricting.lift_own, {"item_id": hers[0]}),
        (withhold_own, {"item_ids": hers, "decision": Decision(exemption="others", reason="x")}),
    ):
        with pytest.raises(NoSuchRequest):
            do(ivy(), act, at=at, call_id=call, **more)
    with pytest.raises(NoSuchRequest):
        settle(ivy(), call, note, at, lifts=True)
    with context.acting(ivy(), at=at):
        assert RightsItem.objects.filter(pk__in=hers).update(reason="changed") == 0
    for item in hers:
        settle(ivy(), call, item, at, lifts=True)

    with context.acting(ivy(), at=at):
        held = [model.objects.count() for model in (RightsRequest, RightsItem, RightsNote)]
    assert held == [0, 0, 0]


def test_who_governs_no_more_is_asked_about_what_she_set_apart_as_governance(cast, at, closed):
    _, _, note, _ = closed
    Membership.objects.filter(person_id=cast.ines).update(roles=["contributor"])
    Membership.objects.filter(person_id=cast.asha).update(roles=["governance"])
    with context.acting(cast.asha, at=at) as who:
        line = next(one for one in apart.list_apart(who).lines if one.item_id == note)
        assert (line.title, line.may_lift, line.may_ask) == ("", False, True)
    call = do(cast.asha, lifting.ask, at=at, item_id=note)

    with context.acting(cast.ines, at=at) as who:
        assert [one.find.item_id for one in lifting.get_lifting(who, call).lines] == [note]
        assert list(RightsItem.objects.values_list("pk", flat=True)) == [note]
    assert settle(cast.ines, call, note, at, lifts=True)
    assert readers(Commentary, at, cast.asha) == [1]


def test_who_left_cannot_be_asked_and_the_list_says_so(cast, at, closed):
    _, _, _, hers = closed
    Membership.objects.filter(person_id=ivy()).update(ends_at=at)

    line = lines(cast, at)[hers[0]]
    assert (line.left_by, line.keeper, line.may_ask) == (ivy(), "", False)
    assert f'href="/stand-ins/{ivy()}/"' in text(signed_in(INES).get("/rights/apart/"))
    with pytest.raises(Unusable, match="Only a colleague"):
        do(cast.ines, lifting.ask, at=at, item_id=hers[0])


def test_who_stands_in_for_a_leaver_is_asked_and_lifts_what_she_set_apart(cast, at, closed):
    _, _, _, hers = closed
    Membership.objects.filter(person_id=ivy()).update(ends_at=at)
    with context.acting(cast.ines, at=at) as who:
        stand_ins.name_stand_in(who=who, leaver_id=ivy(), person_id=sol(), reason="She takes over the desk.")
    line = lines(cast, at)[hers[0]]
    assert (line.by, line.keeper, line.may_ask) == ("Ivy Marsh (fictional)", "Sol Prior (fictional)", True)
    assert readers(Submission, at, sol()) == [2]

    call = do(cast.ines, lifting.ask, at=at, item_id=hers[0])
    with context.acting(sol(), at=at) as who:
        page = lifting.get_lifting(who, call)
        assert [one.find.item_id for one in page.lines] == hers and page.lines[0].find.said
    assert not settle(sol(), call, hers[0], at, lifts=False)
    assert settle(sol(), call, hers[1], at, lifts=True)
    with context.acting(sol(), at=at):
        assert not RightsNote.objects.exists()

    assert set(lines(cast, at)) - {closed[2]} == {hers[0]}


def test_who_stands_in_reads_nothing_of_a_request_before_she_is_asked(cast, at, closed):
    Membership.objects.filter(person_id=ivy()).update(ends_at=at)
    with context.acting(cast.ines, at=at) as who:
        stand_ins.name_stand_in(who=who, leaver_id=ivy(), person_id=sol(), reason="She takes over the desk.")

    with context.acting(sol(), at=at):
        held = [model.objects.count() for model in (RightsRequest, RightsItem, RightsNote)]
    assert held == [0, 0, 0]


def test_what_was_disposed_of_is_not_listed(cast, at, closed):
    _, _, note, hers = closed
    with context.acting(cast.ines, at=at):
        record = Commentary.objects.get().pk
    verdict = Verdict(outcome="dispose", reason="It says nothing that is needed.")
    number = do(cast.ines, review.decide, at=at, kind="commentary", record_id=record, verdict=verdict)
    assert note in lines(cast, at)
    do(cast.asha, disposal.confirm, at=at, disposal_id=number)
    do(cast.ines, disposal.carry_out, at=at, disposal_id=number)

    assert set(lines(cast, at)) == set(hers)
    with pytest.raises(NotRestricted):
        do(cast.ines, lifting.confirm, at=at, item_id=note, reason=WHY)


def test_trail_keeps_the_steps_and_nothing_of_the_reasons(cast, at, closed):
    _, call, note, hers = closed
    do(cast.ines, lifting.ask, at=at, item_id=hers[0])
    settle(ivy(), call, hers[0], at, lifts=True, reason="Quillwort rang.")
    settle(ivy(), call, hers[1], at, lifts=False, reason="Quillwort rang.")
    do(cast.ines, lifting.lift, at=at, item_id=note, reason="Quillwort rang.")

    with context.acting(cast.ines, at=at):
        actions = set(Event.objects.values_list("action", flat=True))
        assert {"rights.call-to-lift", "rights.lift", "rights.confirm", "rights.answer-call"} <= actions
        assert "Quillwort rang" not in str(list(Event.objects.values()))


def test_it_goes_by_its_pages(cast, closed):
    number, call, note, hers = closed
    ines, officer = signed_in(INES), signed_in(IVY)
    assert "3 records are set apart for this request" in text(ines.get(f"/rights/{number}/"))
    assert 'href="/rights/apart/">Set apart now</a>: 3 records' in text(ines.get("/rights/"))
    page = text(ines.get("/rights/apart/"))
    assert "carries boxes" not in page and "Not open to you" in page and "Ask Ivy Marsh (fictional) to lift it" in page

    wrong = ines.post("/rights/apart/", {"step": "lift", "item": note, "words": "y" * 1001})
    assert wrong.status_code == 400 and "y" * 1001 in text(wrong) and f'href="#reason-{note}"' in text(wrong)
    assert text(wrong).count('<details class="govuk-details" open>') == 1
    assert ines.post("/rights/apart/", {"step": "dance"}).status_code == 400
    assert ines.post("/rights/apart/", {"step": "ask", "item": 99}).status_code == 404
    assert officer.get("/rights/apart/").status_code == 403
    ines.post("/rights/apart/", {"step": "ask", "item": hers[0]})
    assert f"/rights/calls/{call}/lift/" in text(officer.get("/review/"))
    assert "asked to lift what they set apart on" in text(ines.get(f"/rights/{number}/"))
    page = text(officer.get(f"/rights/calls/{call}/lift/"))
    assert "carries boxes" in page and PERSON not in page.partition("Set apart now")[0]
    assert officer.get(f"/rights/calls/{call}/").status_code == 404
    wrong = officer.post(f"/rights/calls/{call}/lift/", {"step": "lift", "item": hers[0]})
    assert wrong.status_code == 400 and f'href="#reason-{hers[0]}"' in text(wrong)
    officer.post(f"/rights/calls/{call}/lift/", {"step": "lift", "item": hers[0], "words": WHY})
    done = officer.post(f"/rights/calls/{call}/lift/", {"step": "confirm", "item": hers[1], "words": WHY})
    assert "Thank you" in text(done)
    assert officer.get(f"/rights/calls/{call}/lift/").status_code == 404
