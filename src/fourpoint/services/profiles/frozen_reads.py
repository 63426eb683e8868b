"""
Reads of frozen editions in their cuts. Row security decides which there are: a partner has no police edition at all.

Whoever sees no Profile row of an area gets NoSuchProfile for its editions too.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db import connection

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.domain.document import Withheld
from fourpoint.domain.documents_json import NotADocument, from_json
from fourpoint.records.profiles.models import Edition, RedactionReport
from fourpoint.services.profiles import store
from fourpoint.services.profiles.frozen import EditionCard, FrozenEdition, Newest, unpack
from fourpoint.services.profiles.hiding import the_cuts
from fourpoint.services.profiles.queries import check_visible

BYTES = ("document", "pdf", "tables")
EditionFile = Literal["document", "pdf", "tables", "ods"]
# In SQL, as every page of an area asks: Django takes longer to put this together than PostgreSQL to answer it.
_FROZEN = """
    SELECT label, cut, version, approved_at IS NOT NULL, frozen_at FROM profiles_edition
    WHERE profile_id IN (SELECT id FROM profiles_profile WHERE area_code = %(area)s)
"""


def list_editions(area: str) -> tuple[EditionCard, ...]:
    """
    Return the editions of an area that are open to the person: the newest quarter first, and in each the cuts in the
    order of the catalogue. An approved edition stands for its own proof.

    raises  NoSuchProfile when the area is not open to the person
    """
    check_visible(area)
    rows = _approved_first(Edition.objects.filter(profile__area_code=area))
    newest: dict[tuple[str, str], int] = {}
    for row in rows:
        newest[row.label, row.cut] = max(row.version, newest.get((row.label, row.cut), 0))
    cards = [_card(row, newest[row.label, row.cut]) for row in rows]
    cards.sort(key=lambda card: (_place(card.cut), -card.version))
    return tuple(sorted(cards, key=lambda card: card.label, reverse=True))


def find_newest(area: str) -> Newest | None:
    """
    Return the edition that `list_editions` has first, in what a page of the area says of it; None when there is none.

    raises  NoSuchProfile when the area is not open to the person
    """
    check_visible(area)
    with connection.cursor() as cursor:
        cursor.execute(_FROZEN, {"area": area})
        rows = cursor.fetchall()

    def rank(row: tuple[str, str, int, bool, datetime]) -> tuple[str, int, int, bool]:
        label, cut, version, is_approved, _ = row
        return label, -_place(cut), version, is_approved

    found = max(rows, key=rank, default=None)
    if found is None:
        return None
    label, cut, version, _, frozen_at = found
    return Newest(area_code=area, label=label, cut=cut, cut_name=_cut_name(cut), version=version, frozen_at=frozen_at)


def find_edition(
    area: str, label: str, *, cut: str = "", version: int | None = None, who: Acting
) -> FrozenEdition | None:
    """
    Return a frozen edition as it was frozen, and record that it was read; None when there is none.

    cut      empty: the fullest that is open to the person
    version  None: the newest

    raises   NoSuchProfile when the area is not open to the person
    """
    row = _find_row(area, label, cut, version, left=("pdf", "tables"))
    if row is None:
        return None
    trail.record_readings(who, [trail.Read(object_kind="edition", object_id=row.pk, audience_id=row.audience_id)])
    key = ("edition", row.document_sha256)
    document = store.DOCUMENTS.get(key, lambda: from_json(bytes(row.document)))
    if document.edition is None:
        raise NotADocument(f"Edition {row.pk} was not frozen as an edition.")
    return FrozenEdition(card=_card(row, _newest(row)), document=document, reference=document.edition)


def find_edition_file(
    area: str, label: str, kind: EditionFile, *, cut: str = "", version: int | None = None, who: Acting
) -> bytes | None:
    """
    Return a file of a frozen edition exactly as frozen, and record that it was read; None when there is none.

    kind    "document" (edition.json), "pdf", "tables" (the zip) or "ods" (the spreadsheet in it)
    raises  NoSuchProfile when the area is not open to the person
    """
    column = "tables" if kind == "ods" else kind
    row = _find_row(area, label, cut, version, left=tuple(name for name in BYTES if name != column))
    if row is None:
        return None
    trail.record_readings(who, [trail.Read(object_kind="edition", object_id=row.pk, audience_id=row.audience_id)])
    data = bytes(getattr(row, column))
    if kind == "ods":
        return next((held for name, held in unpack(data) if name.endswith(".ods")), None)
    return data


def find_report(edition_id: int) -> tuple[Withheld, ...]:
    """Return in full what an edition leaves out; nothing for who is not of its owner, or not cleared for it."""
    row = RedactionReport.objects.filter(edition_id=edition_id).first()
    if row is None:
        return ()
    return tuple(Withheld(rule=line["rule"], words=line["words"], count=line["count"]) for line in row.lines)


# ----------------------------------------------------------------------------------------------------------------------


def _approved_first(rows: Iterable[Edition]) -> list[Edition]:
    """Return the rows, newest first, without the proof of what is approved."""
    held = rows.select_related("profile", "frozen_by", "approved_by").defer(*BYTES)  # type: ignore[attr-defined]
    found: dict[tuple[int, str, str, int], Edition] = {}
    for row in sorted(held, key=lambda row: (row.version, row.approved_at is not None), reverse=True):
        found.setdefault((row.profile_id, row.label, row.cut, row.version), row)
    return list(found.values())


def _find_row(area: str, label: str, cut: str, version: int | None, *, left: tuple[str, ...]) -> Edition | None:
    check_visible(area)
    rows = Edition.objects.filter(profile__area_code=area, label=label)
    if cut:
        rows = rows.filter(cut=cut)
    if version is not None:
        rows = rows.filter(version=version)
    found = sorted(_approved_first(rows), key=lambda row: _place(row.cut))
    if not found:
        return None
    chosen = Edition.objects.select_related("profile", "frozen_by", "approved_by").defer(*left)
    return chosen.get(pk=found[0].pk)


def _newest(row: Edition) -> int:
    alike = Edition.objects.filter(profile_id=row.profile_id, label=row.label, cut=row.cut)
    return max(alike.values_list("version", flat=True))


def _place(code: str) -> int:
    """Where a cut stands in the order of the catalogue, the fullest first; one that it has not stands last."""
    codes = [one.cut_id for one in the_cuts()]
    return codes.index(code) if code in codes else len(codes)


def _cut_name(code: str) -> str:
    return next((one.name for one in the_cuts() if one.cut_id == code), code)


def _card(row: Edition, newest: int) -> EditionCard:
    cut = next((one for one in the_cuts() if one.cut_id == row.cut), None)
    return EditionCard(
        edition_id=row.pk,
        audience_id=row.audience_id,
        area_code=row.profile.area_code,
        owner_id=row.profile.owner_id,
        label=row.label,
        cut=row.cut,
        cut_name=_cut_name(row.cut),
        version=row.version,
        frozen_at=row.frozen_at,
        frozen_by=row.frozen_by.name,
        data_version=row.data_version,
        code_version=row.code_version,
        document_sha256=row.document_sha256,
        pdf_sha256=row.pdf_sha256,
        tables_sha256=row.tables_sha256,
        superseded_by=newest if newest > row.version else None,
        approved_at=row.approved_at,
        approved_by=row.approved_by.name if row.approved_by else "",
        is_proof=bool(cut and cut.approval) and row.approved_at is None,
    )
