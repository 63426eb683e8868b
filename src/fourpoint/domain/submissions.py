"""What someone passes on to an intelligence desk: whether anyone is in danger, what a form must and need not hold."""

import re
from dataclasses import dataclass, fields
from enum import StrEnum

from fourpoint.domain.errors import Unusable

# Ten pages: enough for anything that one person saw, and little enough to be read at once.
LONGEST_TEXT, LONGEST_ANSWER, LONGEST_REFERENCE = 20_000, 2_000, 80

QUESTION = "question"
POINT = re.compile(r"-?\d{1,2}\.\d{4},-?\d{1,3}\.\d{4}")


class Danger(StrEnum):
    """The answer to the first question, "Is anyone in danger now?"."""

    NOW = "now"
    UNSURE = "unsure"
    NO = "no"

    @property
    def is_urgent(self) -> bool:
        """Whether it goes to the top: who cannot tell is treated as if someone were."""
        return self is not Danger.NO


class Priority(StrEnum):
    """How soon it is looked at, the most pressing first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the most pressing."""
        return tuple(Priority).index(self)


class Asked(StrEnum):
    """
    Whether a desk has asked the sender something that she has not answered.

    WAITS   she can answer it
    CLOSED  the desk ended the submission without her answer, and takes none any more unless it opens it again
    """

    NOTHING = "nothing"
    WAITS = "waits"
    CLOSED = "closed"


class Channel(StrEnum):
    """The way by which a submission came."""

    FORM = "form"
    API = "api"
    FILE = "file"


@dataclass(frozen=True, kw_only=True)
class About:
    """One of several subjects of a submission, kept apart: what kind of thing it is, and the sender's words on it."""

    kind: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Written:
    """
    What a sender wrote. Nothing but `what` must be there, and an empty text means: not said.

    what          what was seen, heard or noticed, as the sender put it
    who           whom it is about, in words; `about` keeps several apart
    place, when   where and when it happened, in words
    postcode      of the place, if known
    point         of the place as it was marked on a map: latitude and longitude, as "51.3891,1.3862"
    soon          whether something is about to happen, and by when, in words
    how_known     how the sender knows
    who_else      who else knows it
    comes_back    what could come back on the sender or anyone, should it be traced
    may_contact   whether the desk may ask; None: not answered
    contact       how best to be reached
    raises        Unusable, in one sentence, for a text that is missing, too long, or holds a character no text has
    """

    what: str
    who: str = ""
    place: str = ""
    postcode: str = ""
    point: str = ""
    when: str = ""
    soon: str = ""
    how_known: str = ""
    who_else: str = ""
    comes_back: str = ""
    may_contact: bool | None = None
    contact: str = ""
    about: tuple[About, ...] = ()

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise Unusable("Say what you know: everything else may stay empty.")
        for field in fields(self):
            said = getattr(self, field.name)
            longest = LONGEST_TEXT if field.name == "what" else LONGEST_ANSWER
            if isinstance(said, str):
                _check(said, longest=longest)
        if self.point and not POINT.fullmatch(self.point):
            raise Unusable("Write the point as latitude and longitude with four decimals, as 51.3891,1.3862.")
        for one in self.about:
            _check(one.words, longest=LONGEST_ANSWER)


def first_priority(danger: Danger) -> Priority:
    """Return the priority with which a submission arrives; a person may change it, with a reason."""
    return Priority.HIGH if danger.is_urgent else Priority.LOW


def find_asked(newest: str, *, ends: bool) -> Asked:
    """
    Return whether a question waits for its answer.

    newest  what the newest message but for outcomes is: "question", "answer", or empty for none
    ends    whether the submission is done with now
    """
    if newest != QUESTION:
        return Asked.NOTHING
    return Asked.CLOSED if ends else Asked.WAITS


def _check(said: str, *, longest: int) -> None:
    if len(said) > longest:
        raise Unusable(
            f"This is too long for one submission: it has {len(said):,} characters, and {longest:,} are the most. "
            "Send the rest as a second one."
        )
    if "\0" in said:
        raise Unusable(
            "The text holds a character that no text has (a null): type it in again, or paste it as plain text."
        )
