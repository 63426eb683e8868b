"""
What the governance role finds on its page at /governance/. A word adds a line here for each page of its own.

The page is for people whose role governs their agency. Each page behind it refuses for itself all the same.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One page: its title, its address by name, and in a sentence what it is for."""

    title: str
    name: str
    words: str


ENTRIES: tuple[Entry, ...] = (
    Entry(title="Trail", name="audit:trail", words="Who did and read what, when, what for and why, in sentences."),
    Entry(title="What was read of ours", name="audit:ours", words="Which agencies were shown records of yours."),
    Entry(
        title="Broken glass",
        name="emergency:index",
        words="Who read your records in an emergency, why, what they opened; your reviews.",
    ),
    Entry(
        title="Impact assessments",
        name="impact:register",
        words="Which feature has a data protection and an equality impact assessment that count.",
    ),
    Entry(
        title="Equality monitoring",
        name="impact:equality",
        words="Who is nominated, scored, looked up and acted on, beside who lives here.",
    ),
    Entry(
        title="Is the trail whole?", name="audit:seals", words="The seals, the roots to keep outside, and the checks."
    ),
    Entry(
        title="Look-ups to look at again",
        name="audit:misuse",
        words="Of oneself, family, neighbours, colleagues, at odd hours, in bulk: prompts, never verdicts.",
    ),
    Entry(title="Decoys", name="audit:decoys", words="Records made to detect leaks, and the alarms that rang."),
    Entry(
        title="Copies out",
        name="exports:out",
        words="Who holds copies of your agency's records and until when. Find a copy by its number.",
    ),
    Entry(
        title="Copies our people should have destroyed",
        name="exports:held",
        words="Copies that your own people took and did not confirm destroyed in time.",
    ),
    Entry(title="Review desk", name="review:desk", words="Records of yours whose review day has come or is near."),
    Entry(title="Disposals", name="review:disposals", words="What is proposed to go, and certificates of what went."),
    Entry(
        title="In a leaver’s place",
        name="stand_ins:index",
        words="Need-to-know lists that name nobody of yours any more, and who stands in for the leaver.",
    ),
    Entry(
        title="Rights of people",
        name="rights:list",
        words="Requests of people about what is held of them: found, decided and answered in time.",
    ),
)
