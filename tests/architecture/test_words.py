"""One word, one meaning: what names a room is in the glossary, and words with two meanings are kept out."""

import re

from tests.architecture.house import CHECKOUT, SOURCE, source_files

_ENTRY = re.compile(r"^\*\*([^*]+)\*\*", re.MULTILINE)


def glossary() -> set[str]:
    """Every word that GLOSSARY.md defines, in lower case; an entry may give several, parted by commas."""
    entries = _ENTRY.findall((CHECKOUT / "GLOSSARY.md").read_text(encoding="utf-8"))
    return {word.strip().lower() for entry in entries for word in entry.split(",")}


def test_every_package_on_a_floor_is_in_the_glossary():
    packages = {path.parent.name for path in SOURCE.glob("*/*/__init__.py")}
    floors = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

    missing = sorted((packages | floors) - glossary())

    assert missing == [], f"Define these in GLOSSARY.md, or name the rooms by words that are there: {missing}"


def test_glossary_is_in_alphabetical_order_and_defines_nothing_twice():
    text = (CHECKOUT / "GLOSSARY.md").read_text(encoding="utf-8")
    entries = [entry.lower() for entry in _ENTRY.findall(text)]

    assert entries == sorted(entries)
    assert len(entries) == len(set(entries))


def test_scores_never_carry_a_name_that_is_not_ours_to_give():
    named = re.compile(r"(ocgm|morile) score", re.IGNORECASE)

    found = [file.module for file in source_files() if named.search(file.text)]

    assert found == []
