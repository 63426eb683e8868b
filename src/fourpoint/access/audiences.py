"""Reads audiences from their rows as the values that the sharing rule weighs."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import AgreementTerms, Audience, Handling, Named, Subject

# Ending an agreement early moves its end; an agreement counts as signed when its last party has signed.
_TERMS = """
    g.id AS agreement_id, g.ceiling, g.purposes AS agreed_purposes, g.subjects, g.starts_at,
        least(g.ends_at, g.ended_at) AS agreement_ends_at,
        ARRAY(SELECT p.agency_id FROM sharing_agreementparty p WHERE p.agreement_id = g.id) AS parties,
        (SELECT CASE WHEN bool_and(p.signed_at IS NOT NULL) THEN max(p.signed_at) END
            FROM sharing_agreementparty p WHERE p.agreement_id = g.id) AS signed_at
"""
# One row per audience with everything the rule needs.
_AUDIENCES = f"""
    SELECT a.id, a.owner_id, a.marking, a.handling, a.conditions, a.purposes, a.subject, a.ends_at,
        ARRAY(SELECT n.agency_id FROM sharing_audienceagency n WHERE n.audience_id = a.id) AS agencies,
        ARRAY(SELECT m.person_id FROM sharing_audiencemember m WHERE m.audience_id = a.id ORDER BY m.id) AS people,
        ARRAY(SELECT m.agency_id FROM sharing_audiencemember m WHERE m.audience_id = a.id ORDER BY m.id) AS places,
        {_TERMS}
    FROM sharing_audience a LEFT JOIN sharing_agreement g ON g.id = a.agreement_id
"""  # noqa: S608
_CONCERNING = """
    WHERE a.owner_id = %(agency)s
        OR a.id IN (SELECT n.audience_id FROM sharing_audienceagency n WHERE n.agency_id = %(agency)s)
    ORDER BY a.id
"""


def concerning(agency_id: int) -> dict[int, Audience]:
    """Return, by id, every audience that the agency owns or is named in: no other can be open to its people."""
    return {row["id"]: _audience(row) for row in _read(_AUDIENCES + _CONCERNING, {"agency": agency_id})}


def everyone() -> dict[int, Audience]:
    """Return every audience by id: for tests, which compare the whole with what a person sees."""
    return {row["id"]: _audience(row) for row in _read(_AUDIENCES + " ORDER BY a.id", {})}


def terms(agreement_id: int) -> AgreementTerms | None:
    """Return what the agreement of that id says, None when there is none."""
    query = f"SELECT {_TERMS} FROM sharing_agreement g WHERE g.id = %(agreement)s"  # noqa: S608
    rows = _read(query, {"agreement": agreement_id})
    return _terms(rows[0]) if rows else None


def _read(query: str, parameters: dict[str, int]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        columns = [column.name for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _audience(row: Mapping[str, Any]) -> Audience:
    places = zip(row["people"], row["places"], strict=True)
    return Audience(
        owner_id=row["owner_id"],
        marking=Marking(row["marking"]),
        handling=Handling(row["handling"]),
        conditions=tuple(row["conditions"]),
        agencies=frozenset(row["agencies"]),
        agreement=_terms(row),
        purposes=frozenset(row["purposes"]),
        compartment=frozenset(Named(person_id=person, agency_id=agency) for person, agency in places),
        subject=Subject(row["subject"]),
        ends_at=row["ends_at"],
    )


def _terms(row: Mapping[str, Any]) -> AgreementTerms | None:
    if row["agreement_id"] is None:
        return None
    return AgreementTerms(
        agreement_id=row["agreement_id"],
        parties=frozenset(row["parties"]),
        purposes=frozenset(row["agreed_purposes"]),
        ceiling=Marking(row["ceiling"]),
        subjects=frozenset(Subject(subject) for subject in row["subjects"]),
        starts_at=row["starts_at"],
        ends_at=row["agreement_ends_at"],
        signed_at=row["signed_at"],
    )
