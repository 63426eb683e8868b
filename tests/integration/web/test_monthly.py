"""The monthly report of an agency: numbers in both directions, and none that could point at a colleague."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.intelligence.models import Submission
from fourpoint.services.intelligence import monthly, outcomes, triage
from tests.factories.cast import load_cast
from tests.factories.requiring import raise_it
from tests.factories.sending import ivy, send, sol
from tests.integration.web.signing_in import signed_in

pytestmark = pytest.mark.django_db
BEV, TOM, CAL, TESS = "bev@thanet.example", "tom@thanet.example", "cal@northmoor.example", "tess@thanet.example"
PAGE = "/intelligence/monthly/"


@pytest.fixture
def cast():
    return load_cast()


@pytest.fixture
def month():
    """The instant at which the last whole month was half over."""
    return (timezone.now().replace(day=1) - timedelta(days=15)).replace(hour=12)


def numbers(response):
    found = re.findall(r'class="govuk-table__header">([^<]+)</th><td[^>]*>([^<]+)</td>', response.content.decode())
    return dict(found)


def work(number, *, at):
    given = {"at": at, "submission_id": number}
    with context.acting(ivy(), at=at) as who:
        triage.take_step(by=who.actor, purpose=who.purpose, step="take", **given)
        held = outcomes.propose(by=who.actor, purpose=who.purpose, change="other", words="It helped.", **given)
        triage.take_step(by=who.actor, purpose=who.purpose, step="evaluate", **given)
    with context.acting(sol(), at=at) as who:
        outcomes.release(by=who.actor, purpose=who.purpose, outcome_id=held, **given)


def test_governance_reads_what_was_sent_and_what_came_of_it(cast, month):
    sent = [send(cast.bev, at=month, when="Tuesdays") for _ in range(3)]
    send(cast.asha, at=month)
    work(sent[0].submission_id, at=month + timedelta(days=2))

    held = numbers(signed_in(TOM).get(PAGE))

    assert held["Passed on by people of your agency"] == "3"
    assert held["Of these, last told: Received"] == "2"
    assert held["Of these, last told: Used as intelligence"] == "1"
    assert held["Of these, told what came of it"] == "1"
    assert held["Of these, asked something"] == "0"
    assert held["Told that this came of it: What came of it"] == "1"
    assert held["Of what was passed on, with when it was"] == "3"
    assert held["Of what was passed on, with how the sender knows"] == "0"
    assert held["Median days until the first word after the receipt"] == "2.0"


def test_requirement_answered_by_its_day_is_counted_in_time_and_a_late_one_is_not(cast, month, monkeypatch):
    monkeypatch.setattr(monthly, "FEWEST", 0)
    for days, answered in ((7, True), (7, False), (1, True)):
        asked = raise_it(sol(), at=month, due_on=(month + timedelta(days=days)).date())
        if answered:
            send(cast.bev, at=month + timedelta(days=2), requirement_id=asked)

    held = numbers(signed_in(BEV).get(PAGE))

    assert held["Requirements that your agency was asked for"] == "3"
    assert held["Of these, answered by your people by the day that was set"] == "1"


def test_colleague_is_told_no_small_number(cast, month):
    for _ in range(4):
        send(cast.bev, at=month)

    page = signed_in(BEV).get(PAGE)
    held = numbers(page)

    assert held["Passed on by people of your agency"] == "left out"
    assert not any("last told" in label for label in held)
    assert "could point at a colleague" in page.content.decode()


def test_colleague_reads_what_is_large_enough(cast, month):
    for _ in range(5):
        send(cast.bev, at=month)

    assert numbers(signed_in(BEV).get(PAGE))["Of these, last told: Received"] == "5"


def test_other_agency_counts_its_own_alone_and_readers_none(cast, month):
    send(cast.bev, at=month)

    assert numbers(signed_in(CAL).get(PAGE))["Passed on by people of your agency"] == "0"
    assert signed_in(TESS).get(PAGE).status_code == 403


def test_csv_holds_the_same_and_a_wrong_month_is_the_last_one(cast, month):
    for _ in range(5):
        send(cast.bev, at=month)

    answered = signed_in(BEV).get(f"{PAGE}numbers.csv", {"month": "never"})

    assert f"{month:%Y-%m},Passed on by people of your agency,5" in answered.content.decode()


def test_counting_opens_no_row_to_who_counts(cast, month):
    send(cast.bev, at=month)
    now = datetime.now(UTC)
    with context.acting(cast.tom, at=now), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fourpoint.counting', 'on', true)")
        assert not Submission.objects.exists()
        cursor.execute("SELECT count(*) FROM fourpoint_monthly(%s, %s)", [month - timedelta(days=1), now])
        assert cursor.fetchone()[0] > 0
        assert not Submission.objects.exists()
