"""The catalogue's loader: typed entries, a force's own folder, and refusals with file, key and reason."""

import pytest

from fourpoint.catalogue import loader
from fourpoint.catalogue.entries import PurposeEntry, RoleEntry
from fourpoint.catalogue.reading import CatalogueError

GOOD = """
[[roles]]
id = "reader"
name = "Reader"
words = "Reads."
source = "this test"
status = "unconfirmed"
"""
REFUSED = {
    "not TOML": ("[[roles", "cannot be read"),
    "no entries": ("", "'roles': must hold at least one entry"),
    "misspelt key": (GOOD + "chnages = true\n", "'chnages': is not a key"),
    "missing key": (GOOD.replace('name = "Reader"\n', ""), "'name': is missing"),
    "wrong type": (GOOD + 'changes = "yes"\n', "'changes': must be true or false"),
    "empty text": (GOOD.replace('"Reads."', '" "'), "'words': is empty"),
    "unknown status": (GOOD.replace('"unconfirmed"', '"likely"'), "'status': is 'likely'"),
    "no source": (GOOD.replace('source = "this test"\n', ""), "'source': is missing"),
    "id twice": (GOOD + GOOD, "'reader' stands twice"),
}


@pytest.mark.parametrize("name", loader.KINDS)
def test_every_entry_of_the_package_loads_with_source_and_status(name):
    entries = loader.load(name)

    assert entries
    assert all(entry.source and entry.status in ("confirmed", "unconfirmed") for entry in entries)


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_bad_file_is_refused_with_file_key_and_reason(tmp_path, text, reason):
    (tmp_path / "roles.toml").write_text(text)

    with pytest.raises(CatalogueError) as refusal:
        loader.read_entries("roles", RoleEntry, tmp_path)

    assert str(tmp_path / "roles.toml") in str(refusal.value)
    assert reason in str(refusal.value)


def test_folder_of_a_force_replaces_a_file_whole_and_leaves_the_rest(tmp_path):
    (tmp_path / "roles.toml").write_text(
        GOOD + "changes = true\nadministers = true\nkeeps_people = true\ngoverns = true\n"
    )

    assert [entry.id for entry in loader.load("roles", tmp_path)] == ["reader"]
    assert loader.load("purposes", tmp_path) == loader.load("purposes")


def test_csv_is_read_like_toml(tmp_path):
    (tmp_path / "purposes.csv").write_text(
        "id,name,source,status,words\nprofile,Local profile,this test,confirmed,Understanding an area.\n"
    )

    (entry,) = loader.read_entries("purposes", PurposeEntry, tmp_path)

    assert entry == PurposeEntry(
        id="profile", name="Local profile", source="this test", status="confirmed", words="Understanding an area."
    )


def test_name_without_a_file_is_refused(tmp_path):
    with pytest.raises(CatalogueError, match="no catalogue file"):
        loader.read_entries("nowhere", RoleEntry, tmp_path)


@pytest.mark.parametrize("word", ["Street", " street", "car  park", "*", "ca*r"])
def test_word_list_with_a_word_that_cannot_be_matched_is_refused(tmp_path, word):
    row = (
        f'id = "streets"\nname = "S"\npurpose = "P"\nwords = ["{word}"]\nsource = "this test"\nstatus = "unconfirmed"\n'
    )
    (tmp_path / "word_lists.toml").write_text(f"[[word_lists]]\n{row}")

    with pytest.raises(CatalogueError, match="must be in lower case"):
        loader.load("word_lists", tmp_path)
