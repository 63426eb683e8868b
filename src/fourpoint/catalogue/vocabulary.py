"""The word lists of the catalogue as the one value by which free text is read: for services and their tests."""

from functools import cache
from pathlib import Path

from fourpoint.catalogue.entries import NameVariantEntry, WordListEntry
from fourpoint.catalogue.loader import read_entries
from fourpoint.domain.linkage.latin import latin
from fourpoint.domain.vocabulary import Vocabulary


@cache
def load_vocabulary(override: Path | None = None) -> Vocabulary:
    """Return the vocabulary, of the package or of a force's own folder; raises CatalogueError as the loader does."""
    lists = {entry.id: frozenset(entry.words) for entry in read_entries("word_lists", WordListEntry, override)}
    variants = read_entries("name_variants", NameVariantEntry, override)
    names = {latin(form) for entry in variants for form in (entry.name, *entry.forms)}
    return Vocabulary(**lists | {"given_names": lists["given_names"] | names})
