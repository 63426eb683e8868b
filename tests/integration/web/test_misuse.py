"""Look-ups that ask for a second look: found in the real trail, shown with their entries, answered with a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from fourpoint.access import context, trail
from fourpoint.access.checks import NotAllowed
from fourpoint.domain.markings import Marking
from fourpoint.records.audit.models import Event
from fourpoint.records.profiles.models import Profile
from fourpoint.services.audit import misuse
from fourpoint.services.profiles.commentary import actions as commentary
from fourpoint.services.profiles.commentary.anchors import Anchor
from fourpoint.services.sharing.actions import owner_only
from tests.factories.cast import load_cast, this_hour
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
INES, TOM, ASHA = "ines@invicta.example", "tom@thanet.example", "asha@invicta.example"


@pytest.fixture
def cast(settings, sample_warehouse, monkeypatch):
    settings.FOURPOINT_WAREHOUSE = sample_warehouse.root
    _set_hours(monkeypatch, weekdays=misuse.WEEKDAYS)
    return load_cast(this_hour(), material=True)


def _set_hours(monkeypatch, *, weekdays):
    """Make every hour of these days usual: the tests run at any hour, and the demonstration's people have read."""
    known = misuse.rules()
    hours = replace(known["out-of-hours"], weekdays=tuple(weekdays), starts="00:00", ends="24:00")
    monkeypatch.setattr(misuse, "rules", lambda: {**known, "out-of-hours": hours})


def _search(person_id, words, at=None):
    with context.acting(person_id, at=at or timezone.now()):
        trail.record_searched("profile", [], words=words)


def _today():
    return timezone.localdate()


def _found(person_id, **period):
    with context.acting(person_id, at=timezone.now()) as who:
        given = {"starts_on": _today() - timedelta(days=6), "ends_on": _today()} | period
        return misuse.find_review(who, **given).prompts


def test_look_up_of_oneself_is_found_with_its_entry(cast):
    _search(cast.asha, "asha verity")
    _search(cast.asha, "harbour")

    (card,) = _found(cast.ines)
    assert (card.rule.id, card.person, len(card.prompt.entries)) == ("self", "Asha Verity (fictional)", 1)
    address = f"/governance/misuse/self/{cast.asha}/{_today()}/"
    client = signed_in(INES)
    assert address in client.get("/governance/misuse/").content.decode()
    page = client.get(address).content.decode()
    assert "searched profiles for “asha verity”: 0 shown" in page
    assert "harbour" not in page


def test_record_that_names_its_reader_is_found_where_the_officer_may_read_it(cast):
    now = timezone.now()
    with context.acting(cast.asha, at=now) as who:
        draft = commentary.Draft(
            anchor=Anchor(kind="section", anchor_id="place"),
            text="Seen with Asha Verity.",
            audience=owner_only(who.actor.agency_id, marking=Marking.OFFICIAL),
        )
        area = Profile.objects.order_by("area_code").first().area_code
        note = commentary.write_commentary(area=area, draft=draft, by=who.actor, purpose=who.purpose, at=now)
        audience_id = commentary.Commentary.objects.get(pk=note).audience_id
        trail.record_readings(who, [trail.Read(object_kind="commentary", object_id=note, audience_id=audience_id)])

    assert [card.rule.id for card in _found(cast.ines)] == ["self"]


def test_governance_reviews_its_own_people_only(cast):
    _search(cast.bev, "bev marlowe")

    assert _found(cast.ines) == ()
    assert [card.rule.id for card in _found(cast.tom)] == ["self"]


def test_prompts_of_another_period_are_not_told(cast):
    _search(cast.asha, "asha verity")
    week = {"starts_on": _today() - timedelta(days=20), "ends_on": _today() - timedelta(days=10)}
    assert _found(cast.ines, **week) == ()


def test_look_ups_outside_the_usual_hours_are_found(cast, monkeypatch):
    with context.acting(cast.asha, at=timezone.now()):
        rows = list(Profile.objects.order_by("id")[:6])
        trail.record_shown("profile", rows)
    _set_hours(monkeypatch, weekdays=())

    assert ("out-of-hours", "Asha Verity (fictional)") in {(card.rule.id, card.person) for card in _found(cast.ines)}


def test_many_look_ups_in_one_day_are_found(cast):
    for number in range(60):
        _search(cast.asha, f"street {number}")
    for day in range(1, 9):
        _search(cast.asha, "street", at=timezone.now() - timedelta(days=day))

    assert [card.rule.id for card in _found(cast.ines)] == ["bulk"]
    page = signed_in(INES).get(f"/governance/misuse/bulk/{cast.asha}/{_today()}/").content.decode()
    shown, _, folded = page.partition("Show the other ")
    assert shown.count('class="fp-trail__entry"') == 20
    assert folded.count('class="fp-trail__entry"') == int(folded.partition("<")[0]) >= 40
    assert '<ol class="fp-trail" start="21">' in folded


def test_officer_dismisses_and_escalates_with_a_reason(cast):
    _search(cast.asha, "asha verity")
    client, address = signed_in(INES), f"/governance/misuse/self/{cast.asha}/{_today()}/"

    assert client.post(address, {"outcome": "dismiss", "reason": "wrote it"}).status_code == 302
    page = client.get("/governance/misuse/").content.decode()
    assert "Dismissed" in page
    assert "wrote it" in page
    assert "To look at: 0" in page
    client.post(address, {"outcome": "escalate", "reason": "second thoughts"})
    assert "Escalated" in client.get(address).content.decode()
    with context.acting(cast.ines, at=timezone.now()):
        told = Event.objects.filter(object_kind="prompt").order_by("at").values_list("action", "reason")
        assert list(told) == [("prompt.dismiss", "wrote it"), ("prompt.escalate", "second thoughts")]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose whether"),
        ({"outcome": "forgive", "reason": "x"}, "Choose whether"),
        ({"outcome": "dismiss", "reason": "  "}, "Say why"),
        ({"outcome": "escalate", "reason": "x" * 501}, "shorten it"),
    ],
)
def test_answer_without_decision_or_reason_is_refused(cast, sent, sentence):
    _search(cast.asha, "asha verity")
    response = signed_in(INES).post(f"/governance/misuse/self/{cast.asha}/{_today()}/", sent)
    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_nobody_answers_for_their_own_look_ups(cast):
    _search(cast.ines, "ines calder")
    with context.acting(cast.ines, at=timezone.now()) as who:
        decided = misuse.Decided(escalate=False, reason="x")
        with pytest.raises(NotAllowed, match="your own"):
            misuse.answer_prompt(who, rule="self", person_id=cast.ines, day=_today(), decided=decided)
    page = signed_in(INES).get(f"/governance/misuse/self/{cast.ines}/{_today()}/").content.decode()
    assert "Somebody else with the governance role" in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-01", "soon"])
def test_day_that_cannot_be_is_not_found(cast, day):
    assert signed_in(INES).get(f"/governance/misuse/self/{cast.asha}/{day}/").status_code == 404


def test_prompt_that_no_rule_finds_is_not_found_and_others_are_refused(cast):
    address = f"/governance/misuse/self/{cast.asha}/{_today()}/"
    assert signed_in(INES).get(address).status_code == 404
    assert signed_in(ASHA).get(address).status_code == 403
    assert signed_in(ASHA).get("/governance/misuse/").status_code == 403


def test_page_says_how_many_can_be_compared_with_where_they_live(cast):
    page = signed_in(INES).get("/governance/misuse/?days=90").content.decode()
    assert "Nothing to look at" in page
    assert "people of your agency have declared where they live" in page
    assert "Unconfirmed" in page
