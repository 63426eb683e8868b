"""The rules that ask for a second look, as small tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fourpoint.domain import misuse
from fourpoint.domain.misuse import Close, Hours, Look, Named, Rate, Team

ASHA = Named(person_id=1, name="Asha Verity (fictional)", email="asha@invicta.example")
OMAR = Named(person_id=2, name="Omar Núñez-Lark (fictional)", email="omar@invicta.example")
LI = Named(person_id=3, name="Li", email="li@invicta.example")
TEAM = Team(people={one.person_id: one for one in (ASHA, OMAR, LI)})
# A Monday, in the morning.
AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
OFFICE = Hours(weekdays=frozenset(range(5)), starts=7 * 60, ends=19 * 60)


def _look(person_id=1, words="", about="", at=AT, entry="e1"):
    return Look(entry=entry, person_id=person_id, at=at, words=words, about=about)


@pytest.mark.parametrize(
    ("person_id", "words", "rules"),
    [
        (1, "Asha Verity", {"self"}),
        (1, "VERITY, asha", {"self"}),
        (1, "who wrote to asha@invicta.example", {"self"}),
        (1, "Tom Verity", {"family"}),
        (1, "verity", {"family"}),
        (1, "severity of harm", set()),
        (1, "Asha", set()),
        (1, "", set()),
        (1, "omar nunez lark", {"colleagues"}),
        (1, "Omar Smith", set()),
        (2, "Núñez", set()),
        (2, "lark", {"family"}),
        (2, "Nunez-Lark, Omar", {"self"}),
        (3, "Li", set()),
        (3, "li@invicta.example", {"self"}),
        (99, "Asha Verity", {"colleagues"}),
    ],
)
def test_names_in_searches(person_id, words, rules):
    looks = [_look(person_id, words)]
    found = [*misuse.find_self(looks, TEAM), *misuse.find_family(looks, TEAM), *misuse.find_colleagues(looks, TEAM)]
    assert {prompt.rule for prompt in found} == rules


def test_record_that_names_its_reader_is_told_like_a_search():
    assert [prompt.rule for prompt in misuse.find_self([_look(about="Seen with Asha Verity at noon")], TEAM)] == [
        "self"
    ]


def test_one_prompt_a_day_with_every_entry_behind_it():
    looks = [_look(words="verity", entry=f"e{number}", at=AT + timedelta(hours=number)) for number in (0, 1, 20)]
    first, second = misuse.find_family(looks, TEAM)
    assert (first.day, first.entries) == (date(2026, 3, 2), ("e0", "e1"))
    assert (second.day, second.entries) == (date(2026, 3, 3), ("e20",))
    assert first.key == "family:1:2026-03-02"


@pytest.mark.parametrize(
    ("at", "within"),
    [
        (datetime(2026, 3, 2, 7, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 6, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 18, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 19, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 7, 12, 0, tzinfo=UTC), False),
    ],
)
def test_usual_hours(at, within):
    assert OFFICE.hold(at) is within


def test_out_of_hours_speaks_from_the_least_number_on():
    night = [_look(at=AT.replace(hour=3, minute=minute), entry=f"e{minute}") for minute in range(5)]
    assert misuse.find_out_of_hours([*night, _look()], OFFICE, least=6) == []
    (found,) = misuse.find_out_of_hours([*night, _look()], OFFICE, least=5)
    assert len(found.entries) == 5


def _days(person_id, counts, first=AT):
    return [
        _look(person_id, at=first + timedelta(days=day), entry=f"{person_id}-{day}-{number}")
        for day, count in enumerate(counts)
        for number in range(count)
    ]


RATE = Rate(least=50, times=5, days=30)


@pytest.mark.parametrize(
    ("own", "peers", "is_bulk"),
    [
        ([10] * 10 + [60], [12] * 11, True),
        ([10] * 10 + [49], [12] * 11, False),
        ([10] * 10 + [60], [70] * 11, False),
        ([20] * 10 + [60], [12] * 11, False),
        ([0] * 10 + [60], [12] * 11, True),
        # Nobody to compare with, and no past: nothing can be said.
        ([0] * 10 + [60], [], False),
        ([10] * 10 + [60], [], True),
    ],
)
def test_bulk_against_own_past_and_peers(own, peers, is_bulk):
    looks = _days(1, own) + _days(2, peers)
    found = misuse.find_bulk(looks, RATE, since=AT.date() + timedelta(days=10))
    assert [prompt.person_id for prompt in found] == ([1] if is_bulk else [])
    if is_bulk:
        assert len(found[0].entries) == own[-1]


def test_bulk_of_days_before_the_period_is_not_told():
    looks = _days(1, [10] * 10 + [60] + [10]) + _days(2, [12] * 12)
    assert misuse.find_bulk(looks, RATE, since=AT.date() + timedelta(days=11)) == []


def test_nothing_gives_nothing():
    assert misuse.find_self([], TEAM) == []
    assert misuse.find_bulk([], RATE, since=AT.date()) == []


HOME = Close(person_id=1, is_home=True, words="Quay Lane", postcode="CT9 1AA")
FRIEND = Close(person_id=1, is_home=False, words="Robin Marsh")


@pytest.mark.parametrize(
    ("person_id", "words", "rules"),
    [
        (1, "4 quay lane", ["neighbours"]),
        (1, "lane by the quay", []),
        (1, "ct91aa", ["neighbours"]),
        (1, "flat 2, CT9  1AA", ["neighbours"]),
        (1, "CT9 1AB", []),
        (1, "Marsh, Robin", ["family"]),
        (1, "the marsh", []),
        (1, "", []),
        (2, "4 quay lane, home of Robin Marsh", []),
    ],
)
def test_what_a_person_declared_is_compared_with_her_own_look_ups(person_id, words, rules):
    looks = [_look(person_id, words)]
    found = [*misuse.find_declared(looks, [HOME, FRIEND]), *misuse.find_neighbours(looks, [HOME, FRIEND])]
    assert [prompt.rule for prompt in found] == rules


def test_record_about_a_neighbour_is_told_like_a_search():
    assert [one.rule for one in misuse.find_neighbours([_look(about="Lives at 9 Quay Lane")], [HOME])] == ["neighbours"]


def test_street_of_one_word_says_nothing_without_its_postcode():
    home = Close(person_id=1, is_home=True, words="Broadway", postcode="CT9 1AA")
    assert misuse.find_neighbours([_look(words="broadway")], [home]) == []


def test_home_of_the_past_counts_for_a_while():
    home = Close(person_id=1, is_home=True, words="Quay Lane", postcode="CT9 1AA", until=AT)
    assert misuse.find_neighbours([_look(words="quay lane")], [home])
    assert not misuse.find_neighbours([_look(words="quay lane", at=AT + timedelta(seconds=1))], [home])
