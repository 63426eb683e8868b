"""
Refuses a catalogue file by which agencies would be locked out of their own material. For the loader.

A force may write roles, purposes and words of its own. What it may not write is a file that loads, and after which
nobody can read, change or answer for anything, or which forgets a marking or a code that records carry: an owner could
then neither give a record that mark nor take it back from others.
"""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from fourpoint.catalogue.reading import CatalogueError
from fourpoint.domain.duties import Duty
from fourpoint.domain.grading import InformationGrade, SourceGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.domain.vocabulary import Vocabulary

# Founds an agency here and never signs in: what it can do helps nobody who is locked out.
STEWARD = "steward"
# Each power that an agency cannot be without, with what nobody could do.
_POWERS = {
    "changes": "write or take back the agency's own records",
    "administers": "sign or end its agreements and choose who reads its records",
    "keeps_people": "let in, or close, the agency's people",
    "governs": "read the trail of who read its records",
}


def check(name: str, entries: tuple[Any, ...], path: Path) -> None:
    """Raise CatalogueError, with file, key and reason, when entries of that name would lock owners out."""
    if asked := _CHECKS.get(name):
        asked(entries, path)


def _roles(entries: tuple[Any, ...], path: Path) -> None:
    for power, lost in _POWERS.items():
        if not any(getattr(role, power) and role.reads and role.id != STEWARD for role in entries):
            raise CatalogueError(
                f"{path}: '{power}': no role that reads has it, so nobody could {lost}: write `{power} = true` in one."
            )
    known = {duty.value for duty in Duty}
    unknown = sorted({duty for role in entries for duty in role.duties} - known)
    if unknown:
        raise CatalogueError(
            f"{path}: 'duties': there is no duty '{unknown[0]}': choose of {', '.join(sorted(known))}."
        )


def _purposes(entries: tuple[Any, ...], path: Path) -> None:
    if not any(purpose.choosable for purpose in entries):
        raise CatalogueError(
            f"{path}: 'choosable': no purpose is, and without a purpose nothing is read, by owners either:"
            " write `choosable = true` in one."
        )


def _markings(entries: tuple[Any, ...], path: Path) -> None:
    for marking in Marking:
        if not any(entry.held and entry.code == marking.value and entry.name == marking.words for entry in entries):
            raise CatalogueError(
                f"{path}: 'held': {marking.words} is not held with the code {marking.value}, and owners would be locked"
                f' out of what carries it: write `name = "{marking.words}"`, `code = "{marking.value}"`, `held = true`.'
            )
    for entry in entries:
        if (entry.held or entry.code) and entry.code not in set(Marking):
            raise CatalogueError(
                f"{path}: 'code': {entry.name} cannot be held here, where nobody could read it: OFFICIAL and"
                " OFFICIAL-SENSITIVE alone are."
            )


def _handling(entries: tuple[Any, ...], path: Path) -> None:
    codes = {entry.id for entry in entries if entry.kind == "code"}
    _check_known(codes, {code.value for code in Handling}, "handling code", path)
    if codes == {entry.id for entry in entries}:
        raise CatalogueError(
            f"{path}: 'kind': no entry is a condition, and code C needs one, so that owners could neither write nor"
            ' take back what carries C: write `kind = "condition"` in one.'
        )


def _subjects(entries: tuple[Any, ...], path: Path) -> None:
    _check_known({entry.id for entry in entries}, {subject.value for subject in Subject}, "category", path)


def _source_grades(entries: tuple[Any, ...], path: Path) -> None:
    _check_known({entry.id for entry in entries}, {grade.value for grade in SourceGrade}, "source grade", path)


def _information_grades(entries: tuple[Any, ...], path: Path) -> None:
    known = {grade.value for grade in InformationGrade}
    _check_known({entry.id for entry in entries}, known, "information grade", path)


def _word_lists(entries: tuple[Any, ...], path: Path) -> None:
    written, known = {entry.id for entry in entries}, {one.name for one in fields(Vocabulary)}
    for wrong, said in ((known - written, "is missing"), (written - known, "is none that any rule reads")):
        if wrong:
            raise CatalogueError(
                f"{path}: 'id': the word list '{min(wrong)}' {said}: write {', '.join(sorted(known))}."
            )


def _subject_categories(entries: tuple[Any, ...], path: Path) -> None:
    """A suspect is one with a basis, and a child or victim never is, whatever else a force writes."""
    held = {entry.id: entry for entry in entries}
    for code, power in (("suspect", "based"), ("victim", "never_suspect"), ("child", "never_suspect")):
        if code not in held or not getattr(held[code], power):
            raise CatalogueError(f"{path}: '{code}': is missing, or does not say `{power} = true`: write it.")


def _check_known(written: set[str], known: set[str], what: str, path: Path) -> None:
    """Raise CatalogueError unless exactly those codes are written that the rules know."""
    if lost := sorted(known - written):
        raise CatalogueError(
            f"{path}: 'id': the {what} '{lost[0]}' is missing, and owners would be locked out of what carries it:"
            " every installation keeps it, in words of its own."
        )
    if unknown := sorted(written - known):
        raise CatalogueError(
            f"{path}: 'id': the {what} '{unknown[0]}' is none that the rules know, so nobody could read what"
            f" carries it: they are {', '.join(sorted(known))}."
        )


_CHECKS: dict[str, Callable[[tuple[Any, ...], Path], None]] = {
    "roles": _roles,
    "purposes": _purposes,
    "markings": _markings,
    "handling": _handling,
    "word_lists": _word_lists,
    "source_grades": _source_grades,
    "information_grades": _information_grades,
    "subjects": _subjects,
    "subject_categories": _subject_categories,
}
