"""
Two worlds beside each other, for the sweeps by role: the demonstration twice, once here and once as strangers hold it.

Both are written from `sample/`, so what the demonstration gains the sweeps gain. Every sentence of either ends in a
word of its own, as "Hither0012" or "Yonder0012", by which it is known again wherever it turns up. Nobody here has an
agreement with anybody yonder: whoever is told a word of theirs was told too much.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fourpoint.access import standing
from fourpoint.services.agencies.founding import ROLE, get_steward
from fourpoint.services.demo.loading import load_demo
from fourpoint.services.demo.notes import load_commentary
from tests.factories.cast import PASSWORD
from tests.factories.furnishing import furnish
from tests.factories.replaying import replayed

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
HERE, YONDER = "Hither", "Yonder"
# The area of which only the agencies yonder have a profile, and one of which both have.
THEIRS, AREA = "E07000115", "E07000114"
# The agency as whose people the sweeps act, and the one that shares with it by agreement.
OWNER, PARTNER = "invicta", "thanet"
# How a note of the demonstration begins that one agency keeps to itself.
SAID = "For ourselves: "
# Servers differ in how they hold a rule and not in whom it concerns: a minute or two for each role is spent on one.
ON_BOTH = ("governance", "reader")
SENTENCE = re.compile(r'"([A-Z][^"\n]* [^"\n]*)"')
LONG = re.compile(r'"""\n(.*?)"""', re.DOTALL)
TEXTS = {".md", ".txt", ".csv"}


@dataclass
class Estate:
    """
    One of the two worlds: the word that its sentences end in, and the ids of its people by their addresses.

    prefix  put before the codes of its agencies, agreements and audiences; empty for those of the demonstration
    """

    word: str
    prefix: str = ""
    people: dict[str, int] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)

    def mark(self, text: str) -> str:
        """Return the text with its word at the end; the same text gets the same word."""
        return f"{text} {self._numbers.setdefault(text, f'{self.word}{len(self._numbers) + 1:04d}')}"

    def person(self, name: str, agency: str) -> int:
        """Return the id of the person of that name at that agency of the demonstration."""
        return self.people[f"{name}@{self.prefix}{agency}.example"]

    def code(self, code: str) -> str:
        """Return the code that this world has for one of the demonstration."""
        return f"{self.prefix}{code}"


def load_here(folder: Path, at: datetime) -> Estate:
    """Load the demonstration with one more person at the owner for each role of the catalogue."""
    return _load(Estate(word=HERE), folder / "here", at)


def load_yonder(folder: Path, at: datetime) -> Estate:
    """Load it again beside the first, under other codes, names and words."""
    return _load(Estate(word=YONDER, prefix="yonder-"), folder / "yonder", at)


def said_yonder(folder: Path) -> str:
    """Return something that is said yonder, in its own words, before any of it is loaded."""
    estate = Estate(word=YONDER, prefix="yonder-")
    _write(estate, folder)
    return next(estate.mark(text) for text in tuple(estate._numbers) if text.startswith(SAID))


def roles() -> tuple[str, ...]:
    """Return every role of the catalogue."""
    return tuple(standing.roles())


def swept(half: int) -> tuple[Any, ...]:
    """Return every other role, beginning with that one; the second server is asked as those of `ON_BOTH` alone."""
    return tuple(pytest.param(role, marks=() if role in ON_BOTH else pytest.mark.slow) for role in roles()[half::2])


# ----------------------------------------------------------------------------------------------------------------------


def _load(estate: Estate, folder: Path, at: datetime) -> Estate:
    path = folder / "demo.toml"
    # Also where the files are there already, as when the hour turned: the words of what is added begin after theirs.
    _write(estate, folder)

    def load() -> dict[str, int]:
        accounts = load_demo(path=path, password=PASSWORD, at=at)
        load_commentary(path=path, at=at)
        people = {account.email: account.person_id for account in accounts}
        stewards = {f"{ROLE}@{estate.code(OWNER)}.example": get_steward(estate.code(OWNER))}
        estate.people = stewards | people
        furnish(estate, (THEIRS, AREA) if estate.prefix else (AREA,), at)
        return estate.people

    estate.people = replayed((str(path), at), load, beside=bool(estate.prefix))
    return estate


def _write(estate: Estate, folder: Path) -> None:
    """Write the demonstration's files anew, in the words and codes of this world."""
    codes = frozenset(re.findall(r'^code = "([^"]+)"', (SAMPLE / "demo.toml").read_text(), re.MULTILINE))
    for path in sorted(path for name in ("papers", "agreements", "equality") for path in (SAMPLE / name).iterdir()):
        copy = folder / path.parent.name / (estate.code(path.name) if path.parent.name == "equality" else path.name)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix in TEXTS:
            copy.write_text(_said(estate, path))
        elif path.suffix != ".toml":
            shutil.copyfile(path, copy)
    for name in ("papers/papers.toml", "sharing.toml", "demo.toml"):
        text = _coded(estate, _worded(estate, (SAMPLE / name).read_text()), codes)
        (folder / name).write_text(text + "\n".join(_viewers(estate) if name == "demo.toml" else ()))


def _said(estate: Estate, path: Path) -> str:
    """The words of a file with this world's own in them: in each line of a table, at the end of anything else."""
    text = path.read_text()
    if path.parent.name == "equality":
        return text.replace("synthetic", estate.mark("synthetic"))
    return f"{text}\n{estate.mark(f'The last line of {path.name}')}\n"


def _worded(estate: Estate, text: str) -> str:
    text = LONG.sub(lambda found: f'"""\n{estate.mark(found[1])}"""', text)
    return SENTENCE.sub(lambda found: f'"{estate.mark(found[1])}"', text)


def _coded(estate: Estate, text: str, codes: frozenset[str]) -> str:
    if not estate.prefix:
        mine = text.replace(f'"{THEIRS}", ', "")
        # Who acts in a role of the desk works at it, or it would be closed to her.
        desk = "".join(f', "{email}"' for email, role in _posts() if role.startswith("intelligence-"))
        mine = mine.replace('"sol@invicta.example"]', f'"sol@invicta.example"{desk}]')
        # Who acts in every role signs up to what her agency signed, or nothing shared would be open to her.
        return re.sub(
            r"^signed_up = \[",
            "signed_up = [" + "".join(f'"{email}", ' for email, _ in _posts()),
            mine,
            flags=re.MULTILINE,
        )
    text = re.sub(
        r'"([a-z0-9-]+)"', lambda found: f'"{estate.code(found[1])}"' if found[1] in codes else found[0], text
    )
    text = re.sub(r"@([a-z-]+)\.example", rf"@{estate.prefix}\1.example", text)
    # What asked to be listed is found by everybody.
    return text.replace("listed = true\n", "").replace('"DPIA-', '"YONDER-DPIA-').replace('"EIA-', '"YONDER-EIA-')


def _posts() -> Iterator[tuple[str, str]]:
    """The people who act in each role; the steward is nobody's to be, and is there since the agency was founded."""
    yield from ((f"{role}@{OWNER}.example", role) for role in roles() if role != ROLE)


def _viewers(estate: Estate) -> Iterator[str]:
    for email, role in () if estate.prefix else _posts():
        yield f"""
[[people]]
email = "{email}"
name = "{role.capitalize()} of the sweeps (fictional)"
agency = "{OWNER}"
roles = ["{role}"]
clearance = "OFFICIAL-SENSITIVE"
default_purpose = "local-profile"
shown = "One of the sweeps by role."
"""
