"""Impact assessments and equality monitoring: for the governance role alone, with small numbers hidden."""

from dataclasses import replace
from datetime import date

import pytest

from fourpoint.access import context
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.domain.errors import Unusable
from fourpoint.records.impact.models import EqualityCount, ImpactAssessment
from fourpoint.services.impact import register, returns
from fourpoint.services.impact.equality import list_monitored
from tests.factories.cast import AT, load_cast

pytestmark = pytest.mark.django_db

DRAFT = register.Draft(
    kind="dpia",
    title="The library",
    reference="DPIA-9",
    features=("review",),
    risks="A paper names someone who is not told.",
    measures="Papers are reviewed each year.",
    review_on=date(2027, 1, 1),
    approved_on=date(2026, 1, 1),
    approved_by="Data protection officer",
)
HEADER = "stage,period,characteristic,category,count,source\n"


@pytest.fixture
def cast():
    return load_cast()


def _record(person, draft=DRAFT, at=AT):
    with context.acting(person, at=at) as who:
        return register.record_assessment(by=who.actor, purpose=who.purpose, at=at, draft=draft)


def _feature(person, code, at=AT):
    with context.acting(person, at=at) as who:
        return next(feature for feature in register.list_features(who) if feature.code == code)


def _take(person, text):
    held = returns.read_return(HEADER + text)
    with context.acting(person, at=AT) as who:
        returns.record_return(by=who.actor, purpose=who.purpose, at=AT, held=held)
    return held


def _tables(person):
    with context.acting(person, at=AT) as who:
        return {(table.stage, table.characteristic, table.period): table for table in list_monitored(who)}


def test_a_feature_is_covered_while_its_assessments_count(cast):
    before = _feature(cast.tom, "review")
    _record(cast.tom)
    half = _feature(cast.tom, "review")
    _record(cast.tom, replace(DRAFT, kind="eia", reference="EIA-9"))
    at_review = AT.replace(year=2027, month=1, day=1)

    assert (before.is_covered, half.is_covered) == (False, False)
    assert [card.reference for card in half.dpia] == ["DPIA-9"]
    assert _feature(cast.tom, "review").is_covered
    assert _feature(cast.tom, "review", at=at_review).is_covered
    assert not _feature(cast.tom, "review", at=at_review.replace(day=2)).is_covered


def test_a_draft_counts_once_approved_and_no_more_once_retired(cast):
    made = _record(cast.tom, replace(DRAFT, approved_on=None, approved_by=""))
    assert not _feature(cast.tom, "review").dpia
    act = {"purpose": "governance", "at": AT, "assessment_id": made}
    with context.acting(cast.tom, at=AT) as who:
        approval = {"approved_on": date(2026, 2, 1), "approved_by": "Data protection officer"}
        register.approve_assessment(by=who.actor, **act, **approval)
        with pytest.raises(Unusable, match="approved already"):
            register.approve_assessment(by=who.actor, **act, **approval)
    assert _feature(cast.tom, "review").dpia
    with context.acting(cast.tom, at=AT) as who:
        register.retire_assessment(by=who.actor, **act)
        with pytest.raises(register.AlreadyRetired):
            register.retire_assessment(by=who.actor, **act)
    assert not _feature(cast.tom, "review").dpia


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "pia"}, "Choose whether"),
        ({"features": ()}, "at least one feature"),
        ({"features": ("telepathy",)}, "no 'telepathy'"),
        ({"approved_by": " "}, "both when it was and which post"),
        ({"approved_on": None}, "both when it was and which post"),
        ({"approved_on": date(2026, 3, 3)}, "not come yet"),
        ({"review_on": date(2026, 1, 1)}, "must come after"),
    ],
)
def test_an_assessment_that_cannot_be_is_refused(cast, changes, words):
    with pytest.raises(Unusable, match=words):
        _record(cast.tom, replace(DRAFT, **changes))


def test_a_reference_is_used_once_by_an_agency_and_another_does_not_learn_of_it(cast):
    _record(cast.tom)
    with pytest.raises(Unusable, match="DPIA-9 already"):
        _record(cast.tom)
    assert _record(cast.ines)


def test_only_the_governance_role_of_the_agency_reads_or_writes(cast):
    made = _record(cast.tom)
    _take(cast.tom, "looked-up,2026Q1,sex,Female,12,own count\n")
    for person in (cast.asha, cast.bev, cast.cal, cast.pat):
        with pytest.raises(NotAllowed):
            _record(person)
        with context.acting(person, at=AT) as who:
            for call in (register.list_assessments, register.list_features, list_monitored):
                with pytest.raises(NotAllowed):
                    call(who)
            assert not ImpactAssessment.objects.exists()
            assert not EqualityCount.objects.exists()
    with context.acting(cast.ines, at=AT) as who, pytest.raises(NotOpen):
        register.get_assessment(who, made)
    assert ("Looked up", "Sex", "2026Q1") not in _tables(cast.ines)


def test_shares_stand_beside_residents(cast):
    _take(
        cast.tom,
        "residents,2021,sex,Female,600,census\nresidents,2021,sex,Male,400,census\n"
        "looked-up,2026Q1,sex,Female,30,own count\nlooked-up,2026Q1,sex,Male,70,own count\n"
        "looked-up,2026Q1,sex,Not known,100,own count\n",
    )
    table = _tables(cast.tom)["Looked up", "Sex", "2026Q1"]
    female, male = table.lines

    assert (female.count, female.share, female.residents) == (30, 0.3, 0.6)
    assert (female.ratio, male.ratio) == (pytest.approx(0.5), pytest.approx(1.75))
    assert female.low < 0.3 < female.high
    assert (table.not_known.count, table.total, table.compared) == (100, 200, "2021")
    assert table.sources == ("census", "own count")


def test_without_residents_there_is_a_share_and_no_ratio(cast):
    _take(cast.tom, "scored,2026Q1,sex,Female,30,own\nscored,2026Q1,sex,Male,70,own\n")
    line = _tables(cast.tom)["Scored", "Sex", "2026Q1"].lines[0]

    assert (line.share, line.residents, line.ratio) == (0.3, None, None)


def test_a_small_count_is_hidden_and_does_not_follow_from_the_rest(cast):
    _take(
        cast.tom,
        "acted-on,2026Q1,sex,Female,2,own\nacted-on,2026Q1,sex,Male,70,own\nacted-on,2026Q1,sex,Not known,40,own\n",
    )
    table = _tables(cast.tom)["Acted on", "Sex", "2026Q1"]
    female, male = table.lines

    assert (female.count, female.is_hidden) == (None, True)
    assert [line.share for line in table.lines] == [None, None]
    # With the total shown, at least one other is hidden; with all others shown, the total is.
    assert table.total is None or male.is_hidden or table.not_known.is_hidden


def test_a_later_return_takes_the_place_of_the_earlier(cast):
    _take(cast.tom, "scored,2026Q1,sex,Female,30,own\nscored,2026Q1,sex,Male,70,own\n")
    _take(cast.tom, "scored,2026Q1,sex,Female,50,own\n")

    assert [line.count for line in _tables(cast.tom)["Scored", "Sex", "2026Q1"].lines] == [50, 70]


ASIDE = {
    "praised,2026Q1,sex,Female,1,own": "'praised' is no stage",
    "scored,2026Q5,sex,Female,1,own": "'2026Q5' is no period",
    "scored,2026Q1,height,Tall,1,own": "'height' is no characteristic",
    "scored,2026Q1,sex,Tall,1,own": "'Tall' is no category",
    "scored,2026Q1,sex,Female,-1,own": "'-1' is no count",
    "scored,2026Q1,sex,Female,1.5,own": "'1.5' is no count",
    "scored,2026Q1,sex,Female,99999999999,own": "is no count",
    "scored,2026Q1,sex,Female,,own": "'count' is empty",
    "scored,2026Q1,sex,Female": "'count' is empty",
    "scored,2026Q1,sex,Male,9,own": "stands above",
}


@pytest.mark.parametrize(("row", "reason"), ASIDE.items())
def test_a_bad_row_is_set_aside_and_the_rest_is_taken(row, reason):
    held = returns.read_return(f"{HEADER}scored,2026Q1,sex,Male,7,own\n{row}\n")

    assert [one.count for one in held.counted] == [7]
    assert [one.line for one in held.aside] == [3]
    assert reason in held.aside[0].reason


@pytest.mark.parametrize("text", ["", "stage,period\n", HEADER, "nonsense"])
def test_a_file_that_is_no_return_is_refused_whole(text):
    with pytest.raises(Unusable):
        returns.read_return(text)
