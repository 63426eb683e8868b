"""
What the reader chose, as it stands in the address: threat, months, comparison and domain of vulnerability.

The address holds all of it, so a link can be sent. What was not chosen is left out and means the default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, kw_only=True)
class State:
    """The choices of one address; empty means not chosen."""

    threat: str = ""
    first: str = ""
    last: str = ""
    compare: str = ""
    domain: str = ""

    @property
    def query(self) -> str:
        """The choices as the query of an address, with its question mark; empty when nothing was chosen."""
        pairs = [(name, value) for name, value in zip(NAMES, self._values(), strict=True) if value]
        return f"?{urlencode(pairs)}" if pairs else ""

    def _values(self) -> tuple[str, ...]:
        return self.threat, self.first, self.last, self.compare, self.domain


NAMES = ("threat", "from", "to", "compare", "domain")


def read_state(query: Mapping[str, str]) -> State:
    """Return the choices of a request's query, as they were written; nothing is judged here."""
    threat, first, last, compare, domain = (query.get(name, "").strip()[:64] for name in NAMES)
    return State(threat=threat, first=first, last=last, compare=compare, domain=domain)
