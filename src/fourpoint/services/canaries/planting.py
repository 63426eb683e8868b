"""
Plants decoy records: one of each marking, of every kind that can be planted, owned by an agency and open to nobody.

Each has a need-to-know list with one name on it, that of the agency's decoy keeper, who can never sign in. So whoever
is shown one was shown something by mistake, the owner's own people included, and no page or edition is cluttered.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fourpoint.access import context, trail
from fourpoint.domain.canaries import RANDOM_BYTES, make_token
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Additional, Audience, Named
from fourpoint.records.agencies.models import Agency, Membership, Person
from fourpoint.records.canaries.models import Canary
from fourpoint.records.profiles.models import Profile
from fourpoint.services.agencies.founding import NO_PASSWORD, PURPOSE, ROLE, get_steward
from fourpoint.services.canaries import intelligence, products
from fourpoint.services.library import actions as library
from fourpoint.services.library.about import LONGEST_TITLE
from fourpoint.services.library.choosing import AudienceChoice
from fourpoint.services.library.contents import Written
from fourpoint.services.library.kind import COMMENT_KIND as COMMENT
from fourpoint.services.library.kind import KIND as PAPER
from fourpoint.services.marked.kinds import find_kind
from fourpoint.services.marked.place import AlreadySo, Placing, place
from fourpoint.services.profiles.commentary import actions as commentary
from fourpoint.services.profiles.commentary.anchors import Anchor
from fourpoint.services.profiles.kind import KIND as COMMENTARY

WORDS = "Synthetic decoy, made to detect leaks; it is about nobody. If you can read this, tell the governance officer."


@dataclass(frozen=True, kw_only=True)
class Decoy:
    """What a planter writes: the words with the token in them, and who may see it."""

    words: str
    audience: Audience


Planter = Callable[[Decoy, Actor, datetime], str | None]


def plant(agency_code: str, *, at: datetime) -> int:
    """
    Plant what is missing of the agency's decoys and return how many that were; safe to repeat.

    raises  Person.DoesNotExist for an agency that is not on this system
    """
    keeper = _keeper(agency_code, at=at)
    with context.acting(keeper, at=at, purpose=PURPOSE) as who:
        return sum(_plant(kind, planter, who.actor, at) for kind, planter in PLANTERS.items())


def markings() -> tuple[tuple[Marking, Additional], ...]:
    """Return the markings of which there is a decoy: each by itself, and the highest with all four additional kinds."""
    every = Additional(
        instructions=("recipients-only",), descriptors=("personal-data",), prefixes=("uk",), caveats=("uk-eyes-only",)
    )
    return (*((marking, Additional()) for marking in Marking), (Marking.OFFICIAL_SENSITIVE, every))


# ----------------------------------------------------------------------------------------------------------------------


@transaction.atomic
def _plant(kind: str, planter: Planter, by: Actor, at: datetime) -> int:
    planted = 0
    held = set(Canary.objects.filter(owner_id=by.agency_id or 0, object_kind=kind).values_list("marking", flat=True))
    for decoy, words, token in _decoys(by):
        object_id = None if words in held else planter(decoy, by, at)
        if object_id is not None:
            _register(Canary(token=token, object_kind=kind, object_id=object_id, marking=words), by, at)
            planted += 1
    return planted


def _decoys(by: Actor) -> Iterator[tuple[Decoy, str, str]]:
    for marking, additional in markings():
        token = make_token(secrets.token_bytes(RANDOM_BYTES))
        audience = Audience(
            owner_id=by.agency_id or 0,
            marking=marking,
            additional=additional,
            compartment=frozenset({Named(person_id=by.person_id, agency_id=by.agency_id or 0)}),
        )
        words = " ".join((marking.words, *additional.codes))
        yield Decoy(words=f"{WORDS} Reference {token}", audience=audience), words, token


def _register(canary: Canary, by: Actor, at: datetime) -> None:
    row = find_kind(canary.object_kind).model._default_manager.get(pk=canary.object_id)
    canary.audience_id, canary.owner_id, canary.planted_at = row.audience_id, row.owner_id, at
    canary.save(force_insert=True)
    change = trail.Change(
        action="canary.plant", object_kind="canary", object_id=canary.pk, facts={"kind": canary.object_kind}
    )
    trail.record(change, by=by, purpose=PURPOSE, at=at)


def _keeper(code: str, *, at: datetime) -> int:
    """Return the agency's keeper of decoys, made when it has none: cleared for every marking, and never signs in."""
    get_steward(code)
    agency = Agency.objects.get(code=code)
    keeper, made = Person.objects.get_or_create(
        email=f"decoys@{code}.invalid",
        defaults={
            "kind": Person.STEWARD,
            "name": f"Decoy keeper of {agency.name} (synthetic)",
            "password": NO_PASSWORD,
            "created_at": at,
        },
    )
    if made:
        Membership.objects.create(
            person=keeper,
            agency=agency,
            roles=[ROLE],
            clearance=Marking.OFFICIAL_SENSITIVE.value,
            default_purpose=PURPOSE,
            starts_at=at,
            granted_at=at,
            granted_by=keeper,
        )
    return keeper.pk


def _commentary(decoy: Decoy, by: Actor, at: datetime) -> str | None:
    """Put the decoy on the first section of the agency's first profile; None while it has none."""
    profile = Profile.objects.filter(owner_id=by.agency_id or 0).order_by("area_code").first()
    if profile is None:
        return None
    draft = commentary.Draft(
        anchor=Anchor(kind="section", anchor_id="place"), text=decoy.words, audience=decoy.audience
    )
    area = profile.area_code
    return str(commentary.write_commentary(area=area, draft=draft, by=by, purpose=PURPOSE, at=at))


def _paper(decoy: Decoy, by: Actor, at: datetime) -> str | None:
    """Put the decoy in the library as a briefing that its keeper alone can read."""
    draft = library.PaperDraft(
        title=decoy.words[-LONGEST_TITLE:].lstrip(),
        summary=decoy.words,
        kind="briefing",
        content=Written(text=decoy.words),
        audience=AudienceChoice(marking=decoy.audience.marking),
    )
    paper_id = library.write_paper(by=by, purpose=PURPOSE, at=at, paper=draft)
    _close(PAPER.code, paper_id, decoy, by, at)
    return str(paper_id)


def _comment(decoy: Decoy, by: Actor, at: datetime) -> str | None:
    """Put the decoy below a decoy paper as a comment; None while there is no such paper."""
    papers = Canary.objects.filter(owner_id=by.agency_id or 0, object_kind=PAPER.code).order_by("id")
    paper = papers.values_list("object_id", flat=True).first()
    if paper is None:
        return None
    comment_id = library.comment(by=by, purpose=PURPOSE, at=at, paper_id=int(paper), text=decoy.words)
    _close(COMMENT.code, comment_id, decoy, by, at)
    return str(comment_id)


def _close(kind: str, record_id: int, decoy: Decoy, by: Actor, at: datetime) -> None:
    placing = Placing(kind=kind, record_id=record_id, audience=decoy.audience, reason="A decoy is for nobody to read.")
    with suppress(AlreadySo):
        place(by=by, purpose=PURPOSE, at=at, placing=placing)


def _planted(plant_one: Callable[[str, Audience, Actor, datetime], int | None]) -> Planter:
    """The planter of a kind whose decoys are written straight into its tables."""

    def planter(decoy: Decoy, by: Actor, at: datetime) -> str | None:
        number = plant_one(decoy.words, decoy.audience, by, at)
        return None if number is None else str(number)

    return planter


# Kinds that hold no words of anybody's, in which a token could stand: a pointer says only that there is something.
WORDLESS = frozenset({"pointer"}) | intelligence.WORDLESS
# In this order: a comment needs a paper to stand below, a statement a report to rest on.
PLANTERS: dict[str, Planter] = {
    COMMENTARY.code: _commentary,
    PAPER.code: _paper,
    COMMENT.code: _comment,
    "submission": _planted(intelligence.plant_submission),
    "report": _planted(intelligence.plant_report),
    "requirement": _planted(intelligence.plant_requirement),
    "statement": _planted(intelligence.plant_statement),
    "identity": _planted(intelligence.plant_identity),
    "product": _planted(products.plant_product),
}
