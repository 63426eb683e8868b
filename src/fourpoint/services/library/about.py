"""What a paper is about, as lists and searches tell it: checked, changed with a version, and told as it was before."""

from dataclasses import dataclass

from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.errors import Unusable
from fourpoint.records.library.models import Paper
from fourpoint.services.library.places import area_names, list_areas, threat_names

LONGEST_TITLE, LONGEST_SUMMARY = 200, 1_000


@dataclass(frozen=True, kw_only=True)
class About:
    """
    What a paper is about.

    area_codes, threat  codes; no area and no threat where it is about none in particular
    """

    title: str
    summary: str
    area_codes: tuple[str, ...] = ()
    threat: str = ""


def get_about(row: Paper) -> About:
    """Return what the paper is about now."""
    return About(title=row.title, summary=row.summary, area_codes=tuple(row.area_codes), threat=row.threat)


def check_about(about: About, *, owner_id: int, before: About | None = None) -> None:
    """Raise Unusable, in one sentence, for what cannot be; areas and a threat that it had before can stay."""
    title = clean_text(about.title)
    if not title:
        raise Unusable("Write the title: it is empty.")
    if len(title) > LONGEST_TITLE:
        raise Unusable(f"Shorten the title: it has {len(title):,} characters, and {LONGEST_TITLE:,} are the most.")
    if len(clean_text(about.summary)) > LONGEST_SUMMARY:
        raise Unusable(f"The summary is too long: {LONGEST_SUMMARY:,} characters are the most.")
    if about.threat not in {"", before.threat if before else "", *threat_names()}:
        raise Unusable("Choose the threat from the list, or none.")
    known = {code for code, _ in list_areas(agency_id=owner_id, also=before.area_codes if before else ())}
    if set(about.area_codes) - known:
        raise Unusable("Choose the areas from the list, or none.")


def settle(row: Paper, about: About) -> None:
    """Give the row what it is about, without saving it."""
    row.title, row.summary = clean_text(about.title), clean_text(about.summary)
    row.area_codes, row.threat = sorted(set(about.area_codes)), about.threat


def what_changed(before: About, row: Paper) -> dict[str, str]:
    """Return what of the paper is not as before, each by its code with a sentence on how it was, for its readers."""
    areas, threats = area_names(), threat_names()
    were = ", ".join(areas.get(code, code) for code in before.area_codes)
    said = {
        "title": (before.title != row.title, f"The title was “{before.title}”."),
        "summary": (before.summary != row.summary, f"The summary was {_quoted(before.summary)}."),
        "areas": (set(before.area_codes) != set(row.area_codes), f"The areas were: {were or 'none in particular'}."),
        "threat": (
            before.threat != row.threat,
            f"The threat was: {threats.get(before.threat, before.threat) or 'none in particular'}.",
        ),
    }
    return {code: sentence for code, (is_changed, sentence) in said.items() if is_changed}


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "empty"
