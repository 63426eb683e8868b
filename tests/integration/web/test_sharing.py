"""The pages of sharing as the cast meets them: look first, share, preview, point, ask, decide, take back, accept."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fourpoint.access import context
from fourpoint.domain.sharing import Handling, Named
from fourpoint.records.agencies.models import Person
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.disclosure.models import AccessRequest, Placement, Pointer, RecallNotice
from fourpoint.records.profiles.models import Commentary
from fourpoint.services.agencies.queries import find_agency
from fourpoint.web.frame.records import page_of
from tests.factories.cast import load_cast, this_hour
from tests.factories.neighbours import CODE, add_kestrel
from tests.factories.records import KIND, alone, make_record, shared
from tests.integration.web.reading import text
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
SECRET = "The secret of the note."
ASHA, BEV, CAL, INES, TOM = (
    f"{name}.example" for name in ("asha@invicta", "bev@thanet", "cal@northmoor", "ines@invicta", "tom@thanet")
)


@pytest.fixture
def cast(sample_warehouse, settings):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    return load_cast(this_hour(), material=True)


@pytest.fixture
def invicta(cast):
    return find_agency("invicta")


@pytest.fixture
def thanet(cast):
    return find_agency("thanet")


def note(cast, audience):
    return make_record(cast.asha, audience, at=timezone.now(), text=SECRET)


def choice(audience, *, agency, **more):
    terms = audience.agreement.agreement_id
    return {
        "agreement": str(terms),
        f"agency-{terms}": [str(agency)],
        f"purpose-{terms}": sorted(audience.purposes),
        "marking": "O",
        "subject": "none",
        **more,
    }


def until(days):
    last = timezone.now() + timedelta(days=days)
    return {"until_0": str(last.day), "until_1": str(last.month), "until_2": str(last.year)}


def address(number, tail=""):
    return f"/sharing/{KIND}/{number}/{tail}"


def test_share_control_answers_before_it_shares_and_then_shares(cast, invicta, thanet):
    number = note(cast, alone(invicta))
    asha, bev = signed_in(ASHA), signed_in(BEV)
    sent = choice(shared(invicta, thanet), agency=thanet)

    checked = asha.post(address(number, "share/"), sent | {"check": "1"})
    before = bev.get(address(number, "why/")).status_code
    saved = asha.post(address(number, "share/"), sent | {"reason": "They need it.", "words": "For your plan."})
    after = bev.get(address(number, "why/"))

    assert re.search(r"<strong>2 of \d people</strong> can read it", text(checked))
    assert "1 agency will read more than now" in text(checked)
    assert (before, saved.status_code, after.status_code) == (404, 302, 200)
    assert "carries it until" in text(after)
    assert "They need it." not in text(after)
    assert "For your plan." in text(bev.get("/sharing/"))


def test_live_answer_is_a_fragment_of_the_same_page(cast, invicta, thanet):
    number = note(cast, alone(invicta))
    sent = choice(shared(invicta, thanet), agency=thanet) | {"check": "1"}

    answer = signed_in(ASHA).post(address(number, "share/"), sent, headers={"Fourpoint-Fragment": "1"})

    assert "<header" not in answer.content.decode()
    assert "data-sharing-answer" in answer.content.decode()
    with context.acting(cast.asha, at=timezone.now()):
        assert not Placement.objects.filter(kind=KIND, record_id=number).exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": ""}, "Give a reason"),
        ({"until_0": "1", "until_1": "1", "until_2": "2020", "reason": "x"}, "has passed"),
        ({"until_0": "31", "until_1": "2", "until_2": "2030", "reason": "x"}, "is no date"),
        ({"until_0": "31", "reason": "x"}, "is no date"),
        ({"marking": "SECRET", "reason": "x"}, "above this system"),
        ({"others": "nobody@nowhere.example", "reason": "x"}, "is nobody's"),
        ({"listed": ["ines"], "reason": "x"}, "never locked out"),
    ],
)
def test_choice_that_cannot_be_is_told_in_the_error_summary(cast, invicta, thanet, changes, said):
    number = note(cast, alone(invicta))
    changes = {key: [str(cast.ines)] if key == "listed" else value for key, value in changes.items()}
    sent = choice(shared(invicta, thanet), agency=thanet) | changes

    answer = signed_in(ASHA).post(address(number, "share/"), sent)

    assert answer.status_code == 400
    assert "There is a problem" in text(answer)
    assert said in text(answer)


def test_a_day_that_is_none_loses_nothing_that_was_chosen(cast, invicta, thanet):
    number, day = note(cast, alone(invicta)), {"until_0": "31", "until_1": "2", "until_2": "2030"}
    sent = choice(shared(invicta, thanet), agency=thanet) | day | {"reason": "x"}
    asha, terms = signed_in(ASHA), sent["agreement"]

    several = {key: value for key, value in sent.items() if key not in ("marking", "subject")}
    pages = (
        asha.post(address(number, "share/"), sent),
        asha.post(address(number, "point/"), sent | {"desk": "soc-spoc"}),
        asha.post(f"/sharing/bundle/?record={KIND}-{number}", several | {"item": [f"{KIND}-{number}"]}),
    )

    for answer in pages:
        shown = text(answer)
        assert (answer.status_code, "is no date" in shown) == (400, True)
        assert [re.search(rf'name="until_{part}"[^>]*value="([^"]*)"', shown)[1] for part in range(3)] == [
            "31",
            "2",
            "2030",
        ]
        assert re.search(rf'name="agency-{terms}"[^>]*value="{thanet}"[^>]*checked', shown)
    asha.post(address(number, "share/"), sent | until(5))
    kept = text(asha.get(address(number, "share/")))
    assert re.search(r'name="until_2"[^>]*value="([^"]*)"', kept)[1] == until(5)["until_2"]


@pytest.mark.parametrize("tail", ["", "share/", "as/thanet/", "point/", "take-back/", "why/"])
def test_who_may_not_know_the_record_gets_404_and_who_may_not_change_it_403(cast, invicta, thanet, tail):
    own, theirs = note(cast, alone(invicta)), note(cast, shared(invicta, thanet))
    reads = {"": 200, "why/": 200}

    assert {signed_in(person).get(address(own, tail)).status_code for person in (BEV, CAL)} == {404}
    assert signed_in(CAL).get(address(theirs, tail)).status_code == 404
    assert signed_in(BEV).get(address(theirs, tail)).status_code == reads.get(tail, 403)
    assert signed_in(INES).get(address(own, tail)).status_code == reads.get(tail, 403)


def test_preview_shows_what_they_would_see_and_nothing_where_they_see_nothing(cast, invicta, thanet):
    kept, given = note(cast, alone(invicta)), note(cast, shared(invicta, thanet))
    asha = signed_in(ASHA)

    assert SECRET in text(asha.get(address(given, "as/thanet/")))
    closed = asha.get(address(kept, "as/thanet/"))
    assert "For them it does not exist" in text(closed)
    assert SECRET not in text(closed)
    after = asha.get(address(kept, "as/thanet/"), choice(shared(invicta, thanet), agency=thanet))
    assert SECRET in text(after)
    assert "which is not made yet" in text(after)
    assert asha.get(address(kept, "as/northmoor/")).status_code == 404
    with context.acting(cast.bev, at=timezone.now()):
        assert Commentary.objects.filter(pk=kept).count() == 0


def test_pointer_request_and_grant_from_page_to_page(cast, invicta):
    kestrel = add_kestrel(cast)
    number = note(cast, alone(invicta))
    asha, dee = signed_in(ASHA), _enter(kestrel.dee)
    sent = choice(shared(invicta, kestrel.agency_id, code=CODE), agency=kestrel.agency_id)
    made = asha.post(address(number, "point/"), sent | {"area": "E07000114", "threat": "", "desk": "soc-spoc"})
    asked = dee.post(f"{made['Location']}ask/", {"reason": "We need it.", "purpose": "local-profile", "whom": "me"})
    page = dee.get(made["Location"])
    limits = {"do": "grant", "whom": "me", "purposes": ["local-profile"], "gateway": "cda-1998-s115"}
    wrong = asha.post(asked["Location"], limits | {"until_0": "never"})
    granted = asha.post(asked["Location"], limits | until(10) | {"words": "Handle with care."})
    told = text(dee.get(asked["Location"]))

    assert "holds something about Thanet" in text(page)
    assert SECRET not in text(page)
    assert "Where it happens" not in text(page)
    assert (wrong.status_code, granted.status_code) == (400, 302)
    assert "That is no day" in text(wrong)
    assert "For the person who asked, and nobody else." in told
    assert "Handle with care." in told
    assert dee.get(address(number, "why/")).status_code == 200
    for person in (BEV, CAL):
        client = signed_in(person)
        assert client.get(made["Location"]).status_code == client.get(asked["Location"]).status_code == 404


def test_declined_request_tells_why(cast, invicta):
    kestrel = add_kestrel(cast)
    number = note(cast, alone(invicta))
    asha, dee = signed_in(ASHA), _enter(kestrel.dee)
    sent = choice(shared(invicta, kestrel.agency_id, code=CODE), agency=kestrel.agency_id)
    made = asha.post(address(number, "point/"), sent | {"area": "E07000114", "threat": "", "desk": "soc-spoc"})
    asked = dee.post(f"{made['Location']}ask/", {"reason": "We need it.", "purpose": "local-profile", "whom": "agency"})

    assert "Decide on request" in text(asha.get("/sharing/"))
    assert asha.post(asked["Location"], {"do": "decline", "reason": ""}).status_code == 400
    asha.post(asked["Location"], {"do": "decline", "reason": "It is another family."})
    assert "It is another family." in text(dee.get(asked["Location"]))
    with context.acting(cast.asha, at=timezone.now()):
        assert AccessRequest.objects.get().state == "declined"
        assert Pointer.objects.count() == 1


def test_policy_that_permits_no_pointer_is_told_on_the_page(cast, invicta):
    number = note(cast, alone(invicta, compartment=frozenset({Named(person_id=cast.asha, agency_id=invicta)})))

    page = text(signed_in(ASHA).get(address(number, "point/")))

    assert "Policy does not permit a pointer" in page
    assert "Make the pointer" not in page


def test_recall_from_taking_back_to_the_answer(cast, invicta, thanet):
    number = note(cast, shared(invicta, thanet))
    asha, bev = signed_in(ASHA), signed_in(BEV)
    before = bev.get(address(number)).status_code
    done = asha.post(address(number, "take-back/"), {"reason": "Wrong house.", "known_as": "The note on the house"})
    hub, closed = text(bev.get("/sharing/")), bev.get(address(number)).status_code
    refused = bev.post(done["Location"], {"answer": "kept", "words": ""})
    bev.post(done["Location"], {"answer": "destroyed", "words": "Two copies shredded."})
    told = text(asha.get(done["Location"]))

    assert (before, closed, refused.status_code) == (200, 404, 400)
    assert "took back “The note on the house”" in hub
    assert "All copies are destroyed" in told
    assert "Two copies shredded." in told
    assert signed_in(CAL).get(done["Location"]).status_code == 404
    with context.acting(cast.tom, at=timezone.now()):
        assert RecallNotice.objects.get().acknowledged_by_id == cast.bev


def test_conditions_are_listed_without_titles_and_open_once_accepted(cast, invicta, thanet):
    number = note(cast, shared(invicta, thanet, handling=Handling.CONDITIONS, conditions=("S1",)))
    bev = signed_in(BEV)
    page = bev.get("/sharing/conditions/")
    (key,) = re.findall(r'name="key" value="([^"]*:S1)"', page.content.decode())
    before = bev.get(address(number)).status_code
    bev.post("/sharing/conditions/", {"key": key})

    assert "Sanitise it under delegated authority" in text(page)
    assert "Where it happens" not in text(page)
    assert (before, bev.get(address(number)).status_code) == (404, 200)
    assert bev.post("/sharing/conditions/", {"key": key}).status_code == 404


def test_governance_asks_about_a_person_and_others_are_not_offered_it(cast, invicta, thanet):
    number = note(cast, shared(invicta, thanet))

    asked = signed_in(INES).post(address(number, "why/"), {"email": "BEV@thanet.example", "day": "", "hour": ""})
    stranger = signed_in(INES).post(address(number, "why/"), {"email": CAL, "day": "", "hour": ""})
    wrong = signed_in(INES).post(address(number, "why/"), {"email": "", "day": "yesterday"})

    assert "bev@thanet.example could read it" in text(asked)
    assert "cal@northmoor.example could not read it" in text(stranger)
    assert "Nothing shares it with this person's agency." in text(stranger)
    assert wrong.status_code == 400
    assert "Ask about a person" not in text(signed_in(ASHA).get(address(number, "why/")))
    assert signed_in(BEV).post(address(number, "why/"), {"email": "asha@invicta.example"}).status_code == 403


def test_governance_may_know_the_history_of_what_it_may_not_read(cast, invicta, thanet):
    number = note(cast, alone(invicta))
    client = signed_in(ASHA)
    sent = {"agreement": "0", "marking": "O", "subject": "none", "listed": [str(cast.asha)], "reason": "Fewer people."}
    assert client.post(address(number, "share/"), sent).status_code == 302

    page = signed_in(INES).get(address(number, "why/"))

    assert page.status_code == 200
    assert "You may not read it" in text(page)
    assert "Where it happens" not in text(page)
    assert signed_in(INES).get(address(number)).status_code == 404
    assert signed_in(TOM).get(address(number, "why/")).status_code == 404


def test_data_in_it_is_said_and_weighed(cast, invicta, thanet):
    number = note(cast, alone(invicta))
    asha, bev = signed_in(ASHA), signed_in(BEV)
    sent = choice(shared(invicta, thanet), agency=thanet) | {"reason": "They need it."}

    refused = asha.post(address(number, "share/"), sent | {"data": ["places", "health"]})
    assert refused.status_code == 400
    assert "The agreement does not cover this data: Health and care." in text(refused)
    assert bev.get(address(number, "why/")).status_code == 404

    assert asha.post(address(number, "share/"), sent | {"data": ["places"]}).status_code == 302
    page = asha.get(address(number, "share/")).content.decode()
    assert re.search(r'value="places" checked', page) and "Data in it: 1 category" in page
    assert "Places and premises" in text(bev.get(address(number, "why/")))


def test_bundle_is_shared_item_by_item_all_or_none(cast, invicta, thanet):
    first, second, third = (note(cast, alone(invicta)) for _ in range(3))
    path = "/sharing/bundle/?" + "&".join(f"record={KIND}-{number}" for number in (first, second, third))
    sent = choice(shared(invicta, thanet), agency=thanet) | {"item": [f"{KIND}-{first}", f"{KIND}-{third}"]}
    asha, bev = signed_in(ASHA), signed_in(BEV)

    assert re.search(r"2 of \d people", text(asha.post(path, sent | {"check": "1"})))
    assert asha.post(path, sent).status_code == 400
    assert asha.post(path, sent | {"reason": "For the plan."}).status_code == 302
    assert [bev.get(address(number)).status_code for number in (first, second, third)] == [200, 404, 200]
    assert asha.post(path, {**sent, "item": [], "reason": "x"}).status_code == 400
    assert [signed_in(person).get(path).status_code for person in (BEV, CAL)] == [403, 404]
    assert asha.get("/sharing/bundle/?record=commentary-x").status_code == 404
    assert asha.get("/sharing/bundle/").status_code == 200


def test_bundle_takes_nothing_back_from_anybody_unless_that_is_said(cast, invicta, thanet):
    number = note(cast, shared(invicta, thanet))
    path, asha = f"/sharing/bundle/?record={KIND}-{number}", signed_in(ASHA)

    assert not re.search(r'name="agreement"[^>]* checked', asha.get(path).content.decode())
    refused = asha.post(path, {"item": [f"{KIND}-{number}"], "reason": "For the plan."})
    assert refused.status_code == 400 and "Say with whom it is shared" in text(refused)
    assert signed_in(BEV).get(address(number)).status_code == 200


def test_records_that_others_cannot_see_yet_are_chosen_to_be_shared_together(cast, invicta, thanet):
    own, theirs = note(cast, alone(invicta)), make_record(cast.bev, shared(thanet, invicta), at=timezone.now())
    asha = signed_in(ASHA)
    page, found = text(asha.get("/sharing/several/")), text(asha.get("/sharing/several/?words=no+such+title"))

    assert f'value="{KIND}-{own}"' in page and f'value="{KIND}-{theirs}"' not in page
    assert "No record that you may share" in found
    assert "several/" in text(asha.get("/sharing/")) and "several/" not in text(signed_in(INES).get("/sharing/"))
    assert [signed_in(person).get("/sharing/several/").status_code for person in (BEV, INES)] == [200, 403]
    assert f'value="{KIND}-{own}"' not in text(signed_in(BEV).get("/sharing/several/"))


def test_narrowing_says_whom_it_closes_to_and_that_nobody_is_told(cast, invicta, thanet):
    number = note(cast, shared(invicta, thanet))
    sent = {"agreement": "0", "marking": "O", "subject": "none", "check": "1"}

    page = text(signed_in(ASHA).post(address(number, "share/"), sent))
    assert "Thanet District Council (fictional team) can read it no more" in page
    assert "take it back instead" in page


def test_why_says_role_dates_signature_and_training_in_words(cast, invicta, thanet):
    number = note(cast, shared(invicta, thanet))

    own = text(signed_in(BEV).get(address(number, "why/")))
    asked = text(signed_in(INES).post(address(number, "why/"), {"email": BEV, "day": "", "hour": ""}))
    for page in (own, asked):
        assert "Contributor of Thanet District Council (fictional team) since" in page
        assert "Signed up in person" in page
        assert "Local profile" in page


def test_first_page_of_another_force_tells_nothing(cast, invicta, thanet):
    note(cast, shared(invicta, thanet))

    page = text(signed_in(CAL).get("/sharing/"))

    assert "Nothing waits for you." in page
    assert "Invicta" not in page
    assert "Thanet" not in page


def _enter(person_id):
    client = Client()
    client.force_login(Person.objects.get(id=person_id))
    return client


def test_asking_by_reference_from_page_to_page(cast, invicta):
    number = note(cast, alone(invicta))
    asha, bev = signed_in(ASHA), signed_in(BEV)
    sent = {"owner": "invicta", "sought": "INV-7", "reason": "Named to me.", "purpose": "local-profile", "whom": "me"}
    wrong = bev.post("/sharing/ask/", {**sent, "sought": ""})
    asked = bev.post("/sharing/ask/", sent)

    assert "If Invicta Constabulary (fictional) holds it and may, they will answer." in text(bev.get(asked["Location"]))
    assert "Give the reference you were told." in text(wrong)
    assert (wrong.status_code, asked.status_code) == (400, 302)
    assert "asks about “INV-7”" in text(asha.get("/sharing/"))
    limits = {"do": "grant", "whom": "me", "purposes": ["local-profile"], "gateway": "cda-1998-s115"}
    limits |= until(10)
    unsaid = asha.post(asked["Location"], limits)
    granted = asha.post(asked["Location"], limits | {"record": f"http://testserver{address(number)}"})
    assert "Say which record is meant" in text(unsaid)
    assert (unsaid.status_code, granted.status_code) == (400, 302)
    assert bev.get(address(number, "why/")).status_code == 200
    assert signed_in(CAL).get(asked["Location"]).status_code == 404


def test_page_of_a_record_is_shown_as_another_agency_has_it_and_nothing_can_be_done(cast, invicta, thanet):
    kept, given = note(cast, alone(invicta)), note(cast, shared(invicta, thanet))
    asha = signed_in(ASHA)
    own = text(asha.get(page_of(KIND, given, area="E07000114")))
    seen = asha.get(address(given, "as/thanet/page/"))
    theirs = text(signed_in(BEV).get(page_of(KIND, given, area="E07000114")))

    assert seen.status_code == 200
    assert "Preview: this page as a reader of Thanet" in text(seen)
    assert SECRET in text(seen)
    assert '<fieldset class="fp-preview fp-preview--page" disabled>' in text(seen)
    main = re.search(r"<main.*</main>", text(seen))[0]
    assert "/revise/" in own
    assert "/revise/" not in main
    assert "/revise/" not in theirs
    assert asha.get(address(kept, "as/thanet/page/")).status_code == 404
    assert asha.get(address(given, "as/northmoor/page/")).status_code == 404
    assert signed_in(BEV).get(address(given, "as/thanet/page/")).status_code == 403
    assert signed_in(CAL).get(address(given, "as/thanet/page/")).status_code == 404
    assert asha.post(address(given, "as/thanet/page/")).status_code == 405


def test_preview_is_in_the_trail_as_the_lookers_own_and_as_nobody_elses(cast, invicta, thanet):
    given = note(cast, shared(invicta, thanet))
    signed_in(ASHA).get(address(given, "as/thanet/page/"))

    with context.acting(cast.ines, at=timezone.now()):
        held = Event.objects.filter(action=f"{KIND}.preview", object_id=str(given))
        assert [(one.person_id, one.facts) for one in held] == [(cast.asha, {"agency": thanet})]
        readings = Reading.objects.filter(object_kind=KIND, object_id=str(given))
        assert {one.person_id for one in readings} == {cast.asha}
