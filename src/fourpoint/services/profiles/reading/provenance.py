"""Which stored version of each source a profile rests on: cards for the document, references for its figures."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import duckdb

from fourpoint.domain.document import SourceCard
from fourpoint.domain.figures import SourceRef


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """
    Sources by id, and the files of the force's street crime by month.

    street    the id of the source that the street crime came from
    files     checksum of each month's file
    rejected  rows of each month set aside on the way in
    """

    cards: Mapping[str, SourceCard]
    street: str
    files: Mapping[str, str]
    rejected: Mapping[str, int]

    def reference(self, source_id: str) -> tuple[SourceRef, ...]:
        """Return the reference of a source as a whole; nothing when it is not held."""
        card = self.cards.get(source_id)
        return (SourceRef(source_id=source_id, vintage=card.vintage, checksum=card.checksum),) if card else ()

    def street_reference(self, months: tuple[str, ...]) -> tuple[SourceRef, ...]:
        """Return the reference of exactly the monthly files used; the checksum is SHA-256 over theirs, in order."""
        used = [self.files[month] for month in months if month in self.files]
        if not used:
            return ()
        vintage = months[0] if len(used) == 1 else f"{months[0]} to {months[-1]}, {len(used)} files"
        digest = hashlib.sha256("\n".join(used).encode()).hexdigest()
        return (SourceRef(source_id=self.street, vintage=vintage, checksum=used[0] if len(used) == 1 else digest),)


def read_provenance(connection: duckdb.DuckDBPyConnection, slug: str, *, published: Collection[str]) -> Provenance:
    """Return every source held, and the force's monthly street files; `published` are the sources open to anyone."""
    files = connection.execute(
        """
        SELECT month, checksum, rejected FROM partition_info
        WHERE force = $1 AND source_id = $2 ORDER BY month
        """,
        [slug, STREET],
    ).fetchall()
    return Provenance(
        cards={card.source_id: replace(card, published=card.source_id in published) for card in _cards(connection)},
        street=STREET,
        files={month: checksum for month, checksum, _ in files},
        rejected={month: int(rejected or 0) for month, _, rejected in files},
    )


# ----------------------------------------------------------------------------------------------------------------------

STREET = "police-street"


def _cards(connection: duckdb.DuckDBPyConnection) -> list[SourceCard]:
    rows = connection.execute("""
        SELECT source_id, title, publisher, licence, attribution, vintage, period, checksum, rows, caveats
        FROM source_info ORDER BY source_id
        """).fetchall()
    return [_card(row) for row in rows]


def _card(row: tuple[object, ...]) -> SourceCard:
    words = [str(word or "") for word in row[:8]]
    caveats = row[9] if isinstance(row[9], list) else []
    return SourceCard(
        source_id=words[0],
        title=words[1],
        publisher=words[2],
        licence=words[3],
        attribution=words[4],
        vintage=words[5],
        period=words[6],
        checksum=words[7],
        rows=int(str(row[8])) if row[8] is not None else None,
        caveats=tuple(str(caveat) for caveat in caveats),
    )
