"""Which small numbers are hidden from whom: by the cuts of the catalogue, frozen and on the live pages alike."""

from dataclasses import replace

from fourpoint.access import in_force
from fourpoint.catalogue.entries import CutEntry
from fourpoint.domain.cuts import Cut
from fourpoint.domain.document import Document, Withheld
from fourpoint.domain.markings import parse_marking
from fourpoint.domain.redaction import Redacted, Rule, redact
from fourpoint.services.profiles import store
from fourpoint.services.profiles.reading.territory import Territory
from fourpoint.services.profiles.sentences import settle_sentences


def the_cuts() -> tuple[Cut, ...]:
    """Return the cuts of the catalogue in force, the one for the fewest readers first."""
    return tuple(_cut(entry) for entry in in_force.read_entries("editions", CutEntry))


def hide_numbers(document: Document, rule: Rule, *, area: str) -> Redacted:
    """
    Return the document under the rule, with the sentences beside its figures written anew where any was hidden.

    area  the area of the profile, which of a neighbourhood's document is not its own
    """
    redacted = redact(document, rule, within=_within(document, area))
    if redacted.document is document:
        return redacted
    return replace(redacted, document=settle_sentences(redacted.document))


def hide_for_partners(document: Document, *, area: str) -> Document:
    """Return a live document for who does not own the profile, by the rule of the first cut made for such readers."""
    cut = next((cut for cut in the_cuts() if cut.readers == "profile" and not cut.approval), None)
    if cut is None:
        return document
    redacted = hide_numbers(document, Rule(threshold=cut.threshold, rounding=cut.rounding), area=area)
    told = Withheld(rule="hidden", words="numbers are hidden for being small", count=redacted.small + redacted.cover)
    return replace(redacted.document, withheld=(told,))


# ----------------------------------------------------------------------------------------------------------------------


def _cut(entry: CutEntry) -> Cut:
    return Cut(
        cut_id=entry.id,
        name=entry.name,
        readers=entry.readers,
        marking=parse_marking(entry.marking),
        commentary=entry.commentary,
        threshold=entry.threshold,
        rounding=entry.rounding,
        approval=entry.approval,
    )


def _within(document: Document, area: str) -> dict[str, tuple[str, ...]]:
    """The neighbourhoods of each district, where the document's own data are counted by both."""
    if all(card.published for card in document.sources):
        return {}
    territory: Territory = store.facts_of(area).territory
    found: dict[str, list[str]] = {}
    for places in territory.neighbourhoods.values():
        for place in places:
            found.setdefault(territory.districts[place.district].code, []).append(place.code)
    return {district: tuple(codes) for district, codes in found.items()}
