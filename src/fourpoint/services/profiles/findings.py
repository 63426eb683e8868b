"""What the numbers say in words: one rule to a function, cautious, every number of a sentence a figure that opens."""

from collections.abc import Callable
from dataclasses import dataclass

from fourpoint.domain import months as calendar
from fourpoint.domain.document import Finding
from fourpoint.domain.figures import Figure
from fourpoint.services.profiles.ledger import say
from fourpoint.services.profiles.place.concentration import Concentrated
from fourpoint.services.profiles.place.maps import Maps
from fourpoint.services.profiles.threat.comparison import Comparison
from fourpoint.services.profiles.threat.headline import Headline
from fourpoint.services.profiles.threat.trend import Trend
from fourpoint.services.profiles.threat.types import TypeLine
from fourpoint.services.profiles.view import View
from fourpoint.services.profiles.vulnerability.overlay import Overlay

MOST = {"stands-out": 4, "changed": 2, "cannot-say": 3}
FEWEST_ROWS = 30


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the sections found, for the rules to speak of."""

    view: View
    headline: Headline
    trend: Trend
    comparison: Comparison
    types: tuple[TypeLine, ...]
    maps: Maps
    concentrated: Concentrated | None
    overlay: Overlay | None


Rule = Callable[[Evidence], Finding | None]


def find(evidence: Evidence) -> tuple[Finding, ...]:
    """Return what the rules find, in order of heading and rule, at most nine."""
    found = [finding for rule in RULES if (finding := rule(evidence))]
    return tuple(finding for kind in MOST for finding in [one for one in found if one.kind == kind][: MOST[kind]])


# ---- what stands out -------------------------------------------------------------------------------------------------


def rate_beside_others(evidence: Evidence) -> Finding | None:
    """The rate against the comparison: told as higher or lower only when the intervals do not overlap."""
    own, base = evidence.headline.rate, evidence.comparison.rate
    if evidence.view.is_force or own.interval is None or base.interval is None:
        return None
    low, high = own.interval.low > base.interval.high, own.interval.high < base.interval.low
    word = "higher than" if low else "lower than" if high else "not clearly different from"
    districts = len(evidence.view.facts.territory.districts)
    rank = (
        f" It ranks {_ordinal(evidence.comparison.rank)} of the force's {districts} districts"
        if evidence.comparison.rank
        else ""
    )
    signal = evidence.comparison.signal
    funnel = (
        ", outside the limits within which districts usually differ."
        if signal in ("high", "low")
        else (", within the limits that districts usually differ by." if rank else "")
    )
    told = say(
        f"The rate of {evidence.view.threat.noun} in {evidence.view.area.name}, ",
        own,
        f" per 1,000 residents, is {word} that of {evidence.comparison.base_name}, ",
        base,
        f".{rank}{funnel}",
    )
    return Finding(finding_id="rate-beside-others", kind="stands-out", sentence=told)


def type_that_stands_out(evidence: Evidence) -> Finding | None:
    """The crime type furthest above the comparison, among those with enough rows and clear intervals."""
    clear = [
        line
        for line in evidence.types
        if (line.count.value or 0) >= FEWEST_ROWS
        and line.rate.interval
        and line.base.interval
        and line.base.value
        and line.rate.interval.low > line.base.interval.high
    ]
    if evidence.view.is_force or len(evidence.types) < 2 or not clear:
        return None
    most = max(clear, key=lambda line: (line.rate.value or 0) / (line.base.value or 1))
    told = say(
        f"Furthest above {evidence.comparison.base_name} is {most.name.lower()}: ",
        most.rate,
        " per 1,000 residents against ",
        most.base,
        ".",
    )
    return Finding(finding_id="type-that-stands-out", kind="stands-out", sentence=told)


def concentration(evidence: Evidence) -> Finding | None:
    """Concentration, told only beside what chance would give and only where it is above it."""
    found = evidence.concentrated
    if found is None or found.share.value is None or found.expected.interval is None:
        return None
    if found.share.value <= found.expected.interval.high:
        return None
    told = say(
        f"The busiest 5% of neighbourhoods ({found.found.top_areas} of {found.found.areas}) hold ",
        found.share,
        f" of {evidence.view.threat.noun}; chance alone would give ",
        found.expected,
        ".",
    )
    return Finding(finding_id="concentration", kind="stands-out", sentence=told)


def meets_deprivation(evidence: Evidence) -> Finding | None:
    """How many neighbourhoods are high in both, beside how many would be if the two were unrelated."""
    if evidence.overlay is None or not evidence.overlay.both.value or evidence.overlay.both.denominator is None:
        return None
    by_chance = evidence.overlay.both.denominator.value / 9
    names = [row[0].text for row in evidence.overlay.ranked.rows[:3]]
    told = say(
        evidence.overlay.both,
        f" neighbourhoods are in the highest third both by {evidence.view.threat.noun} and by"
        f" {evidence.view.domain} deprivation; about {by_chance:.0f} would be if the two were unrelated. Most"
        f" reasons to look: {'; '.join(names)}.",
    )
    return Finding(finding_id="meets-deprivation", kind="stands-out", sentence=told)


# ---- what changed ----------------------------------------------------------------------------------------------------


def change_on_a_year(evidence: Evidence) -> Finding | None:
    """The change on the same months a year before: told as one only when its interval leaves out no change."""
    found, figure = evidence.headline.compared, evidence.headline.change
    if found.verdict is None or figure.value is None:
        return None
    months = calendar.run_in_words(found.months)
    if found.verdict == "no clear change":
        told = say(
            f"No clear change in {evidence.view.threat.noun} between {months} and the same months a year before (",
            figure,
            ").",
        )
    else:
        word = "more" if found.verdict == "higher" else "fewer"
        told = say(
            f"There were {word} {evidence.view.threat.counts} in {months} than in the same months a year before: ",
            figure,
            ".",
        )
    return Finding(finding_id="change-on-a-year", kind="changed", sentence=told)


def type_that_changed(evidence: Evidence) -> Finding | None:
    """The crime type with the clearest change on a year before, among those with enough rows."""
    clear = [
        line
        for line in evidence.types
        if line.compared.verdict in ("higher", "lower") and line.compared.count_before >= FEWEST_ROWS
    ]
    if len(evidence.types) < 2 or not clear:
        return None
    most = max(clear, key=lambda line: abs(line.change.value or 0))
    word = "up" if most.compared.verdict == "higher" else "down"
    told = say(
        f"The clearest change by crime type is {most.name.lower()}, {word} on the same months a year before: ",
        most.change,
        ".",
    )
    return Finding(finding_id="type-that-changed", kind="changed", sentence=told)


def months_outside_limits(evidence: Evidence) -> Finding | None:
    """Months outside the control limits, among those asked for."""
    outside = [month for month in (*evidence.trend.high, *evidence.trend.low) if month in evidence.view.months]
    if not outside:
        return None
    parts: list[str | Figure] = []
    for month in sorted(outside)[:3]:
        side = "above" if month in evidence.trend.high else "below"
        parts += [
            f"{'; ' if parts else ''}{calendar.in_words(month)}, {side} (",
            evidence.trend.figures[month],
            ")",
        ]
    told = say("Outside the limits within which months usually vary: ", *parts, ".")
    return Finding(finding_id="months-outside-limits", kind="changed", sentence=told)


# ---- what cannot be said ---------------------------------------------------------------------------------------------


def supply(evidence: Evidence) -> Finding | None:
    """Months missing, incomplete or without a year to compare: named, and never told as a fall."""
    view = evidence.view
    parts = []
    if view.missing:
        parts.append(f"Not held: {calendar.run_in_words(view.missing)}.")
    if touched := [month for month in view.held if month in view.partial]:
        parts.append(f"Incomplete, which is a gap in supply and not a fall: {calendar.run_in_words(touched)}.")
    if left := [pair.month for pair in evidence.headline.compared.left_out if pair.month in view.held]:
        months = calendar.run_in_words(left)
        parts.append(f"Not set against a year before, whose months are not held or not complete: {months}.")
    return Finding(finding_id="supply", kind="cannot-say", sentence=say(" ".join(parts))) if parts else None


def proxy(evidence: Evidence) -> Finding | None:
    """What the published category does not tell of the threat."""
    return Finding(finding_id="proxy", kind="cannot-say", sentence=say(evidence.view.threat.proxy))


def unseen(evidence: Evidence) -> Finding | None:
    """The threats that the street files do not show at all, so that silence is not read as absence."""
    names = [threat.name for threat in evidence.view.catalogue.unseen]
    told = f"These data say nothing of {', '.join(names[:-1])} or {names[-1]}: silence here is not absence."
    return Finding(finding_id="unseen", kind="cannot-say", sentence=say(told))


RULES: tuple[Rule, ...] = (
    rate_beside_others,
    type_that_stands_out,
    concentration,
    meets_deprivation,
    change_on_a_year,
    type_that_changed,
    months_outside_limits,
    supply,
    proxy,
    unseen,
)


def _ordinal(number: int | None) -> str:
    if number is None:
        return ""
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
