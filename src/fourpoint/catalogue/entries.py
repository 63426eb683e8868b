"""
The kinds of entry that sharing rests on. Every entry says where it comes from and whether that was confirmed.

`status` is "confirmed" when the source was read for exactly this, "unconfirmed" when it is widely taught, second-hand
or our own choice. Whatever rests on an unconfirmed entry says so.
"""

from dataclasses import dataclass
from typing import Literal

Status = Literal["confirmed", "unconfirmed"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What every entry carries: its code, its words, its source and status."""

    id: str
    name: str
    source: str
    status: Status


@dataclass(frozen=True, kw_only=True)
class MarkingEntry(Entry):
    """A protective marking; `code` is how tables store it, `held` is false for one that is refused at load."""

    held: bool
    code: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class HandlingEntry(Entry):
    """A handling code, or a condition of handling; `words` is the obligation as the reader sees it."""

    kind: Literal["code", "condition"]
    words: str


@dataclass(frozen=True, kw_only=True)
class GradeEntry(Entry):
    """A code of a part of a 3x5x2 grade; `caveat` travels with whatever carries the code."""

    words: str
    caveat: str = ""


@dataclass(frozen=True, kw_only=True)
class PurposeEntry(Entry):
    """A purpose for which something is read or changed; not `choosable` means only the system's own work states it."""

    words: str
    choosable: bool = True


@dataclass(frozen=True, kw_only=True)
class RoleEntry(Entry):
    """
    What a role in an agency lets a person do; each power is false unless stated, but reading.

    reads         false takes reading away from whoever holds the role, whatever other roles they hold
    keeps_people  invites, vets, trains and closes the people of the agency, and keeps its contacts; no agreements
    breaks_glass  may ask for what is closed to them in an emergency, with a reason that others review
    duties        what else falls to the role, as `domain.duties.Duty` names it
    """

    words: str
    reads: bool = True
    changes: bool = False
    safeguards: bool = False
    governs: bool = False
    administers: bool = False
    keeps_people: bool = False
    breaks_glass: bool = False
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgencyTypeEntry(Entry):
    """A kind of agency that may take part."""

    words: str


@dataclass(frozen=True, kw_only=True)
class SubjectEntry(Entry):
    """A category of person that material can be about and that calls for care."""

    words: str


@dataclass(frozen=True, kw_only=True)
class GatewayEntry(Entry):
    """A legal gateway that an agreement can name: a power to share, never a duty, and never enough by itself."""

    instrument: str
    point: str


@dataclass(frozen=True, kw_only=True)
class RetentionEntry(Entry):
    """How long a class of data is kept; `rule` is in words, since the periods are the force's to settle."""

    rule: str


@dataclass(frozen=True, kw_only=True)
class MisuseRuleEntry(Entry):
    """
    A rule that asks for a second look at look-ups.

    reasons       honest reasons for such a look-up, for whoever reviews one
    is_matched    false: it cannot be matched with what the system holds, and the page says so
    least         fewest look-ups in a day that make it speak
    weekdays      usual days, by English name; starts, ends: usual hours, as 07:00
    times, days   how many times the usual number, over how many days of the past
    """

    words: str
    reasons: str
    is_matched: bool = True
    least: int = 1
    weekdays: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""
    times: float = 1.0
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class OperationEntry(Entry):
    """One of the operations that the law asks a log of; `recorded` says what here is recorded as it, and when."""

    words: str
    recorded: str


@dataclass(frozen=True, kw_only=True)
class ReviewGroupEntry(Entry):
    """
    A class of records that are reviewed alike.

    months         from making or from the last review to the next review day
    second_person  whether somebody else than the proposer must confirm that a record is disposed of
    """

    words: str
    months: int
    second_person: bool = True


@dataclass(frozen=True, kw_only=True)
class CourseEntry(Entry):
    """
    A course that an agreement or a role may ask for.

    months  for how long it counts from the day it was taken; None for ever
    """

    words: str
    months: int | None = None


@dataclass(frozen=True, kw_only=True)
class VettingEntry(Entry):
    """A level of vetting that an agency can record of a person."""

    words: str


@dataclass(frozen=True, kw_only=True)
class ContactTypeEntry(Entry):
    """What a single point of contact is for."""

    words: str


@dataclass(frozen=True, kw_only=True)
class AccountLimitEntry(Entry):
    """A limit on accounts and sessions: `amount` of `unit`."""

    words: str
    amount: int
    unit: Literal["minutes", "hours", "days", "months", "times", "sessions"]


@dataclass(frozen=True, kw_only=True)
class AdditionalMarkingEntry(Entry):
    """An additional marking of one of the four kinds; `words` tells its reader what it asks."""

    kind: Literal["instruction", "descriptor", "prefix", "caveat"]
    words: str


@dataclass(frozen=True, kw_only=True)
class PaperKindEntry(Entry):
    """A kind of paper that the library holds."""

    words: str


@dataclass(frozen=True, kw_only=True)
class EmergencyLimitEntry(Entry):
    """A limit on breaking glass: `amount` of `unit`."""

    words: str
    amount: int
    unit: Literal["characters", "minutes", "hours", "days"]


@dataclass(frozen=True, kw_only=True)
class EmergencyFindingEntry(Entry):
    """What a review of broken glass can find."""

    words: str


@dataclass(frozen=True, kw_only=True)
class DisclosureDeadlineEntry(Entry):
    """By when agencies answer one another, or for how long something is let out once, in days."""

    words: str
    days: int


@dataclass(frozen=True, kw_only=True)
class NoPointerEntry(Entry):
    """A mark of an audience (a code that it carries, or "need-to-know") of which not even a pointer may tell."""

    words: str


@dataclass(frozen=True, kw_only=True)
class NameVariantEntry(Entry):
    """A name and the other forms under which a person of that name may be known, each one word."""

    forms: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WordListEntry(Entry):
    """
    Words and phrases by which free text is read, in lower case; one ending in * stands for all that begin so.

    raises  ValueError for a word in capitals, of spaces, or of * alone
    """

    purpose: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        for word in self.words:
            if word != " ".join(word.lower().split()) or not word.strip("*") or "*" in word[:-1]:
                raise ValueError(f"'words': '{word}' must be in lower case, with single spaces, and * only at its end.")


@dataclass(frozen=True, kw_only=True)
class DataCategoryEntry(Entry):
    """A category of data that an agreement can cover; sensitive ones need more than a gateway."""

    words: str
    sensitive: bool = False


@dataclass(frozen=True, kw_only=True)
class OnwardRuleEntry(Entry):
    """What a party may do with what it received."""

    words: str


@dataclass(frozen=True, kw_only=True)
class FeatureEntry(Entry):
    """A feature of this system that does something to people; `rooms` are those of its pages."""

    words: str
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ControllerEntry(Entry):
    """What a party to an agreement answers for."""

    words: str


@dataclass(frozen=True, kw_only=True)
class AgreementNoticeEntry(Entry):
    """How many days before an agreement is due for review, or ends, its parties are told."""

    days: int


@dataclass(frozen=True, kw_only=True)
class CutEntry(Entry):
    """
    A cut of an edition; what its keys mean stands with `domain.cuts.Cut`.

    raises  ValueError for a threshold or rounding below zero, or approval of what only the owner reads
    """

    words: str
    readers: Literal["owner", "profile"]
    marking: Literal["OFFICIAL", "OFFICIAL-SENSITIVE"]
    commentary: Literal["readers", "released"]
    threshold: int
    rounding: int
    approval: bool

    def __post_init__(self) -> None:
        if self.threshold < 0 or self.rounding < 0:
            raise ValueError("'threshold' and 'rounding': must be 0 or more.")
        if self.approval and self.readers == "owner":
            raise ValueError("'approval': is for what others than the owner read.")


@dataclass(frozen=True, kw_only=True)
class EqualityStageEntry(Entry):
    """What is counted by characteristic; the one `comparator` is what the others are compared with."""

    words: str
    comparator: bool


@dataclass(frozen=True, kw_only=True)
class EqualityCharacteristicEntry(Entry):
    """A characteristic by which counts are kept, with its categories as they are written in a return."""

    categories: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EqualityLimitEntry(Entry):
    """A limit of equality monitoring, in people."""

    words: str
    amount: int
