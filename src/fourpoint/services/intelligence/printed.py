"""What is printed of a released report: its items with grade, handling and conditions, the key, and the caveats."""

from fourpoint.access import in_force
from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import AdditionalMarkingEntry
from fourpoint.domain.days import day_of
from fourpoint.domain.errors import Unusable
from fourpoint.domain.months import day_in_words
from fourpoint.domain.printing import Passage, Printed, paragraphs
from fourpoint.domain.sharing import Audience
from fourpoint.services.intelligence.reading import ItemCard, get_report, get_row
from fourpoint.services.sharing.codes import condition_words, words


def to_print(who: Acting, report_id: int) -> tuple[Printed, int]:
    """
    Return what is printed of a released report, with the id of its audience, and record that it was read.

    raises  NoSuchReport; Unusable for an original, or one that waits for its release
    """
    row, page = get_row(report_id), get_report(who, report_id)
    if row.sanitised_of_id is None or row.released_at is None:
        raise Unusable("Only a released report is copied: an original stays on its desk.")
    audience, released = who.readable[row.audience_id], day_of(row.released_at)
    facts = [("Owner", page.line.owner), ("Released", day_in_words(released)), ("Collected", page.collection)]
    facts += [("Threat", page.line.threat)] if page.line.threat else []
    facts += [("Areas", ", ".join(page.line.areas))] if page.line.areas else []
    return (
        Printed(
            kind="Intelligence report",
            reference=page.line.reference,
            title=page.line.title,
            owner=page.line.owner,
            marking=marking_line(audience),
            handling=words("handling", audience.handling.value),
            conditions=tuple(condition_words(code) for code in sorted(set(audience.conditions))),
            markings=care_of(audience),
            facts=tuple(facts),
            passages=tuple(_passage(item) for item in page.items),
            key=tuple((line.part.capitalize(), line.code, line.words) for line in page.key.lines),
            caveats=page.key.caveats,
            made_on=(released.year, released.month, released.day),
        ),
        row.audience_id,
    )


def marking_line(audience: Audience) -> str:
    """Return the marking as it is printed on every page, with its additional markings and handling code."""
    added = [f"[{words('additional_markings', code)}]" for code in audience.additional.codes]
    return f"{' '.join((audience.marking.words, *added))}, handling code {audience.handling.value}"


def care_of(audience: Audience) -> tuple[str, ...]:
    """Return what each additional marking asks of a reader."""
    held = {one.id: one.words for one in in_force.read_entries("additional_markings", AdditionalMarkingEntry)}
    return tuple(held[code] for code in audience.additional.codes if code in held)


def _passage(item: ItemCard) -> Passage:
    days = [day_in_words(one) for one in (item.from_on, item.to_on) if one]
    where = " ".join(part for part in (item.place, item.postcode) if part)
    return Passage(
        heading=f"Item {item.number}, graded {item.grade}",
        note=", ".join(part for part in (" to ".join(dict.fromkeys(days)), where) if part),
        paragraphs=paragraphs(item.text),
    )
