"""A request is searched also where governance may not read: by those who may, who decide what of it is given."""

import io
import re
import zipfile

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from fourpoint.access import checks, context
from fourpoint.domain.errors import Unusable
from fourpoint.records.agencies.models import Letter, Membership
from fourpoint.records.audit.models import Event
from fourpoint.records.rights.models import RightsCall, RightsItem, RightsRequest
from fourpoint.services.rights import calling, deciding, queries, requests
from fourpoint.services.rights.answering import make_pack
from fourpoint.services.rights.deciding import Decision
from fourpoint.services.rights.requests import Asked, NoSuchRequest, NotReady
from fourpoint.services.rights.searching import search
from tests.factories.cast import load_cast, this_hour
from tests.factories.linking import create, do, original, released
from tests.factories.sending import ivy, send, sol
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
PERSON, INES, IVY = "Zephyrine Quillwort", "ines@invicta.example", "ivy@invicta.example"
EXTRACT = "We were told that you carried boxes at night."


@pytest.fixture
def cast(settings):
    settings.FOURPOINT_SCANNER, settings.FOURPOINT_UNSCANNED = "", True
    return load_cast(this_hour())


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def request_id(cast, at):
    """A request about somebody whom a submission, an original report, a released one and a subject name."""
    send(cast.bev, at=at, what=f"Synthetic: {PERSON} carries boxes at night.")
    create(original(f"Synthetic: {PERSON} drives a van.", at=at), PERSON, at=at)
    released(f"Synthetic: {PERSON} was seen at the quay.", at=at)
    asked = Asked(right="access", subject=PERSON, received_on=timezone.localdate(at))
    number = do(cast.ines, requests.register, at=at, asked=asked)
    do(cast.ines, requests.check_identity, at=at, request_id=number, how="Passport seen")
    return number


@pytest.fixture
def call_id(cast, at, request_id):
    do(cast.ines, search, at=at, request_id=request_id)
    return do(cast.ines, calling.call, at=at, request_id=request_id, person_id=ivy())


def page_of(person_id, request_id, at):
    with context.acting(person_id, at=at) as who:
        return queries.get_request(who, request_id)


def own(person_id, call_id, at):
    with context.acting(person_id, at=at) as who:
        return calling.get_own(who, call_id)


def decide_all(person_id, call_id, at):
    for find in own(person_id, call_id, at).finds:
        withheld = Decision(exemption="law-enforcement", reason="It would warn them.")
        chosen = Decision(extract=EXTRACT) if find.kind == "submission" else withheld
        do(person_id, deciding.decide_own, at=at, call_id=call_id, item_id=find.item_id, decision=chosen)


def test_what_lies_on_the_desk_is_found_by_its_people_and_the_rest_by_governance(cast, at, request_id, call_id):
    before = {item.kind for item in page_of(cast.ines, request_id, at).items}
    assert before == {"report"}

    assert do(ivy(), calling.search_own, at=at, call_id=call_id) == 4
    assert {find.kind for find in own(ivy(), call_id, at).finds} == {"submission", "report", "statement"}
    page = page_of(cast.ines, request_id, at)
    hers = [item for item in page.items if item.found_by]
    assert len(hers) == 4
    assert {(item.title, item.said) for item in hers} == {("", ())}
    assert do(ivy(), calling.search_own, at=at, call_id=call_id) == 0


def test_answer_waits_for_every_desk_and_holds_the_extract_alone(cast, at, request_id, settings):
    settings.FOURPOINT_PACK_PRINTER = f"{__name__}.told"
    do(cast.ines, search, at=at, request_id=request_id)
    for item in page_of(cast.ines, request_id, at).items:
        do(cast.ines, deciding.decide_item, at=at, request_id=request_id, item_id=item.item_id, decision=Decision())
    closing = {"request_id": request_id, "state": "answered", "words": "By post."}
    with pytest.raises(NotReady, match="search what lies there"):
        do(cast.ines, requests.close, at=at, **closing)
    call = do(cast.ines, calling.call, at=at, request_id=request_id, person_id=ivy())
    with pytest.raises(NotReady, match="has not answered yet"):
        do(cast.ines, requests.close, at=at, **closing)
    with pytest.raises(NotReady, match="Search first"):
        do(ivy(), calling.answer, at=at, call_id=call)
    do(ivy(), calling.search_own, at=at, call_id=call)
    with pytest.raises(NotReady, match="decide on everything"):
        do(ivy(), calling.answer, at=at, call_id=call)
    decide_all(ivy(), call, at)
    do(ivy(), calling.answer, at=at, call_id=call)

    with context.acting(cast.ines, at=at) as who:
        assert queries.get_request(who, request_id).missing == ()
        leased = make_pack(who, request_id)
        with zipfile.ZipFile(io.BytesIO(leased.content)) as archive:
            said = "\n".join(archive.read(name).decode() for name in archive.namelist())
    assert EXTRACT in said
    assert "carries boxes" not in said
    assert "drives a van" not in said
    do(cast.ines, requests.close, at=at, **closing)


def told(pack):
    """Print the answer as its words."""
    return "\n".join(line for part in pack.parts for line in (part.heading, *part.paragraphs)).encode()


def test_call_is_for_the_one_who_is_called_until_it_is_answered(cast, at, request_id, call_id):
    for other in (cast.asha, sol(), cast.bev, cast.tom, cast.cal):
        with pytest.raises(NoSuchRequest):
            own(other, call_id, at)
        with context.acting(other, at=at):
            assert not RightsRequest.objects.exists()
            assert not RightsItem.objects.exists()
            assert not RightsCall.objects.exists()
    do(ivy(), calling.search_own, at=at, call_id=call_id)
    decide_all(ivy(), call_id, at)
    do(ivy(), calling.answer, at=at, call_id=call_id)

    with pytest.raises(NoSuchRequest):
        own(ivy(), call_id, at)
    with context.acting(ivy(), at=at):
        assert not RightsRequest.objects.exists()
        assert not RightsItem.objects.exists()


def test_the_one_who_is_called_adds_nothing_in_anothers_name(cast, at, request_id, call_id):
    with context.acting(ivy(), at=at) as who, pytest.raises(DatabaseError), transaction.atomic():
        RightsItem.objects.bulk_create(
            [
                RightsItem(
                    request_id=request_id,
                    agency_id=who.actor.agency_id,
                    kind="paper",
                    record_id=1,
                    found_at=at,
                    found_by_id=cast.asha,
                )
            ]
        )


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"extract": " "}, "Write what the person is given"),
        ({"exemption": "law-enforcement"}, "Say why"),
        ({"exemption": "no-such-ground", "reason": "x"}, "Choose the ground"),
        ({"extract": "x" * 4001}, "Shorten it"),
    ],
)
def test_decision_without_what_it_needs_is_refused(cast, at, call_id, chosen, said):
    do(ivy(), calling.search_own, at=at, call_id=call_id)
    find = own(ivy(), call_id, at).finds[0]

    with pytest.raises(Unusable, match=said):
        do(ivy(), deciding.decide_own, at=at, call_id=call_id, item_id=find.item_id, decision=Decision(**chosen))


def test_only_a_colleague_is_called_and_once(cast, at, request_id, call_id):
    for person in (cast.bev, cast.ines, 10**9):
        with pytest.raises(Unusable, match="Choose a colleague"):
            do(cast.ines, calling.call, at=at, request_id=request_id, person_id=person)
    with pytest.raises(Unusable, match="already"):
        do(cast.ines, calling.call, at=at, request_id=request_id, person_id=ivy())
    with pytest.raises(checks.NotAllowed):
        do(cast.asha, calling.call, at=at, request_id=request_id, person_id=ivy())


def test_trail_and_mail_say_nothing_of_the_person(cast, at, call_id):
    do(ivy(), calling.search_own, at=at, call_id=call_id)

    assert Letter.objects.filter(kind="rights-call", person_id=ivy()).count() == 1
    with context.acting(cast.ines, at=at):
        assert not [row for row in Event.objects.all() if "Quillwort" in str(vars(row)) and row.action[:6] == "rights"]
        assert Event.objects.filter(action="rights.search", person_id=ivy()).exists()


def test_call_goes_by_its_pages(cast, request_id):
    ines, officer = signed_in(INES), signed_in(IVY)
    ines.post(f"/rights/{request_id}/", {"step": "search"})
    page = text(ines.get(f"/rights/{request_id}/"))
    assert f'<option value="{ivy()}"' in page
    ines.post(f"/rights/{request_id}/", {"step": "call", "item": ivy()})
    address = re.search(r"/rights/calls/\d+/", text(officer.get("/review/")))[0]

    assert officer.post(address, {"step": "done"}).status_code == 403
    officer.post(address, {"step": "search"})
    numbers = re.findall(r'name="item" value="(\d+)"', text(officer.get(address)))
    refused = officer.post(address, {"step": "decide", "item": numbers[0]})
    assert refused.status_code == 400
    assert "Write what the person is given of it." in text(refused)
    for number in numbers:
        officer.post(address, {"step": "decide", "item": number, "after": EXTRACT})
    assert "Thank you" in text(officer.post(address, {"step": "done"}))
    assert officer.get(address).status_code == 404
    page = text(ines.get(f"/rights/{request_id}/"))
    assert "4 finds" in page
    assert EXTRACT in page
    assert "carries boxes" not in page


def test_who_leaves_is_waited_for_no_more_and_her_finds_are_for_the_next_who_is_asked(cast, at, request_id, call_id):
    do(ivy(), calling.search_own, at=at, call_id=call_id)
    for item in page_of(cast.ines, request_id, at).items:
        if not item.found_by:
            do(cast.ines, deciding.decide_item, at=at, request_id=request_id, item_id=item.item_id, decision=Decision())
    Membership.objects.filter(person_id=ivy()).update(ends_at=at)

    page = page_of(cast.ines, request_id, at)
    assert [one.has_left for one in page.calls] == [True]
    assert any("4 finds of somebody who has left" in one for one in page.missing)
    assert not any("Wait for the answer" in one for one in page.missing)
    assert "has left without an answer" in text(signed_in(INES).get(f"/rights/{request_id}/"))

    next_call = do(cast.ines, calling.call, at=at, request_id=request_id, person_id=sol())
    do(sol(), calling.search_own, at=at, call_id=next_call)
    assert len(own(sol(), next_call, at).finds) == 4
    decide_all(sol(), next_call, at)
    do(sol(), calling.answer, at=at, call_id=next_call)

    assert page_of(cast.ines, request_id, at).missing == ()
    do(cast.ines, requests.close, at=at, request_id=request_id, state="answered", words="By post.")
