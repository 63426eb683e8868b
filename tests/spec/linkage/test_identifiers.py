"""Dates of birth, registrations, telephone numbers and postcodes as people write and mistake them; all are made up."""

from datetime import date

import pytest

from fourpoint.domain.errors import Unusable
from fourpoint.domain.linkage import births, phones, plates, postcodes

BIRTHS = [
    (date(1990, 3, 12), date(1990, 3, 12), 1.0, "same date of birth"),
    (date(1990, 3, 12), date(1990, 12, 3), 0.9, "day and month swapped"),
    (date(1990, 3, 12), date(1991, 3, 12), 0.8, "year off by one"),
    (date(1989, 3, 12), date(1990, 3, 12), 0.8, "year off by one"),
    (date(1990, 3, 12), date(1990, 3, 17), 0.8, "one digit differs in the date of birth"),
    (date(1990, 3, 12), date(1990, 3, 21), 0.8, "two digits swapped in the date of birth"),
    (date(1985, 3, 12), date(1958, 3, 12), 0.8, "two digits swapped in the date of birth"),
    (date(1990, 1, 1), date(1990, 7, 25), 0.4, "same year, and 1 January may stand for a day that is not known"),
    (date(1990, 3, 12), date(1974, 7, 25), 0.0, "different dates of birth"),
    (None, date(1974, 7, 25), None, "not known on both sides"),
]
PLATES = [
    ("AB12 CDE", "ab12cde", 1.0, "same registration"),
    ("ABI2 CDE", "AB12 CDE", 0.95, "same registration if O and 0, I and 1 are taken as one"),
    ("AO51 XYZ", "A051 XYZ", 0.95, "same registration if O and 0, I and 1 are taken as one"),
    ("AB12 CDF", "AB12 CDE", 0.8, "one character differs in the registration"),
    ("AB21 CDE", "AB12 CDE", 0.8, "two characters swapped in the registration"),
    ("AB12 ???", "AB12 CDE", 0.62, "fits the part that was seen"),
    ("*2?DE", "AB12 CDE", 0.57, "fits the part that was seen"),
    ("B12", "AB12 CDE", 0.57, "fits the part that was seen"),
    ("AB?2CD", "AB12 CDE", 0.0, "different registrations"),
    ("AB12 ???", "??12 CDE", None, "both registrations were seen in part only"),
    ("??", "AB12 CDE", None, "not known on both sides"),
    ("ZZ99 ZZZ", "AB12 CDE", 0.0, "different registrations"),
]
# Numbers that Ofcom keeps free for drama, and short ones of the numbering plan.
PHONES = [
    ("07700 900123", "+447700900123"),
    ("+44 (0)7700 900 123", "+447700900123"),
    ("0044 7700-900123", "+447700900123"),
    ("447700900123", "+447700900123"),
    ("7700900123", "+447700900123"),
    ("٠٧٧٠٠ ٩٠٠١٢٣", "+447700900123"),
    ("020 7946 0000 ext. 3", "+442079460000"),
    ("0800 1111", "+448001111"),
    ("+33 1 99 00 12 34", "+33199001234"),
    ("900123", None),
    ("07700 9001", None),
    ("+44 0", None),
    ("call Zoë", None),
    ("", None),
    ("9" * 100, None),
]
POSTCODES = [
    ("me1 4qe", "ME1 4QE"),
    ("ME14QE", "ME1 4QE"),
    ("MEI 4QE", "ME1 4QE"),
    ("ME1 40E", "ME1 4OE"),
    ("S014 0AA", "SO14 0AA"),
    ("w1a 0ax", "W1A 0AX"),
    ("SL0 9AA", "SL0 9AA"),
    ("GIR 0AA", "GIR 0AA"),
    ("M1", None),
    ("12345", None),
    ("ME1 4QE" * 9, None),
]


@pytest.mark.parametrize(("one", "other", "score", "reason"), BIRTHS)
def test_dates_of_birth_are_compared_by_their_slips(one, other, score, reason):
    match = births.compare(one, other)

    assert match == births.compare(other, one)
    assert (match.score, match.reasons) == (score, (reason,))


@pytest.mark.parametrize(("one", "other", "score", "reason"), PLATES)
def test_registrations_are_compared_whole_and_in_part(one, other, score, reason):
    match = plates.compare(one, other)

    assert match == plates.compare(other, one)
    assert match.score == (None if score is None else pytest.approx(score, abs=0.011))
    assert match.reasons == (reason,)


@pytest.mark.parametrize("part", ["AB12 ???", "*2CDE", "B12", "A?12*"])
def test_part_of_a_registration_is_found_by_its_keys(part):
    assert plates.part_keys(part) <= plates.keys("AB12 CDE")


def test_slip_in_a_whole_registration_is_found_by_its_keys():
    assert plates.whole_keys("AB21 CDE") & plates.keys("ABI2 CDE")
    assert plates.whole_keys("AB12 C?E") == frozenset()


@pytest.mark.parametrize("part", ["", "A", "A?B", "*"])
def test_part_that_every_registration_has_is_refused(part):
    with pytest.raises(Unusable, match="two characters"):
        plates.part_keys(part)


def test_text_that_is_no_registration_is_refused():
    with pytest.raises(Unusable, match="at most 20"):
        plates.normal("A" * 21)


@pytest.mark.parametrize(("written", "number"), PHONES)
def test_telephone_numbers_are_read_into_one_form(written, number):
    assert phones.e164(written) == number


@pytest.mark.parametrize(
    ("one", "other", "score", "reason"),
    [
        ("07700 900123", "+44 7700 900123", 1.0, "same number"),
        ("07700 900123", "07700 900128", 0.8, "one digit differs in the number"),
        ("07700 900123", "07700 900132", 0.8, "two digits swapped in the number"),
        ("01632 960123", "960123", 0.5, "same local number; one is without its area code"),
        ("07700 900123", "07700 912874", 0.0, "different numbers"),
        ("07700 900123", "unknown", None, "not known on both sides"),
        ("960123", "960123", None, "not known on both sides"),
    ],
)
def test_telephone_numbers_are_compared(one, other, score, reason):
    match = phones.compare(one, other)

    assert match == phones.compare(other, one)
    assert (match.score, match.reasons) == (score, (reason,))


def test_telephone_numbers_with_one_slip_share_a_key():
    assert phones.keys("07700 900123") & phones.keys("+44 7700 900132")
    assert phones.keys("unknown") == frozenset()


@pytest.mark.parametrize(("written", "postcode"), POSTCODES)
def test_postcodes_are_read_into_one_form(written, postcode):
    assert postcodes.normal(written) == postcode


@pytest.mark.parametrize(
    ("one", "other", "score", "reason"),
    [
        ("ME1 4QE", "mei4qe", 1.0, "same postcode"),
        ("ME1 4QE", "ME1 4QF", 0.8, "one character differs in the postcode"),
        ("ME1 4QE", "ME1 4AB", 0.5, "same postcode sector, ME1 4"),
        ("ME1 4QE", "ME1 2AB", 0.3, "same postcode district, ME1"),
        ("ME1 4QE", "CT9 2AB", 0.0, "different postcodes"),
        ("ME1 4QE", "", None, "not known on both sides"),
    ],
)
def test_postcodes_are_compared(one, other, score, reason):
    match = postcodes.compare(one, other)

    assert match == postcodes.compare(other, one)
    assert (match.score, match.reasons) == (score, (reason,))
