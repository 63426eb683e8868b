"""Advice while somebody types: one polite sentence where it helps, none where it does not. All people are made up."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.guidance import Advice, Answered, advise

WORDS = load_vocabulary()
ALL = Answered(when=True, where=True, how_known=True)
NONE = Answered()


def codes(text: str, answered: Answered = ALL) -> list[str]:
    return [advice.code for advice in advise(text, answered, WORDS)]


def one(text: str, code: str, answered: Answered = ALL) -> Advice:
    (found,) = [advice for advice in advise(text, answered, WORDS) if advice.code == code]
    return found


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("opinion", "He is obviously selling drugs."),
        ("opinion", "They are probably moving stock at night."),
        ("opinion", "The man looks dodgy."),
        ("opinion", "I think the shop is a front."),
        ("opinion", "Everyone knows what goes on there."),
        ("opinion", "I saw two vans. The driver must be the boss."),
        ("source", "My neighbour Sarah told me that a van comes."),
        ("source", "The tenant at number 4 said there are knives."),
        ("source", "Her mother has mentioned a debt."),
        ("source", "According to the caretaker, the lock was changed."),
        ("source", "Quilla told us about the van."),
        ("source", "We heard it from Quilla."),
        ("source", "the support worker reported that he is afraid"),
        ("acronym", "He breached his CBO by the pier."),
        ("acronym", "Two YPs were in the flat."),
        ("acronym", "The DSL knows."),
        ("person", "Dean Hart was in the shop."),
        ("person", "A van came. Inside was Mary Quill. It left."),
        ("several", "Dean Hart and Mary Quill, both aged 30, sell from a car."),
        ("several", "Dean Hart, 30, met Mary Quill near Leroy Marsh."),
        ("capitals", "HE COMES EVERY DAY WITH A BAG OF MONEY"),
        ("time", "A man sells from a van by the pier."),
        ("place", "A man came yesterday with bags."),
        ("how-known", "A van brings bags to the pier on Mondays."),
    ],
)
def test_advice_is_given(code, text):
    assert code in codes(text, NONE)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("opinion", "I saw him hand over a bag; I think it held money."),
        ("opinion", "I was told that he might move on Friday."),
        ("opinion", "A van parks by the pier."),
        ("opinion", "The oddments box is full."),
        ("source", "He told me to leave."),
        ("source", "A van was left by my neighbour."),
        ("source", "Someone said there are knives."),
        ("source", "She told us that."),
        ("source", "The neighbour has a van."),
        ("acronym", "It is on CCTV, the NHS has a copy, and the TV was on."),
        ("acronym", "He breached his Criminal Behaviour Order (CBO) twice; the CBO ends soon."),
        ("acronym", "His CBO (Criminal Behaviour Order) ends soon."),
        ("acronym", "It is AB12 CDE, near CT9 1AB."),
        ("acronym", "I saw A and B."),
        ("acronym", "HE COMES EVERY DAY WITH A BAG OF MONEY AND A CBO"),
        ("person", "Dean Hart, aged about 30, was there."),
        ("person", "Dean Hart was there. He drives a red car."),
        ("person", "Dean Hart was there. AB12 CDE is his."),
        ("person", "Dean Hart (34) was there."),
        ("person", "A man was there."),
        ("several", "Dean Hart, 30, met Mary Quill."),
        ("several", "Dean Hart sells. Mary Quill drives the car."),
        ("capitals", "AB12 CDE"),
        ("capitals", "A van (AB12 CDE) came to CT9 1AB and left."),
        ("time", "A man sells on Tuesdays."),
        ("time", "It was 12/3/26."),
        ("time", "It was at 3pm."),
        ("place", "It was near the pier."),
        ("place", "It was at CT9 1AB."),
        ("place", "He lives at 14 Marine Parade."),
        ("how-known", "I saw a van bring bags."),
        ("how-known", "It is on CCTV that a van brings bags, as a caller said."),
    ],
)
def test_advice_is_spared(code, text):
    assert code not in codes(text, NONE)


def test_what_the_form_has_an_answer_to_is_not_asked_again():
    assert codes("A man has bags.", NONE) == ["time", "place", "how-known"]
    assert codes("A man has bags.", ALL) == []


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_empty_text_gets_no_advice(text):
    assert codes(text, NONE) == []


def test_stretch_shows_the_words_that_are_meant():
    text = "A van came. It was obviously full, my neighbour Sarah told me. His CBO forbids it."

    assert (
        one("A van came. He is probably away.", "opinion").stretch.of("A van came. He is probably away.") == "probably"
    )
    assert one(text, "source").stretch.of(text) == "my neighbour Sarah told"
    assert one(text, "acronym").stretch.of(text) == "CBO"


def test_same_short_form_is_asked_about_once():
    assert codes("His CBO ended. The CBO was long.").count("acronym") == 1


def test_advice_comes_in_the_order_of_the_text_and_on_the_whole_last():
    found = advise("He has a CBO. He is probably away.", NONE, WORDS)

    assert [advice.code for advice in found] == ["acronym", "opinion", "time", "place", "how-known"]


@pytest.mark.parametrize(
    "text",
    ["He is obviously a dealer.", "My neighbour told me.", "His CBO.", "Dean Hart and Mary Quill left.", "SHOUT " * 9],
)
def test_every_sentence_is_one_and_asks(text):
    for advice in advise(text, NONE, WORDS):
        assert "?" in advice.sentence
        assert not {"wrong", "must", "error", "invalid"} & set(advice.sentence.lower().split())


ODD = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
PHRASES = ["", "He is probably ", "My neighbour Sarah told me ", "Dean Hart and Mary Quill ", "CBO"]


@given(ODD, st.sampled_from(PHRASES), ODD)
def test_any_text_can_be_advised_on_and_stretches_lie_in_it(before, said, after):
    text = before + said + after

    for advice in advise(text, NONE, WORDS):
        assert advice.sentence
        assert advice.stretch is None or 0 <= advice.stretch.start < advice.stretch.end <= len(text)


@pytest.mark.parametrize(
    "piece", ["the ", "my neighbour ", "Dean Hart and ", "CBO ", "A", "probably ", "(", ". ", "\n"]
)
def test_long_text_is_read_in_good_time(piece):
    started = perf_counter()

    advise((piece * 20_000)[:20_000], NONE, WORDS)

    assert perf_counter() - started < 5
