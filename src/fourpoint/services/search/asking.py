"""What is asked of the search box: words and what narrows them, and what the index is asked for in their place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fourpoint.access import in_force
from fourpoint.catalogue.intelligence import SensitiveSearchEntry
from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.errors import Unusable
from fourpoint.domain.seeking import NothingToSearchFor, Term, read_terms, words_of
from fourpoint.services.search.finding import Sought, make_words
from fourpoint.services.subjects.words import variants

LONGEST_REASON = 500


class ReasonMissing(Unusable):
    """Such a search is made with a reason, and none was given; `entry` says which, in the catalogue's words."""

    def __init__(self, entry: SensitiveSearchEntry) -> None:
        super().__init__(entry.words)
        self.entry = entry


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    One search.

    words   as typed (`domain.seeking`)
    alike   whether names spelt or sounding otherwise are sought too
    kind, area, threat  codes; empty for all
    since, until        days of what is told, both included; None for no bound
    reason  why, where the search calls for one
    """

    words: str = ""
    alike: bool = False
    kind: str = ""
    area: str = ""
    threat: str = ""
    since: date | None = None
    until: date | None = None
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.words.strip() or self.area or self.threat)

    def terms(self) -> tuple[Term, ...]:
        """Return the terms of the words, none where only an area or a threat is asked for; raises as `read_terms`."""
        return read_terms(self.words, alike=self.alike) if self.words.strip() else ()

    def kept(self) -> dict[str, str | bool]:
        """Return the search as it is kept with a person's saved searches, without its reason."""
        held: dict[str, str | bool] = {"words": self.words, "kind": self.kind, "area": self.area, "threat": self.threat}
        held |= {name: day.isoformat() for name, day in (("since", self.since), ("until", self.until)) if day}
        held["alike"] = self.alike
        return {name: value for name, value in held.items() if value}


def from_kept(held: Mapping[str, object], *, reason: str = "") -> Asked:
    """Return a search as it was kept."""
    said = {name: str(held.get(name, "")) for name in ("words", "kind", "area", "threat")}
    days = {name: date.fromisoformat(str(held[name])) for name in ("since", "until") if held.get(name)}
    return Asked(**said, **days, alike=bool(held.get("alike")), reason=reason)  # type: ignore[arg-type]


def make_sought(asked: Asked) -> Sought:
    """
    Return what the index is asked for.

    raises  NothingToSearchFor when nothing is asked for that can be sought; Unusable for too long a search, or an end
            before its beginning
    """
    if asked.is_empty:
        raise NothingToSearchFor("Type a word to search for, or choose an area or a threat.")
    if asked.since and asked.until and asked.until < asked.since:
        raise Unusable("The last day is before the first: change one of them.")
    terms = asked.terms()
    narrow = [("k", asked.kind), ("r", asked.area), ("h", asked.threat)]
    return Sought(
        words=make_words(terms, variants()) if terms else "",
        narrow=tuple(frozenset({f"{letter}={code}"}) for letter, code in narrow if code),
        since=asked.since or date.min,
        until=asked.until or date.max,
    )


def check_reason(asked: Asked) -> None:
    """Raise ReasonMissing for a search that the catalogue calls sensitive, unless it says why."""
    met = _meets(asked.terms())
    for entry in in_force.read_entries("sensitive_searches", SensitiveSearchEntry):
        if met & set(entry.met_by) and sum(map(str.isalpha, asked.reason)) < entry.least_letters:
            raise ReasonMissing(entry)


def _meets(terms: tuple[Term, ...]) -> set[str]:
    given = load_vocabulary(in_force.override()).given_names
    met: set[str] = {term.form for term in terms if term.form}
    if any(term.alike for term in terms):
        met.add("spelling")
    if given & set(words_of(terms)):
        met.add("name")
    return met
