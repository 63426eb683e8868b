"""
Forums: standing groups of agencies that meet under an agreement, and are given things together.

A forum gives nobody access: what is disseminated to it is placed under its agreement, for its members by name. Whoever
joins later reads nothing that was given before, and whoever leaves keeps what the agreement still gives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from fourpoint.access import audiences, checks, trail
from fourpoint.access.context import Acting
from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor, AgreementTerms
from fourpoint.records.agencies.models import Agency
from fourpoint.records.disclosure.models import Forum
from fourpoint.services.sharing.codes import words

LONGEST_NAME, LONGEST_WORDS = 120, 500
FEWEST = 2


class NoSuchForum(checks.NotOpen):
    """No forum of that code is known to the actor's agency."""


@dataclass(frozen=True, kw_only=True)
class ForumDraft:
    """A forum to found; members are ids of parties to the agreement, the actor's own agency among them."""

    name: str
    words: str
    agreement_id: int
    members: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class ForumCard:
    """
    A forum as people of a party see it.

    agreement_id  the version of its agreement that speaks now
    purposes      (code, words) for which its agreement lets things be given
    others        its members beside the reader's agency: (id, name)
    note          why nothing can be given to it now; empty when something can
    """

    code: str
    name: str
    words: str
    agreement_id: int
    agreement: str
    purposes: tuple[tuple[str, str], ...]
    members: tuple[str, ...]
    others: tuple[tuple[int, str], ...]
    is_member: bool
    may_change: bool
    note: str


@transaction.atomic
def found_forum(*, by: Actor, purpose: str, at: datetime, forum: ForumDraft) -> str:
    """
    Found a forum and return its code.

    raises  NotAllowed unless the actor governs her agency; Unusable, in one sentence, for what cannot be
    """
    checks.check_may_govern(by)
    name, said = clean_text(forum.name), clean_text(forum.words)
    if not name or len(name) > LONGEST_NAME or not said or len(said) > LONGEST_WORDS:
        raise Unusable(
            f"Give the forum a name of at most {LONGEST_NAME} characters, and say in at most {LONGEST_WORDS} what it is"
            " for."
        )
    terms = _terms(forum.agreement_id, by, at)
    _check_members(forum.members, terms, by)
    code = slugify(name)[:40]
    if not code or Forum.objects.filter(code=code).exists():
        raise Unusable("There is a forum of that name, or it has no letters: choose another name.")
    row = Forum.objects.create(
        code=code,
        name=name,
        words=said,
        agreement_id=terms.agreement_id,
        keeper_id=by.agency_id or 0,
        members=sorted(forum.members),
        made_at=at,
        made_by_id=by.person_id,
    )
    _note("forum.found", row, by=by, purpose=purpose, at=at)
    return code


@transaction.atomic
def set_members(*, by: Actor, purpose: str, at: datetime, code: str, members: frozenset[int]) -> None:
    """
    Say who belongs to a forum from now on; what was given to it before stays with whom it was given to.

    raises  NoSuchForum; NotAllowed unless the actor governs the agency that keeps it; Unusable for an agency that is no
            party to its agreement
    """
    row = _row(code, lock=True)
    checks.check_may_govern(by, agency_id=row.keeper_id)
    _check_members(members, _terms(row.agreement_id, by, at), by)
    row.members = sorted(members)
    row.save(update_fields=["members"])
    _note("forum.change", row, by=by, purpose=purpose, at=at)


@transaction.atomic
def end_forum(*, by: Actor, purpose: str, at: datetime, code: str) -> None:
    """End a forum: nothing more is given to it. Raises NoSuchForum; NotAllowed unless the actor governs its keeper."""
    row = _row(code, lock=True)
    checks.check_may_govern(by, agency_id=row.keeper_id)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _note("forum.end", row, by=by, purpose=purpose, at=at)


def list_forums(who: Acting) -> tuple[ForumCard, ...]:
    """Return the forums under agreements of the person's agency that were not ended, by name."""
    rows = list(Forum.objects.filter(ended_at=None).order_by("name"))
    names = _names({agency for row in rows for agency in row.members})
    return tuple(_card(row, who, names) for row in rows)


def get_forum(who: Acting, code: str) -> ForumCard:
    """Return a forum that is not ended; raises NoSuchForum."""
    row = _row(code)
    return _card(row, who, _names(set(row.members)))


def forum_id(code: str) -> int:
    """Return the id of a forum that is not ended; raises NoSuchForum."""
    return _row(code).pk


# ----------------------------------------------------------------------------------------------------------------------


def _row(code: str, *, lock: bool = False) -> Forum:
    rows = Forum.objects.select_for_update() if lock else Forum.objects.all()
    row = rows.filter(code=code[:40], ended_at=None).first()
    if row is None:
        raise NoSuchForum("There is no such forum, or your agency is not bound by its agreement.")
    return row


def _terms(agreement_id: int, by: Actor, at: datetime) -> AgreementTerms:
    terms = audiences.terms(agreement_id)
    terms = terms.version_at(at) if terms else None
    if terms is None or (by.agency_id or 0) not in terms.parties or terms.signed_at is None or terms.ends_at <= at:
        raise Unusable("Choose an agreement that binds your agency, that every party signed, and that is not over.")
    return terms


def _check_members(members: frozenset[int], terms: AgreementTerms, by: Actor) -> None:
    if len(members) < FEWEST or (by.agency_id or 0) not in members:
        raise Unusable("A forum has at least two members, and your own agency is one of them.")
    if not members <= terms.parties:
        raise Unusable("One of the members is not a party to the agreement: choose among its parties.")


def _card(row: Forum, who: Acting, names: dict[int, str]) -> ForumCard:
    terms = audiences.terms(row.agreement_id)
    speaks = terms.version_at(who.at) if terms else None
    mine = who.actor.agency_id
    return ForumCard(
        code=row.code,
        name=row.name,
        words=row.words,
        agreement_id=speaks.agreement_id if speaks else row.agreement_id,
        agreement=speaks.name if speaks else "",
        purposes=tuple((code, words("purposes", code)) for code in sorted(speaks.purposes)) if speaks else (),
        members=tuple(sorted(names[agency] for agency in row.members if agency in names)),
        others=tuple((agency, names[agency]) for agency in row.members if agency != mine and agency in names),
        is_member=mine in row.members,
        may_change=mine == row.keeper_id and checks.may_govern(who.actor),
        note=_note_of(row, speaks, who),
    )


def _note_of(row: Forum, speaks: AgreementTerms | None, who: Acting) -> str:
    if speaks is None or speaks.takes_over_at is None or not speaks.takes_over_at <= who.at < speaks.ends_at:
        return "Its agreement does not hold now: nothing can be given to it."
    read_only = speaks.read_only_at(who.at)
    if read_only is not None and read_only <= who.at:
        return "The review of its agreement is overdue: nothing more can be given under it."
    if not set(row.members) <= speaks.parties:
        return "One of its members is no party to the agreement as it stands now: whoever keeps it says who belongs."
    return "" if who.actor.agency_id in row.members else "Your agency is not a member."


def _names(agencies: Iterable[int]) -> dict[int, str]:
    return dict(Agency.objects.filter(id__in=set(agencies)).values_list("id", "name"))


def _note(action: str, row: Forum, *, by: Actor, purpose: str, at: datetime) -> None:
    facts: trail.Facts = {"agreement": row.agreement_id, "members": [str(agency) for agency in row.members]}
    change = trail.Change(action=action, object_kind="forum", object_id=row.pk, facts=facts)
    trail.record(change, by=by, purpose=purpose, at=at)
