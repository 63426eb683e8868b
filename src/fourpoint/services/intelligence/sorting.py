"""
Sorts a submission into the queue of a threat, at a level of risk, with alerts over it: a person's judgement, recorded.

What the wording seems to tell of is proposed and no more. A level or an alert raises the priority to its own, and so
brings the clock forward; neither ever lowers it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import in_force
from fourpoint.catalogue.intelligence import RiskLevelEntry, TriageAlertEntry
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.domain.stretches import has_words
from fourpoint.domain.submissions import Priority
from fourpoint.records.intelligence.models import Submission, Triage
from fourpoint.services.intelligence import escalating, triage
from fourpoint.services.library.places import threat_names


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """
    Where a submission was sorted, in codes and in words; empty where it was not.

    proposed  codes of alerts that the wording seems to call for, and nobody raised
    """

    threat: str
    threat_name: str
    level: str
    level_name: str
    alerts: tuple[tuple[str, str], ...]
    proposed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sorting:
    """Into which threat's queue, at which of its levels, with which alerts over it; `reason` is on what that rests."""

    threat: str
    level: str = ""
    alerts: tuple[str, ...] = ()
    reason: str = ""


@transaction.atomic
def sort(*, by: Actor, purpose: str, at: datetime, submission_id: int, into: Sorting) -> None:
    """
    Put it into a queue, at a level, with alerts; who is on duty is told of a new alert.

    raises  NoSuchSubmission, NotAllowed; Unusable for codes that the catalogue has not, a level of another threat, or
            a level without its reason
    """
    row = triage.locked(submission_id, by)
    reason = triage.clean_reason(into.reason, "the basis")
    least = _least_priority(into)
    if into.level and not reason:
        raise Unusable("Say on what the level rests: it decides how soon somebody acts.")
    new = set(into.alerts) - set(row.alerts)
    row.threat, row.level, row.alerts = into.threat, into.level, sorted(set(into.alerts))
    row.save(update_fields=["threat", "level", "alerts"])
    if least.rank < Priority(row.priority).rank:
        triage.raise_priority(row, least, at=at)
    triage.keep(row, "sort", reason=reason, by=by, purpose=purpose, at=at)
    if new:
        escalating.page(row.submission, at=at)


def list_levels() -> tuple[RiskLevelEntry, ...]:
    """Return the levels of every threat that has some, the lowest first."""
    return tuple(in_force.read_entries("risk_levels", RiskLevelEntry))


def list_alerts() -> tuple[TriageAlertEntry, ...]:
    """Return the alerts that a desk can raise."""
    return tuple(in_force.read_entries("triage_alerts", TriageAlertEntry))


def level_name(code: str) -> str:
    """Return the name of that level; the code itself for one that the catalogue has no longer."""
    return next((one.name for one in list_levels() if one.id == code), code)


def alert_name(code: str) -> str:
    """Return the name of that alert; the code itself for one that the catalogue has no longer."""
    return next((one.name for one in list_alerts() if one.id == code), code)


def get_sorted(row: Triage) -> Sorted:
    """Return where that submission was sorted, and what its wording seems to call for."""
    sent: Submission = row.submission
    text = "\n".join((sent.what, sent.who, sent.place, sent.happened, sent.soon, sent.how_known))
    return Sorted(
        threat=row.threat,
        threat_name=threat_names().get(row.threat, row.threat),
        level=row.level,
        level_name=level_name(row.level),
        alerts=tuple((code, alert_name(code)) for code in row.alerts),
        proposed=tuple(
            one.id for one in list_alerts() if one.id not in row.alerts and has_words(frozenset(one.cues), text)
        ),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _least_priority(into: Sorting) -> Priority:
    """The most pressing priority that level and alerts give."""
    if into.threat and into.threat not in threat_names():
        raise Unusable("Choose the threat from the list.")
    levels = {one.id: one for one in list_levels()}
    known = {one.id: one for one in list_alerts()}
    if into.level and (into.level not in levels or levels[into.level].threat != into.threat):
        raise Unusable("Choose a level of the threat that you chose.")
    if not set(into.alerts) <= set(known):
        raise Unusable("Choose the alerts from the list.")
    given = [levels[into.level].priority] if into.level else []
    given += [known[code].priority for code in into.alerts]
    return min((Priority(one) for one in given), key=lambda one: one.rank, default=Priority.LOW)
