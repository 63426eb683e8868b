"""The year of the demonstration as it is drawn: the same each time, plainly invented, with a believable queue."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fourpoint.catalogue.reading import CatalogueError
from fourpoint.domain.submissions import Danger
from fourpoint.services.demo.year.loading import draw
from fourpoint.services.demo.year.written import read_year

FILE = Path(__file__).resolve().parents[4] / "sample" / "year.toml"
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def year():
    return read_year(FILE)


@pytest.fixture(scope="module")
def made(year):
    return draw(year, at=AT)


def test_year_has_the_number_of_the_published_county_on_exploitation(made):
    counted = Counter(one.stream.threat for one in made)

    assert counted["child-exploitation"] == 1_720
    assert len(made) > 3_000


def test_draw_twice_on_one_day_gives_the_same_year(year, made):
    assert draw(year, at=AT) == made


def test_nothing_is_sent_after_now_or_done_before_it_was_sent(made):
    for one in made:
        course = one.course
        steps = [one.sent_at, course.taken_at, course.asked_at, course.answered_at, course.ended_at, course.told_at]
        held = [moment for moment in steps if moment]
        assert held == sorted(held)
        assert held[-1] < AT
        assert AT - one.sent_at < timedelta(days=366)


def test_every_text_says_that_it_is_synthetic_and_no_slot_is_left(made):
    for one in made:
        assert one.text.told.startswith("Synthetic: ")
        assert one.text.plain.startswith("Synthetic: ")
        assert not re.search(r"[{}]", one.text.whole + one.text.plain + one.who + one.happened + one.how_known)


def test_what_is_released_leaves_out_what_could_point_at_the_source(year, made):
    # A "Sunday market" is every week: what points at somebody is a day on which something was seen.
    telling = {word for slot in year.slots if slot.plain and slot.name != "day" for word in slot.words}

    for one in made:
        assert not [word for word in telling if re.search(rf"\b{re.escape(word)}\b", one.text.plain)]


def test_numbers_and_plates_are_nobodys(made):
    named = {subject.called for one in made if one.text.named for subject in one.text.named.subjects}

    phones = {called for called in named if re.fullmatch(r"\d{5} \d{6}", called)}
    plates = {called for called in named if re.fullmatch(r"[A-Z]{2}\d\d [A-Z]{3}", called)}
    assert phones
    assert all(called.startswith("07700 900") for called in phones)
    assert plates
    assert all(called[2:4] == "99" for called in plates)


def test_nobody_who_was_in_danger_waits_and_each_has_a_decision(made):
    urgent = [one for one in made if one.danger is not Danger.NO]

    assert len(urgent) > 15
    assert all(one.course.ended_at and one.course.decision for one in urgent)
    assert all(one.course.taken_at - one.sent_at < timedelta(hours=6) for one in urgent)


def test_what_lies_on_the_desks_is_what_two_small_teams_could_have(made):
    waiting = [one for one in made if not one.course.taken_at]
    in_hand = [one for one in made if one.course.taken_at and not one.course.ended_at]

    assert 3 <= len(waiting) <= 60
    assert 20 <= len(in_hand) <= 160
    assert all(AT - one.sent_at < timedelta(days=4) for one in waiting)


def test_file_without_a_table_is_refused_with_its_key(tmp_path):
    path = tmp_path / "year.toml"
    path.write_text("[[streams]]\ncode = 'x'\n", encoding="utf-8")

    with pytest.raises(CatalogueError, match="'year': must be one table"):
        read_year(path)
