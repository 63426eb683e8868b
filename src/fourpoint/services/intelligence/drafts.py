"""
What somebody is writing and has not sent: hers alone, saved as she goes, and open on whatever device she signs in at.

A draft is no record yet, and nobody else reads of it anywhere, the trail included.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from fourpoint.access import checks, in_force
from fourpoint.access.context import Acting
from fourpoint.catalogue.vocabulary import load_vocabulary
from fourpoint.domain.cleaning import check_length
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.guidance import Advice, Answered, advise
from fourpoint.domain.sharing import Actor
from fourpoint.domain.submissions import LONGEST_TEXT, About, Danger, Written
from fourpoint.records.intelligence.models import Draft
from fourpoint.services.agencies import limits

# Her own drafts, at once; and a text that nobody typed, which is refused before it fills the table.
MOST_DRAFTS, LONGEST_SAVED, MOST_SUBJECTS = 20, 5 * LONGEST_TEXT, 12
SUBJECTS = {
    "person": "A person",
    "organisation": "A group or organisation",
    "place": "An address or a place",
    "vehicle": "A vehicle",
    "contact": "A telephone number or a name online",
    "other": "Something else",
}
_FIELDS, _STEPS = "fields", "steps"
Fields = Mapping[str, str]


class NoSuchDraft(checks.NotOpen):
    """The reader has no such draft."""


class Overtaken(Unusable):
    """The same part of the draft was saved elsewhere since this copy was opened."""


@dataclass(frozen=True, kw_only=True)
class DraftCard:
    """
    A draft as its writer sees it.

    fields  what was typed so far, by name; what was not is not there
    saves   how often it was saved, which a form sends back with what it changes
    """

    key: uuid.UUID
    fields: Fields
    saves: int
    begun_at: datetime
    saved_at: datetime

    def get(self, name: str) -> str:
        """Return what was typed there, empty for nothing."""
        return self.fields.get(name, "")

    @property
    def danger(self) -> Danger | None:
        """The answer to the first question; None when it was not answered."""
        said = self.get("danger")
        return Danger(said) if said in {one.value for one in Danger} else None

    @property
    def about(self) -> tuple[About, ...]:
        """The subjects that were kept apart, those with words."""
        numbered = ((self.get(f"about_kind_{n}"), self.get(f"about_words_{n}")) for n in range(1, MOST_SUBJECTS + 1))
        return tuple(
            About(kind=kind if kind in SUBJECTS else "other", words=words) for kind, words in numbered if words.strip()
        )

    def written(self) -> Written:
        """Return it as what is sent; raises Unusable, in one sentence, for what cannot be."""
        return Written(
            **{name: self.get(name) for name in _SAID},
            may_contact={"yes": True, "no": False}.get(self.get("may_contact")),
            about=self.about,
        )


_SAID = ("what", "who", "place", "postcode", "point", "when", "soon", "how_known", "who_else", "comes_back", "contact")


@transaction.atomic
def begin(*, by: Actor, at: datetime, danger: Danger) -> uuid.UUID:
    """
    Begin a draft with the answer to the first question, and return its key.

    raises  Refused for somebody who is a member of no agency, or has too many drafts
    """
    agency_id = _check_may_begin(by)
    content = {_FIELDS: {"danger": danger.value}, _STEPS: {"danger": 1}}
    row = Draft.objects.create(
        person_id=by.person_id, agency_id=agency_id, content=content, saves=1, begun_at=at, saved_at=at
    )
    return row.key


@transaction.atomic
def bring(*, by: Actor, at: datetime, key: uuid.UUID, fields: Fields) -> DraftCard:
    """
    Take over what was written on a device without a network, under the key that was made there, and return the draft.

    Brought twice it is one draft, as it was brought last.

    raises  as `begin`; Unusable for a text that is far too long, or a key that is somebody else's
    """
    for said in fields.values():
        check_length(said, most=LONGEST_SAVED)
        if "\0" in said:
            raise Unusable("The text holds a character that no text has (a null): type it in again.")
    row = Draft.objects.select_for_update().filter(key=key).first()
    if row is None:
        row = Draft(key=key, person_id=by.person_id, agency_id=_check_may_begin(by), begun_at=at)
    row.saves += 1
    row.content = {_FIELDS: dict(fields), _STEPS: dict.fromkeys(("danger", "what", "where"), row.saves)}
    row.saved_at = at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Unusable("That key is in use: write it down anew.") from None
    return _card(row)


@transaction.atomic
def save(*, by: Actor, at: datetime, key: uuid.UUID, step: str, fields: Fields, saves: int) -> int:
    """
    Save what stands in one step's fields, and return how often the draft was saved.

    saves  how often it had been saved when this copy was opened

    raises  NoSuchDraft; Unusable for a text that is far too long; Overtaken when that step was saved elsewhere since,
            and says other things there
    """
    row = Draft.objects.select_for_update().filter(key=key, person_id=by.person_id).first()
    if row is None:
        raise NoSuchDraft("You have no such draft.")
    for said in fields.values():
        check_length(said, most=LONGEST_SAVED)
    held, steps = dict(row.content.get(_FIELDS, {})), dict(row.content.get(_STEPS, {}))
    changed = {name: said for name, said in fields.items() if held.get(name, "") != said}
    if not changed:
        return row.saves
    if steps.get(step, 0) > saves:
        raise Overtaken(
            "This part was saved on another device or page since you opened it here, so this copy was not saved over"
            " it: compare the two, and save again to keep this one."
        )
    row.saves += 1
    row.content = {_FIELDS: held | changed, _STEPS: steps | {step: row.saves}}
    row.saved_at = at
    row.save(update_fields=["saves", "content", "saved_at"])
    return row.saves


@transaction.atomic
def throw_away(*, by: Actor, key: uuid.UUID) -> None:
    """Throw a draft away for good; one that is not there any more is fine."""
    Draft.objects.filter(key=key, person_id=by.person_id).delete()


def forget_old(*, at: datetime) -> int:
    """Throw away the drafts of everybody that were not touched for too long; return how many went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fourpoint_forget_drafts(%s)", [at - limits.length("draft-kept")])
        return int(cursor.fetchone()[0])


def list_drafts(who: Acting) -> tuple[DraftCard, ...]:
    """Return the reader's drafts for the agency she acts for, the last saved first."""
    return tuple(_card(row) for row in Draft.objects.filter(person_id=who.actor.person_id).order_by("-saved_at"))


def get_draft(who: Acting, key: uuid.UUID) -> DraftCard:
    """Return one of the reader's drafts; raises NoSuchDraft."""
    row = Draft.objects.filter(key=key, person_id=who.actor.person_id).first()
    if row is None:
        raise NoSuchDraft("You have no such draft.")
    return _card(row)


def find_advice(fields: Fields) -> tuple[tuple[str, str], ...]:
    """
    Return advice on what was typed: each a stretch of it, empty for the whole, and a sentence.

    raises  Unusable for a text that is too long to be sent
    """
    text = fields.get("what", "")
    check_length(text, most=LONGEST_TEXT)
    answered = Answered(
        when=_has(fields, ("when",)),
        where=_has(fields, ("place", "postcode")),
        how_known=_has(fields, ("how_known",)),
    )
    return tuple(_said(one, text) for one in advise(text, answered, load_vocabulary(in_force.override())))


# ----------------------------------------------------------------------------------------------------------------------


def _check_may_begin(by: Actor) -> int:
    """Return the agency for which it is begun."""
    if by.agency_id is None:
        raise Refused("You are a member of no agency now, and what is passed on is passed on for one.")
    if Draft.objects.count() >= MOST_DRAFTS:
        raise Refused(f"You have {MOST_DRAFTS} drafts: send or throw away one of them first.")
    return by.agency_id


def _card(row: Draft) -> DraftCard:
    return DraftCard(
        key=row.key,
        fields=dict(row.content.get(_FIELDS, {})),
        saves=row.saves,
        begun_at=row.begun_at,
        saved_at=row.saved_at,
    )


def _has(fields: Fields, names: Iterable[str]) -> bool:
    return any(fields.get(name, "").strip() for name in names)


def _said(advice: Advice, text: str) -> tuple[str, str]:
    stretch = advice.stretch.of(text).strip() if advice.stretch else ""
    if f"“{stretch}”" in advice.sentence:
        # Said there already.
        stretch = ""
    return (stretch if len(stretch) <= 120 else f"{stretch[:117]}…", advice.sentence)
