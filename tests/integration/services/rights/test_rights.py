"""What a person may ask: found across words, decided item by item, answered in a stamped copy; governance alone."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from fourpoint.access import checks, context
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Named
from fourpoint.records.agencies.models import Membership
from fourpoint.records.audit.models import Event
from fourpoint.records.profiles.models import Commentary
from fourpoint.records.rights.models import RightsItem, RightsNote, RightsRequest
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.rights import calling, deciding, queries, requests, restricting
from fourpoint.services.rights.answering import make_pack
from fourpoint.services.rights.requests import Asked, NoSuchRequest, NotReady, RequestClosed
from fourpoint.services.rights.searching import search
from tests.factories.cast import AT, load_cast
from tests.factories.records import alone, make_record, shared
from tests.factories.sending import ivy
from tests.integration.services.exports.test_leasing import do, read

pytestmark = pytest.mark.django_db
NAME = "Zephyrine Quillwort"


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast()


@pytest.fixture
def note(cast):
    return make_record(cast.asha, shared(find_agency("invicta"), find_agency("thanet")), text=f"{NAME} was seen.")


def ask(person, *, name=NAME, right="access", **more):
    asked = Asked(**{"right": right, "subject": name, "received_on": AT.date(), **more})
    return do(person, requests.register, asked=asked)


def find(cast, number):
    do(cast.ines, search, request_id=number)
    return read(cast.ines, queries.get_request, number).items


def step(person, done, number, **given):
    return do(person, done, request_id=number, **given)


def decide(person, number, item_id, **given):
    return step(person, deciding.decide_item, number, item_id=item_id, decision=deciding.Decision(**given))


def search_the_desk(cast, number):
    """Let the officer of the desk search what lies there, where nothing is."""
    call = step(cast.ines, calling.call, number, person_id=ivy())
    do(ivy(), calling.search_own, call_id=call)
    do(ivy(), calling.answer, call_id=call)


def test_request_is_due_a_month_after_it_was_received(cast):
    ask(cast.ines, received_on=date(2026, 1, 31))

    (line,) = read(cast.ines, queries.list_requests)
    assert (line.due_on, line.days_left, line.state) == (date(2026, 2, 28), -2, "open")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"right": "a pony"}, "list"),
        ({"received_on": AT.date() + timedelta(days=1)}, "after today"),
        ({"name": " "}, "name"),
        ({"other_names": "x" * 2001}, "Shorten"),
        ({"asked": "a\0b"}, "Shorten"),
    ],
)
def test_bad_request_is_refused(cast, more, said):
    with pytest.raises(Unusable, match=said):
        ask(cast.ines, **more)


def test_everything_of_the_agency_is_found_and_nothing_of_others(cast, note):
    make_record(cast.asha, alone(find_agency("invicta")), text="Somebody else.")
    make_record(cast.bev, alone(find_agency("thanet")), text=f"{NAME}, in Thanet's own.")
    items = find(cast, ask(cast.ines))

    assert [(item.kind, item.record_id, item.by) for item in items] == [("commentary", note, ("name",))]
    assert any(NAME in text for text in items[0].said)


def test_account_and_trail_of_a_colleague_are_found(cast):
    with context.acting(cast.asha, at=AT):
        pass
    make_record(cast.asha, alone(find_agency("invicta")))
    items = find(cast, ask(cast.ines, name="Asha Verity", emails="asha@invicta.example"))

    assert [item.kind for item in items if not item.is_record] == ["account", "trail"]
    assert items[0].by == ("name", "e-mail")


def test_record_on_a_list_the_desk_is_not_on_is_not_found(cast):
    own = find_agency("invicta")
    listed = frozenset({Named(person_id=cast.asha, agency_id=own)})
    make_record(cast.asha, alone(own, marking=Marking.OFFICIAL, compartment=listed), text=NAME)

    assert find(cast, ask(cast.ines)) == ()


def test_searching_again_keeps_what_was_decided(cast, note):
    number = ask(cast.ines)
    (item,) = find(cast, number)
    decide(cast.ines, number, item.item_id)
    other = make_record(cast.asha, alone(find_agency("invicta")), text=NAME)

    items = find(cast, number)
    assert {one.record_id: one.decision for one in items} == {note: "disclose", other: ""}


def test_withholding_needs_a_ground_and_a_reason(cast, note):
    number = ask(cast.ines)
    (item,) = find(cast, number)

    for given in ({"exemption": "because"}, {"exemption": "others"}, {"exemption": "others", "reason": " "}):
        with pytest.raises(Unusable):
            decide(cast.ines, number, item.item_id, **given)
    decide(cast.ines, number, item.item_id, exemption="others", reason="Names a child.")
    (line,) = read(cast.ines, queries.get_request, number).items
    assert (line.decision, line.exemption, line.reason) == (
        "withhold",
        "Rights and safety of others",
        "Names a child.",
    )


def test_answer_waits_for_identity_search_and_decisions_and_leaves_as_a_copy(cast, note):
    hidden = make_record(cast.asha, alone(find_agency("invicta")), text=f"{NAME} and the informant Teasel.")
    number = ask(cast.ines)
    with pytest.raises(NotReady, match="who they say"):
        read(cast.ines, make_pack, number)
    step(cast.ines, requests.check_identity, number, how="Passport seen.")
    with pytest.raises(NotReady, match="Search"):
        read(cast.ines, make_pack, number)
    items = {item.record_id: item for item in find(cast, number)}
    with pytest.raises(NotReady, match="Decide"):
        step(cast.ines, requests.close, number, state="answered", words="Sent.")
    decide(cast.ines, number, items[note].item_id)
    held = {"exemption": "law-enforcement", "reason": "Under investigation."}
    decide(cast.ines, number, items[hidden].item_id, **held)
    with pytest.raises(NotReady, match="search what lies there"):
        read(cast.ines, make_pack, number)
    search_the_desk(cast, number)

    given = read(cast.ines, make_pack, number)

    said = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(given.content)).pages).split())
    assert f"{NAME} was seen." in said and given.number in said and "1 withheld" in said
    assert "Teasel" not in said and "Under investigation" not in said
    step(cast.ines, requests.close, number, state="answered", words="Sent by post.")
    with pytest.raises(RequestClosed):
        step(cast.ines, requests.check_identity, number, how="Again.")


def test_request_can_be_refused_without_a_search_and_not_without_words(cast):
    number = ask(cast.ines)

    for given in ({"state": "refused", "words": " "}, {"state": "lost", "words": "x"}):
        with pytest.raises(Unusable):
            step(cast.ines, requests.close, number, **given)
    step(cast.ines, requests.close, number, state="refused", words="Not the person.")
    assert read(cast.ines, queries.get_request, number).line.state == "refused"


def test_rectification_keeps_before_and_after(cast, note):
    number = ask(cast.ines, right="rectification")
    (item,) = find(cast, number)
    step(cast.ines, requests.note_rectification, number, item_id=item.item_id, before="Was seen.", after="Was not.")

    (line,) = read(cast.ines, queries.get_request, number).notes
    assert (line.what, line.before, line.after) == ("rectified", "Was seen.", "Was not.")
    with pytest.raises(Unusable):
        step(cast.ines, requests.note_rectification, number, item_id=item.item_id, before="", after="x")


def test_record_is_set_apart_and_given_back(cast, note):
    number = ask(cast.ines, right="restriction")
    (item,) = find(cast, number)
    with pytest.raises(restricting.NeedsWriter):
        step(cast.ines, restricting.restrict, number, item_id=item.item_id)
    Membership.objects.filter(person_id=cast.ines).update(roles=["governance", "contributor"])

    step(cast.ines, restricting.restrict, number, item_id=item.item_id)
    for person, sees in ((cast.ines, True), (cast.asha, False), (cast.bev, False)):
        with context.acting(person, at=AT):
            assert Commentary.objects.filter(pk=note).exists() is sees
    assert read(cast.ines, queries.get_request, number).items[0].is_restricted

    Membership.objects.filter(person_id=cast.ines).update(default_purpose="local-profile")
    step(cast.ines, restricting.lift, number, item_id=item.item_id)
    with context.acting(cast.bev, at=AT):
        assert Commentary.objects.filter(pk=note).exists()
    with pytest.raises(restricting.NotRestricted):
        step(cast.ines, restricting.lift, number, item_id=item.item_id)


@pytest.mark.parametrize("who", ["asha", "bev", "cal", "pat"])
def test_desk_is_for_the_governance_role_alone(cast, note, who):
    number, person = ask(cast.ines), getattr(cast, who)

    with pytest.raises(checks.NotAllowed):
        ask(person)
    with pytest.raises(checks.NotAllowed):
        read(person, queries.list_requests)
    with pytest.raises(checks.NotAllowed):
        read(person, queries.get_request, number)
    with context.acting(person, at=AT):
        held = [model.objects.count() for model in (RightsRequest, RightsItem, RightsNote)]
    assert held == [0, 0, 0]


def test_governance_of_another_agency_finds_no_request(cast):
    number = ask(cast.ines)

    with pytest.raises(NoSuchRequest):
        read(cast.tom, queries.get_request, number)
    assert read(cast.tom, queries.list_requests) == ()
    with pytest.raises(NoSuchRequest):
        step(cast.tom, search, number)


def test_trail_says_nothing_of_the_person(cast, note):
    number = ask(cast.ines, emails="z@quillwort.example", asked=f"{NAME} asks.")
    (item,) = find(cast, number)
    step(cast.ines, requests.check_identity, number, how=f"{NAME}'s passport.")
    decide(cast.ines, number, item.item_id, exemption="others", reason=f"{NAME}'s child.")
    step(cast.ines, requests.close, number, state="withdrawn", words=f"{NAME} rang.")

    with context.acting(cast.ines, at=AT):
        said = str(list(Event.objects.values()))
    assert "rights.search" in said
    assert "uillwort" not in said and "assport" not in said
