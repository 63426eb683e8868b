"""Reads audiences from their rows as the values that the sharing rule weighs."""

import json
from collections.abc import Iterable, Iterator, Mapping
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
    Reviewed,
    Subject,
)

# Ending an agreement early moves its end; an agreement, and a review of it, counts as signed when its last party has
# signed.
_TERMS = """
    SELECT g.id AS agreement_id, g.replaces_id, g.title, g.version, g.ceiling, g.purposes, g.subjects, g.starts_at,
        g.handling, g.training, g.categories,
        (g.review_on + 1)::timestamp AT TIME ZONE 'Europe/London' AS review_at,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(c.number, c.purposes, c.categories)), '[]')
            FROM sharing_agreementclause c WHERE c.agreement_id = g.id) AS clauses,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(
                extract(epoch FROM s.signed_at),
                extract(epoch FROM (r.review_on + 1)::timestamp AT TIME ZONE 'Europe/London'))), '[]')
            FROM sharing_agreementreview r, LATERAL (
                SELECT max(one.signed_at) AS signed_at, count(*) AS signatures
                FROM sharing_reviewsignature one WHERE one.review_id = r.id) s
            WHERE r.agreement_id = g.id AND s.signatures = (
                SELECT count(*) FROM sharing_agreementparty p WHERE p.agreement_id = g.id)) AS reviews,
        least(g.ends_at, g.ended_at) AS ends_at,
        ARRAY(SELECT p.agency_id FROM sharing_agreementparty p WHERE p.agreement_id = g.id) AS parties,
        (SELECT CASE WHEN bool_and(p.signed_at IS NOT NULL) THEN max(p.signed_at) END
            FROM sharing_agreementparty p WHERE p.agreement_id = g.id) AS signed_at
    FROM sharing_agreement g
"""
# The agreements asked for, with every later version of each.
_VERSIONS = f"""
    WITH RECURSIVE asked AS (
        SELECT id FROM sharing_agreement WHERE id = ANY (%(agreements)s)
        UNION SELECT later.id FROM sharing_agreement later JOIN asked ON later.replaces_id = asked.id
    ) {_TERMS} WHERE g.id IN (SELECT id FROM asked)
"""  # noqa: S608
_EARLIER = """
    WITH RECURSIVE asked AS (
        SELECT id, replaces_id FROM sharing_agreement WHERE id = ANY (%(agreements)s)
        UNION SELECT earlier.id, earlier.replaces_id
            FROM sharing_agreement earlier JOIN asked ON asked.replaces_id = earlier.id
    ) SELECT id FROM asked
"""
# One row per audience with everything the rule needs, but for the agreement: many audiences rest on one.
_AUDIENCES = """
    SELECT a.id, a.owner_id, a.marking, a.handling, a.conditions, a.purposes, a.subject, a.categories, a.ends_at,
        a.instructions, a.descriptors, a.prefixes, a.caveats, a.clause, a.agreement_id,
        (SELECT coalesce(jsonb_agg(jsonb_build_array(
                d.agency_id, d.person_id, d.purposes, d.gateway, extract(epoch FROM d.ends_at))), '[]')
            FROM sharing_audiencedisclosure d WHERE d.audience_id = a.id) AS disclosures,
        ARRAY(SELECT n.agency_id FROM sharing_audienceagency n WHERE n.audience_id = a.id) AS agencies,
        ARRAY(SELECT m.person_id FROM sharing_audiencemember m WHERE m.audience_id = a.id ORDER BY m.id) AS people,
        ARRAY(SELECT m.agency_id FROM sharing_audiencemember m WHERE m.audience_id = a.id ORDER BY m.id) AS places
    FROM sharing_audience a
"""
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
    return _audiences(_read(_AUDIENCES + _CONCERNING, asked))


def concerning_actor(actor: Actor, *, at: datetime) -> dict[int, Audience]:
    """Return, by id, every audience that can be open to this actor at that instant."""
    if actor.agency_id is None:
        return {}
    opened = {one.owner_id for one in actor.emergencies if one.starts_at <= at < one.ends_at}
    return concerning(actor.agency_id, opened=opened)


def find(audience_id: int) -> Audience | None:
    """Return the audience of that id, None when there is none."""
    return some((audience_id,)).get(audience_id)


def some(audience_ids: Iterable[int]) -> dict[int, Audience]:
    """Return, by id, those of these audiences that there are."""
    asked = {"ids": list(audience_ids)}
    return _audiences(_read(_AUDIENCES + " WHERE a.id = ANY (%(ids)s) ORDER BY a.id", asked)) if asked["ids"] else {}


def everyone() -> dict[int, Audience]:
    """Return every audience by id."""
    return _audiences(_read(_AUDIENCES + " ORDER BY a.id", {}))


def terms(agreement_id: int) -> AgreementTerms | None:
    """Return what the agreement of that id says, None when there is none."""
    return terms_of([agreement_id]).get(agreement_id)


def terms_of(agreement_ids: Iterable[int]) -> dict[int, AgreementTerms]:
    """Return, by id, what these agreements say, each with the versions that follow it."""
    wanted = set(agreement_ids)
    if not wanted:
        return {}
    rows = {row["agreement_id"]: row for row in _read(_VERSIONS, {"agreements": list(wanted)})}
    following = {row["replaces_id"]: row["agreement_id"] for row in rows.values()}
    made: dict[int, AgreementTerms] = {}
    for agreement_id in sorted(rows, reverse=True):
        # A version is recorded after the one that it replaces, so the later are made first.
        made[agreement_id] = _terms(rows[agreement_id], made.get(following.get(agreement_id, 0)))
    return {agreement_id: made[agreement_id] for agreement_id in wanted & set(made)}


def with_earlier(agreement_ids: Iterable[int]) -> set[int]:
    """Return the ids of these agreements and of every version that they follow: what rests on those changes too."""
    return {row["id"] for row in _read(_EARLIER, {"agreements": list(agreement_ids)})}


def _read(query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        columns = [column.name for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _audiences(rows: list[dict[str, Any]]) -> dict[int, Audience]:
    agreements = terms_of(row["agreement_id"] for row in rows if row["agreement_id"] is not None)
    return {row["id"]: _audience(row, agreements.get(row["agreement_id"])) for row in rows}


def _audience(row: Mapping[str, Any], agreement: AgreementTerms | None) -> Audience:
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
        agreement=agreement,
        purposes=frozenset(row["purposes"]),
        compartment=frozenset(Named(person_id=person, agency_id=agency) for person, agency in places),
        subject=Subject(row["subject"]),
        categories=frozenset(row["categories"]),
        ends_at=row["ends_at"],
    )


def _terms(row: Mapping[str, Any], later: AgreementTerms | None) -> AgreementTerms:
    return AgreementTerms(
        agreement_id=row["agreement_id"],
        parties=frozenset(row["parties"]),
        purposes=frozenset(row["purposes"]),
        ceiling=Marking(row["ceiling"]),
        subjects=frozenset(Subject(subject) for subject in row["subjects"]),
        starts_at=row["starts_at"],
        ends_at=min([row["ends_at"], *_take_overs(later)]),
        signed_at=row["signed_at"],
        review_at=row["review_at"],
        name=f"{row['title']}, version {row['version']}",
        handling=frozenset(Handling(code) for code in row["handling"]),
        training=frozenset(row["training"]),
        clauses=frozenset(
            Clause(number=number, purposes=frozenset(purposes), categories=frozenset(categories))
            for number, purposes, categories in json.loads(row["clauses"])
        ),
        categories=frozenset(row["categories"]),
        reviews=frozenset(
            Reviewed(signed_at=_instant(signed), review_at=_instant(due)) for signed, due in json.loads(row["reviews"])
        ),
        followed_by=later,
    )


def _take_overs(later: AgreementTerms | None) -> Iterator[datetime]:
    while later is not None:
        if later.takes_over_at is not None:
            yield later.takes_over_at
        later = later.followed_by


def _instant(epoch: float) -> datetime:
    return datetime.fromtimestamp(epoch, tz=UTC)


def _disclosure(agency_id: int, person_id: int | None, purposes: list[str], gateway: str, ends: float) -> Disclosure:
    return Disclosure(
        agency_id=agency_id,
        person_id=person_id,
        purposes=frozenset(purposes),
        gateway=gateway,
        ends_at=_instant(ends),
    )
