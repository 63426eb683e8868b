"""What could be a number, a plate, a place, a moment or a person is read out of a text. All examples are made up."""

from datetime import date
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.extraction import extract

WORDS = load_vocabulary()
TUESDAY = date(2026, 3, 17)


def read(text: str, reference: date = TUESDAY) -> list[tuple[str, str]]:
    return [(one.kind, one.normal) for one in extract(text, WORDS, reference=reference)]


def sure(text: str) -> str:
    (one,) = extract(text, WORDS, reference=TUESDAY)
    return one.sure


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call 07700 900123", [("phone", "+447700900123")]),
        ("call +44 (0)7700 900 123.", [("phone", "+447700900123")]),
        ("(01632) 960 001 rings out", [("phone", "+441632960001")]),
        ("crime 12345678901", []),
        ("a blue AB12 CDE outside", [("plate", "AB12CDE")]),
        ("ab12cde", [("plate", "AB12CDE")]),
        ("A123 BCD and ABC 123D", [("plate", "A123BCD"), ("plate", "ABC123D")]),
        ("off the M25, on the A299", []),
        ("at 20 MPH", []),
        ("near ct9 1ab", [("postcode", "CT9 1AB")]),
        ("ZZ1 1ZZ is nowhere", []),
        ("W1A 1AA", [("postcode", "W1A 1AA")]),
        ("Pat.Quill@mail.example wrote", [("email", "pat.quill@mail.example")]),
        ("@quill_x posts", [("handle", "quill_x")]),
        ("on Snapchat: deano_88", [("handle", "deano_88")]),
        ("on Snapchat a lot", []),
        ("12-34-56 a/c 12345678", [("account", "12-34-56 12345678")]),
        ("ref 12345678", []),
        ("at 14 Marine Parade, by the sea", [("address", "14 Marine Parade")]),
        ("Flat 3, 14a Quay Hill Road", [("address", "Flat 3 14a Quay Hill Road")]),
        ("14 men on the street", []),
        ("Dean Hart's van", [("name", "Dean Hart")]),
        ("Mary O'Quill left", [("name", "Mary O'Quill")]),
        ("Łukasz Nowak", [("name", "Łukasz Nowak")]),
        ("Victoria Road was empty", []),
        ("Dean was there", []),
        ("Grace under fire", []),
    ],
)
def test_what_is_read_out_of_a_text(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", "2026-03-01"),
        ("12/3/26", "2026-03-12"),
        ("25.12.2025", "2025-12-25"),
        ("29/2", "2024-02-29"),
        ("3/4", "2025-04-03"),
        ("1st of March", "2026-03-01"),
        ("20 March", "2025-03-20"),
        ("March 3rd, 2026", "2026-03-03"),
        ("Friday 6 March", "2026-03-06"),
        ("Friday, the 6th of Mar. 2026", "2026-03-06"),
        ("Tuesday night", "2026-03-10"),
        ("yesterday", "2026-03-16"),
        ("the day before yesterday", "2026-03-15"),
        ("last night", "2026-03-16"),
        ("last Tuesday", "2026-03-10"),
        ("on Tuesday", "2026-03-10"),
        ("last Sunday", "2026-03-15"),
        ("next Friday", "2026-03-20"),
        ("three days ago", "2026-03-14"),
        ("two weeks ago", "2026-03-03"),
        ("a month ago", "2026-02-17"),
    ],
)
def test_date_in_words_is_reckoned_from_the_day_of_reference(text, day):
    assert read(f"seen {text}.") == [("date", day)]


@pytest.mark.parametrize(
    "text",
    [
        "31/2/2026",
        "32 March",
        "10 may come",
        "every Tuesday",
        "on Tuesdays",
        "13/13/26",
        "£12.50",
        "1.2.3.4",
        "0000-00-00",
    ],
)
def test_what_is_no_day_is_not_read_as_one(text):
    assert [kind for kind, _ in read(text) if kind == "date"] == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("14.30", "14:30"),
        ("3pm", "15:00"),
        ("12 a.m.", "00:00"),
        ("09:05", "09:05"),
        ("1430hrs", "14:30"),
        ("half past ten", "10:30"),
        ("quarter to one", "12:45"),
        ("ten o'clock", "10:00"),
        ("midnight", "00:00"),
        ("noon", "12:00"),
    ],
)
def test_time_in_words(text, time):
    assert read(f"seen {text}") == [("time", time)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12/3/26", "as 12 March 2026: it could also mean the month first"),
        ("25/3/26", "Day, month and year in numbers."),
        ("3/3/26", "Day, month and year in numbers."),
        ("20 March", "The year is not said"),
        ("Monday 6 March 2026", "6 March 2026 is not a Monday"),
        ("last Tuesday", "Reckoned from 17 March 2026: it could also mean a week earlier"),
        ("half past ten", "it could also be 22:30"),
        ("09:05", "24 hours"),
        ("ABC 1234", "Many other things are written so"),
        ("two weeks ago", "About"),
        ("@quill", "service is not said"),
        ("Dean Hart", "'Dean' is a given name"),
    ],
)
def test_how_sure_a_reading_is_says_the_other_one(text, said):
    assert said in sure(text)


def test_one_stretch_is_read_once_and_in_the_order_of_the_text():
    text = "Dean Hart, 14 Marine Parade CT9 1AB, AB12 CDE, 12-34-56 and 12345678, yesterday at 9pm"

    assert [kind for kind, _ in read(text)] == ["name", "address", "postcode", "plate", "account", "date", "time"]


def test_first_days_of_the_calendar_are_no_reason_to_fail():
    assert read("two months ago, a day ago, 29/2", date(1, 1, 1)) == []


ODD = st.text(
    st.one_of(
        st.characters(codec=None, exclude_categories=()),
        st.sampled_from("0123456789 /-.:@£\u202e\u200fשAZaz'’\n"),
    ),
    max_size=200,
)


@given(ODD, st.sampled_from(["", "Dean Hart", "AB12 CDE", "yesterday", "12/3/26"]), st.dates())
def test_any_text_can_be_read_and_stretches_lie_in_it_apart(text, said, reference):
    found = extract(text + said, WORDS, reference=reference)

    assert all(one.stretch.of(text + said) == one.text for one in found)
    assert all(0 <= one.stretch.start < one.stretch.end <= len(text + said) for one in found)
    assert all(one.stretch.end <= other.stretch.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["0", "0 ", "A", "Dean ", "12-34-56 ", "a@", "1/2", "Ab ", "14 Marine ", "Snapchat ", " "]
)
def test_long_text_is_read_in_good_time(piece):
    started = perf_counter()

    extract((piece * 50_000)[:50_000], WORDS, reference=TUESDAY)

    assert perf_counter() - started < 5
