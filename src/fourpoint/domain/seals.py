"""
The seals of the trail: a hash of every entry, a chain of hashes over all of them, and what a break in it means.

Two proofs, each against somebody else. The *chain* binds every entry to its place and to all before it; a root (the
chain's hash at one number) that is kept outside proves everything up to that number against whoever rules the database.
The *mark* is a keyed hash that the writing process gives each entry at once: it proves, against whoever has the
database and not the key, that this system wrote the entry and wrote it so. It also holds the entry's *place* in what
its writer wrote, numbered without gaps: a number that is missing was removed, whether it was sealed or waited.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from fourpoint.domain.errors import Unusable

# What stands before the first entry.
GENESIS = hashlib.sha256(b"fourpoint trail").digest()
MOST_FAULTS = 100
ROOT_WORDS = "fourpoint-trail-root"
HEAD_WORDS, SIGNATURE_WORDS = "fourpoint-trail-head", "fourpoint-trail-signature"
KEY_NAME_LENGTH = 8

# One for all: making an encoder takes longer than most entries take it.
_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_PLACED = re.compile(r"[0-9a-f]{8}:[0-9a-f]{64}:(?P<writer>[0-9a-f]{16}):(?P<number>[0-9]{1,15})")
_HEAD = re.compile(rf"{HEAD_WORDS} (?P<writer>[0-9a-f]{{16}}) (?P<number>[0-9]{{15}})")
# A sealed entry as it is read: number, hash of the entry, hash of the chain, content; None for an entry that is gone.
Sealed = tuple[int, bytes, bytes, str | None]
# The writer's name, and the number of the entry among what it wrote.
Place = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Root:
    """
    The chain's hash (64 hexadecimal digits) at one number: kept outside, it proves every entry up to it.

    key, signature  the name of the key by which the root's line is signed, and the signature; empty when it is not
    """

    number: int
    digest: str
    key: str = field(default="", compare=False)
    signature: str = field(default="", compare=False)

    @property
    def line(self) -> str:
        """The root as one line to print, send or store."""
        return f"{ROOT_WORDS} {self.number} {self.digest}"

    @property
    def signature_line(self) -> str:
        """The signature of that line, as a line beside it; empty for a root that is not signed."""
        return f"{SIGNATURE_WORDS} {self.number} {self.key} {self.signature}" if self.signature else ""


@dataclass(frozen=True, kw_only=True)
class Head:
    """The last number that a writer is known to have written, kept outside the database."""

    writer: str
    number: int

    @property
    def line(self) -> str:
        """The head as one line, as long as every other."""
        return f"{HEAD_WORDS} {self.writer} {self.number:015}"


@dataclass(kw_only=True)
class Run:
    """The numbers of one writer that are there: all up to `top`, and those above."""

    top: int = 0
    above: set[int] = field(default_factory=set)

    def add(self, number: int) -> None:
        """Note a number."""
        if number > self.top:
            self.above.add(number)
        while self.top + 1 in self.above:
            self.top += 1
            self.above.remove(self.top)

    def missing(self, last: int) -> tuple[int, int]:
        """Return how many numbers are not there up to the last, and the first of them (0 for none)."""
        count = max(self.above | {last, self.top}) - self.top - len(self.above)
        return count, self.top + 1 if count else 0


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that is not as it was sealed: at which number, and in words what it means."""

    number: int
    code: str
    sentence: str


@dataclass(kw_only=True)
class Verdict:
    """
    What a check found.

    entries   how many sealed entries were read; head is the root at the last of them, None without any
    faults    the first hundred; `found` counts all
    unmarked  entries written before marks were kept
    unknown   entries whose mark is of a key that the checker does not have
    runs      what is there of each writer
    """

    entries: int = 0
    head: Root | None = None
    faults: list[Fault] = field(default_factory=list)
    found: int = 0
    unmarked: int = 0
    unknown: int = 0
    runs: dict[str, Run] = field(default_factory=dict)

    def add(self, number: int, code: str, sentence: str) -> None:
        """Note a fault."""
        self.found += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(number=number, code=code, sentence=sentence))

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.found == 0


def canonical(fields: list[Any]) -> str:
    """Return the one text of an entry's fields that is marked."""
    return _CANONICAL.encode(fields)


@lru_cache(maxsize=16)
def key_name(key: bytes) -> str:
    """Return the name of a key, which tells nothing of it."""
    return hashlib.sha256(b"name of " + key).hexdigest()[:KEY_NAME_LENGTH]


def mark(key: bytes, fields: list[Any], place: Place | None = None) -> str:
    """
    Return the mark of an entry of these fields: the key's name and the keyed hash, parted by colons.

    place  stands in the mark and under the hash; entries written before there were places have none
    """
    said = f":{place[0]}:{place[1]}" if place else ""
    marked = _keyed(key).copy()
    marked.update(canonical([*fields, *(place or ())]).encode())
    return f"{key_name(key)}:{marked.hexdigest()}{said}"


@lru_cache(maxsize=16)
def _keyed(key: bytes) -> hmac.HMAC:
    """A keyed hash of nothing yet, to be copied: taking the key in takes longer than the hash of an entry."""
    return hmac.new(key, digestmod="sha256")


def place_in(held: str) -> Place | None:
    """Return the place that a mark says; None when it says none."""
    said = _PLACED.fullmatch(held)
    return (said["writer"], int(said["number"])) if said else None


def parse_roots(text: str) -> tuple[Root, ...]:
    """
    Return the roots among the lines of a text, with their signatures; other lines may say what they like.

    raises  Unusable for a line that begins as a root or a signature does and is none
    """
    lines = text.splitlines()
    signed = dict(_parse_signature(line) for line in lines if line.startswith(SIGNATURE_WORDS))
    roots = (_parse_root(line) for line in lines if line.startswith(ROOT_WORDS))
    return tuple(
        replace(root, key=signed[root.number][0], signature=signed[root.number][1]) if root.number in signed else root
        for root in roots
    )


def parse_heads(text: str) -> tuple[Head, ...]:
    """Return the heads among the lines of a text; a line that was cut short is none."""
    said = (_HEAD.fullmatch(line.strip()) for line in text.splitlines())
    return tuple(Head(writer=one["writer"], number=int(one["number"])) for one in said if one)


def _parse_root(line: str) -> Root:
    try:
        _, number, digest = line.split()
        if len(bytes.fromhex(digest)) != len(GENESIS) or int(number) < 1:
            raise ValueError(line)
    except ValueError:
        raise Unusable(f"This is no root of a trail: '{line[:120]}'. Copy the whole line, as it was printed.") from None
    return Root(number=int(number), digest=digest)


def _parse_signature(line: str) -> tuple[int, tuple[str, str]]:
    try:
        _, number, key, signature = line.split()
        return int(number), (key, signature)
    except ValueError:
        raise Unusable(f"This is no signature of a root: '{line[:120]}'. Copy the whole line.") from None


def check_chain(
    sealed: Iterable[Sealed],
    *,
    roots: Iterable[Root] = (),
    keys: tuple[bytes, ...] = (),
    verdict: Verdict | None = None,
) -> Verdict:
    """
    Read the sealed entries in order of number and return what is wrong with them.

    sealed  every seal, in order of number, with the content of its entry
    roots   what was kept outside
    keys    keys of marks, the present one and earlier ones
    """
    said = verdict or Verdict()
    anchors = _anchors(roots)
    check_mark = marker(keys, said)
    sha256 = hashlib.sha256
    before, last = GENESIS, 0
    for number, entry_hash, chained, content in sealed:
        if number != last + 1:
            said.add(number, "gap", _gap(last, number))
        if content is None:
            said.add(number, "gone", f"Entry {number:,} is gone: it was removed after it was written.")
        elif sha256(content.encode()).digest() != entry_hash:
            said.add(number, "changed", f"Entry {number:,} was changed after it was sealed.")
            _note_place(said, json.loads(content)[-1])
        elif keys:
            check_mark(number, content)
        if sha256(before + entry_hash).digest() != chained:
            said.add(number, "broken", f"Entry {number:,} does not follow from the one before: moved or replaced.")
        if number in anchors and chained.hex() not in anchors.pop(number):
            said.add(number, "rewritten", _rewritten(number))
        before, last = chained, number
        said.entries += 1
    for number in sorted(anchors):
        said.add(number, "cut", _cut(number, last))
    said.head = Root(number=last, digest=before.hex()) if last else None
    return said


def marker(keys: tuple[bytes, ...], said: Verdict) -> Callable[[int, str], None]:
    """Return what checks the mark of one content, which is the last of its fields, and notes what it finds."""
    known = {key_name(key): key for key in keys}

    def check(number: int, content: str) -> None:
        *fields, held = json.loads(content)
        key, place = known.get(held[:KEY_NAME_LENGTH]), _note_place(said, held)
        if not held:
            said.unmarked += 1
        elif key is None:
            said.unknown += 1
        elif mark(key, fields, place) != held:
            where = f"Entry {number:,}" if number else "An entry that waits to be sealed"
            said.add(number, "forged", f"{where} was not written by this system as it stands: its mark does not fit.")

    return check


def check_runs(said: Verdict, heads: Iterable[Head]) -> None:
    """
    Note every number that a writer gave out and no entry has, for a verdict that has seen every entry.

    heads  what was kept outside of the last numbers: without a writer's head its last entries can be missing unnoticed
    """
    last: dict[str, int] = {}
    for head in heads:
        last[head.writer] = max(head.number, last.get(head.writer, 0))
    for writer in sorted({*said.runs, *last}):
        count, first = said.runs.get(writer, Run()).missing(last.get(writer, 0))
        if count:
            said.add(0, "missing", _missing(writer, count, first))


def _note_place(said: Verdict, held: str) -> Place | None:
    place = place_in(held)
    if place:
        said.runs.setdefault(place[0], Run()).add(place[1])
    return place


def _missing(writer: str, count: int, first: int) -> str:
    what = f"its number {first:,} is" if count == 1 else f"{count:,} of its numbers, from {first:,} on, are"
    return f"Of what writer {writer} wrote, {what} gone: removed, sealed or not."


def _anchors(roots: Iterable[Root]) -> dict[int, set[str]]:
    """Roots by number. Two that differ cannot both be right: then one of them always faults."""
    by_number: dict[int, set[str]] = {}
    for root in roots:
        by_number.setdefault(root.number, set()).add(root.digest)
    return {number: digests if len(digests) == 1 else set() for number, digests in by_number.items()}


def _gap(last: int, number: int) -> str:
    if number <= last:
        return f"The number {number:,} stands twice or out of order."
    first, end = last + 1, number - 1
    gone = f"number {first:,} was" if first == end else f"numbers {first:,} to {end:,} were"
    return f"There is a gap: {gone} removed from the trail."


def _rewritten(number: int) -> str:
    return f"The root kept for number {number:,} does not fit: something up to it was rewritten, seals included."


def _cut(number: int, last: int) -> str:
    if number <= last:
        return f"There is a root for number {number:,}, and no such entry."
    return f"There is a root for number {number:,}, and the trail ends at {last:,}: its end was cut off."
