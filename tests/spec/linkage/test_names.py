"""Names that are one name, and names that are not: every person here is made up."""

import pytest

from fourpoint.catalogue.loader import load
from fourpoint.domain.linkage import names
from fourpoint.domain.linkage.sounds import sound
from fourpoint.domain.linkage.variants import NONE, read_variants

VARIANTS = read_variants((entry.name, entry.forms) for entry in load("name_variants"))

# Name, other name, least score, and the reason that must be given.
ALIKE = [
    ("Mohammed Quill", "Muhammad Quill", 0.9, "forms of Mohammed: Mohammed, Muhammad"),
    ("محمد", "Mohammed", 0.8, "same sound: Mhmd, Mohammed"),
    ("Kathryn Dunmore", "Catherine Dunmore", 0.9, "forms of Catherine: Catherine, Kathryn"),
    ("Bill Harbottle", "William Harbottle", 0.9, "forms of William: Bill, William"),
    ("Sean O'Neill", "Shaun ONeill", 0.9, "forms of John: Sean, Shaun"),
    ("O'Neill", "O Neill", 1.0, "written as one word or as two"),
    ("Łukasz", "LUKASZ", 1.0, "same name"),
    ("Zoë Brontë", "Zoe Bronte", 1.0, "same name"),
    ("Anna Smith-Jones", "Anna Smith", 0.8, "same word: Smith"),
    ("Anna Smith-Jones", "Anna Jones Smith", 1.0, "same words in another order"),
    ("MARSH, Zoë", "Zoë Marsh", 1.0, "same words in another order"),
    ("Mr J Harbottle", "John Harbottle", 0.7, "an initial: J, John"),
    ("Mary Ann Quill", "Maryann Quill", 1.0, "written as one word or as two"),
    ("Abd al-Rahman Quill", "Abdulrahman Quill", 0.9, "written as one word or as two"),
    ("Mc Donald", "MacDonald", 0.8, "one letter missing: Macdonald, Mcdonald"),
    ("Дмитрий Иванов", "Dmitry Ivanov", 0.9, "one letter missing: Dmitriy, Dmitry"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", 1.0, "same name"),
    ("Schmidt", "Smith", 0.8, "same sound: Schmidt, Smith"),
    ("Dnumore", "Dunmore", 0.9, "two letters swapped: Dnumore, Dunmore"),
    ("Dunmore", "Dunmoor", 0.8, "same sound: Dunmoor, Dunmore"),
]
APART = [("Jon Smith", "Jane Doe"), ("Lee Quill", "Li Wen"), ("Ann Marsh", "Bo Harbottle")]
SOUNDS = [
    ("mohammed", "muhammad"),
    ("kathryn", "catherine"),
    ("stephen", "steven"),
    ("philip", "filip"),
    ("geoffrey", "jeffrey"),
    ("schmidt", "smith"),
    ("wright", "right"),
    ("macdonald", "mcdonald"),
    ("alexander", "aleksander"),
    ("hussein", "hossain"),
    ("omar", "umar"),
    ("christopher", "kristofer"),
]


@pytest.mark.parametrize(("one", "other", "least", "reason"), ALIKE)
def test_spellings_of_one_name_are_alike_and_say_why(one, other, least, reason):
    match = names.compare(one, other, VARIANTS)

    assert match.score is not None and match.score >= least
    assert reason in match.reasons


@pytest.mark.parametrize(("one", "other"), [(one, other) for one, other, *_ in ALIKE])
def test_spellings_of_one_name_share_a_key(one, other):
    assert any(word & names.keys(other, VARIANTS) for word in names.wanted(one, VARIANTS))


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_with_nothing_in_common_score_low(one, other):
    match = names.compare(one, other, VARIANTS)

    assert match.score is not None and match.score < 0.5


@pytest.mark.parametrize(("one", "other"), SOUNDS)
def test_words_that_sound_alike_have_one_sound(one, other):
    assert sound(one) == sound(other) != ""


def test_without_the_catalogue_short_forms_are_not_known():
    assert names.compare("Bill", "William", NONE).reasons == ("no word in common",)


def test_titles_and_what_they_tell_count_for_nothing():
    assert names.compare("Mrs Alex Quill", "Mr Alex Quill").reasons == ("same name",)


def test_every_form_in_the_catalogue_is_one_word_and_stands_in_its_family():
    wrong = [
        (entry.id, form)
        for entry in load("name_variants")
        for form in entry.forms
        if not VARIANTS.of(entry.id) & VARIANTS.of(form.casefold())
    ]

    assert wrong == []
