"""Reads audiences from their rows as the values that the sharing rule weighs."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import (
    Actor,
    Additional,
    AgreementTerms,
    Audience,
    Clause,
    Disclosure,
    Handling,
    Named,
    Subject,
)

# Ending an agreement early moves its end; an agreement counts as signed when its last party has signed.
_TERMS = """
    g.id AS agreement_id, g.title, g.version, g.ceiling, g.purposes AS agreed_purposes, g.subjects, g.starts_at,
        g.handling AS agreed_handling, g.training,
        (g.review_on + 1)::timestamp AT TIME ZONE 'Europe/London' AS review_at,
        (SELECT coalesce(jsonb_object_agg(c.number, c.purposes), '{}')
            FROM sharing_agreementclause c WHERE c.agreement_id = g.id) AS clauses,
        least(g.ends_at, g.ended_at) AS agreement_ends_at,
        ARRAY(SELECT p.agency_id FROM sharing_agreementparty p WHERE p.agreement_id = g.id) AS parties,
        (SELECT CASE WHEN bool_and(p.signed_at IS NOT NULL) THEN max(p.signed_at) END
            FROM sharing_agreementparty p WHERE p.agreement_id = g.id) AS signed_at
"""
# One row per audience with everything the rule needs.
_AUDIENCES = f"""
    SELECT a.id, a.owner_id, a.marking, a.handling, a.conditions, a.purposes, a.subject, a.ends_at,
        a.instructions, a.descriptors, a.prefixes, a.caveats, a.clause,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(
                d.agency_id, d.person_id, d.purposes, d.gateway, extract(epoch FROM d.ends_at))), '[]')
            FROM sharing_audiencedisclosure d WHERE d.audience_id = a.id) AS disclosures,
        ARRAY(SELECT n.agency_id FROM sharing_audienceagency n WHERE n.audience_id = a.id) AS agencies,
        ARRAY(SELECT m.person_id FROM sharing_audiencemember m WHERE m.audience_id = a.id ORDER BY m.id) AS people,
        ARRAY(SELECT m.agency_id FROM sharing_audiencemember m WHERE m.audience_id = a.id ORDER BY m.id) AS places,
        {_TERMS}
    FROM sharing_audience a LEFT JOIN sharing_agreement g ON g.id = a.agreement_id
"""  # noqa: S608
_CONCERNING = """
    WHERE a.owner_id = %(agency)s
        OR a.owner_id = ANY (%(opened)s)
        OR a.id IN (SELECT n.audience_id FROM sharing_audienceagency n WHERE n.agency_id = %(agency)s)
        OR a.id IN (SELECT d.audience_id FROM sharing_audiencedisclosure d WHERE d.agency_id = %(agency)s)
    ORDER BY a.id
"""


def concerning(agency_id: int, *, opened: Iterable[int] = ()) -> dict[int, Audience]:
    """
    Return, by id, every audience that the agency owns or is named in, or to whom it was disclosed.

    opened  agencies whose material an emergency opens; no other audience can be open to the agency's people
    """
    asked = {"agency": agency_id, "opened": list(opened)}
    return {row["id"]: _audience(row) for row in _read(_AUDIENCES + _CONCERNING, asked)}


def concerning_actor(actor: Actor, *, at: datetime) -> dict[int, Audience]:
    """Return, by id, every audience that can be open to this actor at that instant."""
    if actor.agency_id is None:
        return {}
    opened = {one.owner_id for one in actor.emergencies if one.starts_at <= at < one.ends_at}
    return concerning(actor.agency_id, opened=opened)


def find(audience_id: int) -> Audience | None:
    """Return the audience of that id, None when there is none."""
    rows = _read(_AUDIENCES + " WHERE a.id = %(audience)s", {"audience": audience_id})
    return _audience(rows[0]) if rows else None


def everyone() -> dict[int, Audience]:
    """Return every audience by id: for tests, which compare the whole with what a person sees."""
    return {row["id"]: _audience(row) for row in _read(_AUDIENCES + " ORDER BY a.id", {})}


def terms(agreement_id: int) -> AgreementTerms | None:
    """Return what the agreement of that id says, None when there is none."""
    query = f"SELECT {_TERMS} FROM sharing_agreement g WHERE g.id = %(agreement)s"  # noqa: S608
    rows = _read(query, {"agreement": agreement_id})
    return _terms(rows[0]) if rows else None


def _read(query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
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
        additional=Additional(
            instructions=tuple(row["instructions"]),
            descriptors=tuple(row["descriptors"]),
            prefixes=tuple(row["prefixes"]),
            caveats=tuple(row["caveats"]),
        ),
        conditions=tuple(row["conditions"]),
        clause=row["clause"],
        disclosures=frozenset(_disclosure(*held) for held in json.loads(row["disclosures"])),
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
        review_at=row["review_at"],
        name=f"{row['title']}, version {row['version']}",
        handling=frozenset(Handling(code) for code in row["agreed_handling"]),
        training=frozenset(row["training"]),
        clauses=frozenset(
            Clause(number=number, purposes=frozenset(purposes))
            for number, purposes in json.loads(row["clauses"]).items()
        ),
    )


def _disclosure(agency_id: int, person_id: int | None, purposes: list[str], gateway: str, ends: float) -> Disclosure:
    return Disclosure(
        agency_id=agency_id,
        person_id=person_id,
        purposes=frozenset(purposes),
        gateway=gateway,
        ends_at=datetime.fromtimestamp(ends, tz=UTC),
    )
