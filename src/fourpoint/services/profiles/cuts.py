"""
Makes the cuts of an edition out of one assembled document: which notes go in, which numbers are hidden, what is said.

The document says what is left out as far as its readers may know; the full report is for the owner, since even a count
tells that something is there.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fourpoint.domain.cuts import Cut, covers
from fourpoint.domain.document import Document, Withheld
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.redaction import Redacted, Rule
from fourpoint.domain.sharing import Audience, Subject
from fourpoint.services.profiles.commentary.candidates import Candidate, note_of
from fourpoint.services.profiles.hiding import hide_numbers, the_cuts

# Why a note stays out of a cut, in the order in which it is asked, and as the owner's report says it.
STAYS_OUT = {
    "other-agency": "notes of other agencies: they stand beside the edition for whoever may read them, and are never"
    " copied into a file that would outlast the agreement",
    "review-passed": "notes whose review day has passed",
    "narrower": "notes that not every reader of this edition may read",
    "not-released": "notes that their owner has not released to the public",
}
NOTES_TOLD = "Only commentary that every reader of this edition may read is printed in it."


@dataclass(frozen=True, kw_only=True)
class Left:
    """A note that stays out of a cut, and the rule by which it does."""

    candidate: Candidate
    rule: str


@dataclass(frozen=True, kw_only=True)
class Made:
    """A cut of a document, with what it leaves out in full: `report` and `left` are for the owner's eyes alone."""

    document: Document
    report: tuple[Withheld, ...]
    left: tuple[Left, ...]


def find_cut(cut_id: str) -> Cut:
    """Return the cut of that code; raises Unusable when the catalogue holds none."""
    found = next((cut for cut in the_cuts() if cut.cut_id == cut_id), None)
    if found is None:
        raise Unusable(f"There is no edition '{cut_id}': choose among {', '.join(cut.cut_id for cut in the_cuts())}.")
    return found


def choose_cuts(cut_ids: Iterable[str]) -> tuple[Cut, ...]:
    """Return the cuts of those codes in the catalogue's order, all for none; raises Unusable for an unknown one."""
    asked = {find_cut(cut_id).cut_id for cut_id in cut_ids}
    return tuple(cut for cut in the_cuts() if cut.cut_id in asked) or the_cuts()


def make_cut(base: Document, cut: Cut, *, audience: Audience, candidates: Sequence[Candidate], today: date) -> Made:
    """
    Return the cut of an assembled edition.

    audience    who will read it in the end
    candidates  the notes on the profile that whoever makes it may read
    """
    redacted = hide_numbers(base, Rule(threshold=cut.threshold, rounding=cut.rounding), area=base.area.code)
    judged = [(one, _stays_out(one, cut, audience, today)) for one in candidates]
    notes = tuple(note_of(one, redacted.document) for one, rule in judged if not rule)
    left = tuple(Left(candidate=one, rule=rule) for one, rule in judged if rule)
    told = (*_of_numbers(redacted, cut), Withheld(rule="commentary", words=NOTES_TOLD))
    document = replace(redacted.document, commentary=notes, withheld=told)
    return Made(document=document, report=(*_in_full(redacted, cut), *_of_notes(left, cut)), left=left)


# ----------------------------------------------------------------------------------------------------------------------


def _stays_out(one: Candidate, cut: Cut, audience: Audience, today: date) -> str:
    """Return the rule by which the note stays out of the cut, or nothing."""
    if one.audience.owner_id != audience.owner_id:
        return "other-agency"
    if one.review_on < today:
        return "review-passed"
    if not covers(one.audience, audience) or (cut.commentary == "released" and not _is_plain(one.audience)):
        return "narrower"
    return "not-released" if cut.commentary == "released" and not one.for_public else ""


def _is_plain(audience: Audience) -> bool:
    """Whether nothing about the audience asks for care: the public accepts no conditions."""
    careful = audience.conditions or audience.additional.codes or audience.compartment
    return audience.marking is Marking.OFFICIAL and audience.subject is Subject.NONE and not careful


def _of_numbers(redacted: Redacted, cut: Cut) -> tuple[Withheld, ...]:
    """What was done to the numbers, as every reader may know: the document itself shows as much."""
    hidden = redacted.small + redacted.cover
    shown = len(redacted.document.figures) - redacted.own
    open_words = "numbers rest on data that anyone can download already: none of them is hidden, however small"
    lines = [Withheld(rule="published", words=open_words, count=shown)]
    if redacted.own and cut.threshold:
        words = f"numbers from data that are not published are hidden: below {cut.threshold}, or giving such a one away"
        lines.append(Withheld(rule="hidden", words=words, count=hidden))
    if redacted.own and cut.rounding:
        words = f"numbers from data that are not published are rounded to {cut.rounding}"
        lines.append(Withheld(rule="rounded", words=words, count=redacted.rounded))
    if redacted.drawings:
        lines.append(Withheld(rule="drawings", words="charts, maps and tables left out", count=redacted.drawings))
    if redacted.said:
        lines.append(Withheld(rule="sentences", words="sentences left out", count=redacted.said))
    return tuple(lines)


def _in_full(redacted: Redacted, cut: Cut) -> tuple[Withheld, ...]:
    lines = [line for line in _of_numbers(redacted, cut) if line.rule != "hidden"]
    if cut.threshold:
        small = f"numbers hidden for being below {cut.threshold}"
        lines.insert(1, Withheld(rule="small", words=small, count=redacted.small))
        cover = "numbers hidden so that none of those can be worked out"
        lines.insert(2, Withheld(rule="cover", words=cover, count=redacted.cover))
    return tuple(lines)


def _of_notes(left: Sequence[Left], cut: Cut) -> tuple[Withheld, ...]:
    counted = Counter(one.rule for one in left)
    asked = [rule for rule in STAYS_OUT if rule != "not-released" or cut.commentary == "released"]
    return tuple(Withheld(rule=rule, words=STAYS_OUT[rule], count=counted[rule]) for rule in asked)
