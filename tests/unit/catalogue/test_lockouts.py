"""A catalogue file by which owners would be locked out is refused when it is loaded, with file, key and reason."""

import pytest

from fourpoint.catalogue import loader, reading
from fourpoint.catalogue.reading import CatalogueError

ADDED = 'id = "Z"\nname = "Covert development"\nkind = "code"'
POWERS = ("changes", "administers", "keeps_people", "governs")


def _override(tmp_path, name, old, new):
    text = reading.find(name).read_text("utf-8")
    assert old in text
    (tmp_path / f"{name}.toml").write_text(text.replace(old, new))
    return tmp_path


@pytest.mark.parametrize("power", POWERS)
def test_roles_without_a_power_that_every_agency_needs_are_refused(tmp_path, power):
    folder = _override(tmp_path, "roles", f"{power} = true", f"{power} = false")

    with pytest.raises(CatalogueError, match=rf"roles.toml: '{power}': no role that reads has it"):
        loader.load("roles", folder)


def test_power_held_only_by_roles_that_read_nothing_is_refused(tmp_path):
    folder = _override(tmp_path, "roles", "changes = true", "changes = true\nreads = false")

    with pytest.raises(CatalogueError, match="'changes': no role that reads has it"):
        loader.load("roles", folder)


def test_duty_that_nothing_asks_for_is_refused_with_those_there_are(tmp_path):
    folder = _override(tmp_path, "roles", 'duties = ["profiles", ', 'duties = ["profile", ')

    with pytest.raises(CatalogueError, match=r"'duties': there is no duty 'profile': choose of .*profiles"):
        loader.load("roles", folder)


def test_purposes_none_of_which_can_be_chosen_are_refused(tmp_path):
    (tmp_path / "purposes.toml").write_text(
        '[[purposes]]\nid = "one"\nname = "One"\nwords = "Made up."\nchoosable = false\n'
        'source = "this test"\nstatus = "unconfirmed"\n'
    )

    with pytest.raises(CatalogueError, match=r"purposes.toml: 'choosable': no purpose is"):
        loader.load("purposes", tmp_path)


def test_own_roles_that_leave_every_power_to_somebody_are_taken(tmp_path):
    folder = _override(tmp_path, "roles", 'name = "Analyst"', 'name = "Intelligence analyst"')

    assert loader.load("roles", folder)[0].name == "Intelligence analyst"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('held = true\ncode = "OS"', 'held = false\ncode = "OS"', "'held': OFFICIAL-SENSITIVE is not held"),
        ('held = true\ncode = "O"\n', "held = true\n", "'held': OFFICIAL is not held with the code O"),
        ('name = "OFFICIAL"', 'name = "RESTRICTED"', "'held': OFFICIAL is not held"),
        ('name = "SECRET"\nheld = false', 'name = "SECRET"\nheld = true', "'code': SECRET cannot be held here"),
        ('name = "SECRET"\nheld = false', 'name = "SECRET"\nheld = false\ncode = "S"', "'code': SECRET cannot be held"),
    ],
)
def test_markings_that_forget_or_add_one_are_refused(tmp_path, old, new, said):
    folder = _override(tmp_path, "markings", old, new)

    with pytest.raises(CatalogueError, match=rf"markings.toml: {said}"):
        loader.load("markings", folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("handling", 'id = "C"', 'id = "K"', "the handling code 'C' is missing"),
        (
            "handling",
            'id = "A1"\nname = "Covert development"\nkind = "condition"',
            ADDED,
            "the handling code 'Z' is none",
        ),
        ("handling", 'kind = "condition"', 'kind = "code"', "the handling code 'A1' is none"),
        ("subjects", 'id = "child"', 'id = "minor"', "the category 'child' is missing"),
        ("source_grades", 'id = "2"', 'id = "4"', "the source grade '2' is missing"),
        ("information_grades", 'id = "E"', 'id = "F"', "the information grade 'E' is missing"),
    ],
)
def test_codes_of_the_sharing_rule_that_are_lost_or_unknown_are_refused(tmp_path, name, old, new, said):
    folder = _override(tmp_path, name, old, new)

    with pytest.raises(CatalogueError, match=rf"{name}.toml: 'id': {said}"):
        loader.load(name, folder)


def test_handling_without_a_condition_is_refused(tmp_path):
    text = reading.find("handling").read_text("utf-8").split('[[handling]]\nid = "A1"')[0]
    (tmp_path / "handling.toml").write_text(text)

    with pytest.raises(CatalogueError, match=r"handling.toml: 'kind': no entry is a condition"):
        loader.load("handling", tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("markings", 'note = "Above this system', 'note = "Above our system'),
        ("handling", 'name = "Lawful sharing permitted"', 'name = "May be shared"'),
        ("handling", 'id = "A1"', 'id = "A9"'),
    ],
)
def test_own_words_for_the_same_codes_are_taken(tmp_path, name, old, new):
    folder = _override(tmp_path, name, old, new)

    assert len(loader.load(name, folder)) == len(loader.load(name))


@pytest.mark.parametrize(("new", "said"), [("lanes", "the word list 'streets' is missing"), ("areas", "stands twice")])
def test_word_list_that_a_rule_reads_cannot_be_lost(tmp_path, new, said):
    folder = _override(tmp_path, "word_lists", 'id = "streets"', f'id = "{new}"')

    with pytest.raises(CatalogueError, match=said):
        loader.load("word_lists", folder)


@pytest.mark.parametrize(
    ("code", "power"), [("suspect", "based"), ("victim", "never_suspect"), ("child", "never_suspect")]
)
def test_suspects_without_a_basis_and_children_among_suspects_are_refused(tmp_path, code, power):
    folder = _override(tmp_path, "subject_categories", f"{power} = true", f"{power} = false")

    with pytest.raises(
        CatalogueError, match=rf"subject_categories.toml: '(victim|child|suspect)': is missing.*{power}"
    ):
        loader.load("subject_categories", folder)
    assert code in {entry.id for entry in loader.load("subject_categories")}
