"""
Mail: somebody is told that something needs them, and at which page. Nothing marked, and no word of anybody's, is in it.

An action writes the letter in its own transaction; a job sends it after that was committed, tries again when it fails,
and gives up in the end, which the keepers of the agency's people see. Nobody chooses an address: a person is written to
at the address of her account, and only an invitation goes to the address that is invited.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from fourpoint.access import checks, standing, trail
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.letters import FAILED, HELD, SENT, WAITING
from fourpoint.records.agencies.models import Letter, Membership, Person
from fourpoint.services.agencies import limits
from fourpoint.services.agencies.actions import kept_agency
from fourpoint.services.agencies.sealed import seal, unseal

LOG = logging.getLogger(__name__)
USE, MOST_AT_ONCE = "letters", 50
# Between tries: a minute, then twice as long each time.
FIRST_WAIT = timedelta(minutes=1)
FAULTS = {HELD: "It was held back: it carried a decoy record."}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a mail of a kind says: its subject, and why somebody should open the page."""

    subject: str
    sentence: str


KINDS: dict[str, Words] = {
    "invitation": Words(
        subject="You are invited",
        sentence="You are invited to Fourpoint. The link works once, for a short time, and for you alone.",
    ),
    "locked-out": Words(
        subject="Your address was closed for a while",
        sentence=(
            "Signing in with your address failed several times, so it is closed for a while. If that was not you, tell"
            " whoever keeps the people of your agency. Your open sessions are listed here:"
        ),
    ),
    "reset": Words(
        subject="Set up how you sign in",
        sentence=(
            "Somebody who keeps the people of your agency let you set anew how you sign in. The link works once, for a"
            " short time, and for you alone. If you did not ask for it, do not open it and tell them at once:"
        ),
    ),
    "reset-told": Words(
        subject="How you sign in is being reset",
        sentence=(
            "Somebody who keeps the people of your agency began to reset how you sign in. If you did not ask for that,"
            " tell them at once. Your open sessions are listed here:"
        ),
    ),
    "reset-confirm": Words(
        subject="Something needs you", sentence="A colleague asks you to confirm that somebody's sign-in is reset:"
    ),
    "reset-help": Words(
        subject="Something needs you",
        sentence="Somebody said that this person of your agency cannot sign in. Find out whether it was they:",
    ),
    "agreement": Words(
        subject="Something needs you", sentence="Agreements of your agency come up for review or end soon:"
    ),
    "request": Words(subject="Something needs you", sentence="A request waits for your agency's answer:"),
    "infected": Words(
        subject="A file of yours was destroyed",
        sentence=(
            "A file that you put in held a virus and was destroyed. Look over the machine it came from. Where you put"
            " it in (the library, an agreement, what you passed on) it says which file it was:"
        ),
    ),
    "recall": Words(subject="Something needs you", sentence="A recall waits for your agency's answer:"),
    "outcome": Words(
        subject="What came of it",
        sentence="An intelligence desk tells you what came of something that you passed on:",
    ),
    "dissemination": Words(
        subject="Something needs you", sentence="Something was given to your agency and waits for its receipt:"
    ),
    "submission": Words(subject="Something needs you now", sentence="Something at the intelligence desk needs you:"),
    "question": Words(subject="Something needs you", sentence="There is a question about something that you sent:"),
    "requirement": Words(
        subject="Something needs you", sentence="Your agency is asked whether it knows something. Answering is short:"
    ),
    "broken-glass": Words(
        subject="Something needs you now",
        sentence="Someone broke glass to read your agency's records in an emergency. See who, and why:",
    ),
    "rights-call": Words(
        subject="Something needs you",
        sentence="Your agency's information governance role asks you to search what only you may read:",
    ),
    "rights-lift": Words(
        subject="Something needs you",
        sentence="Your agency's information governance role asks you whether what you set apart stays so:",
    ),
    "stand-in": Words(
        subject="Something is open to you now",
        sentence="You stand in a leaver's place on lists of who may read what. See whose, and since when:",
    ),
    "stand-in-wanted": Words(
        subject="Something needs you",
        sentence="Somebody left who alone of your agency could read some of its records. Say who stands in her place:",
    ),
    "search": Words(subject="Something new for you", sentence="A search that you keep found more. Open it to see:"),
    "empty-desk": Words(
        subject="Something needs you now",
        sentence="Nobody who works at your agency's intelligence desk can read what arrives. Say who does:",
    ),
}


@dataclass(frozen=True, kw_only=True)
class FailedLetter:
    """A mail that did not reach its reader, as the keepers of the agency's people see it."""

    letter_id: int
    to: str
    subject: str
    made_at: datetime
    ended_at: datetime
    why: str


def is_on() -> bool:
    """Return whether this installation sends mail at all."""
    return bool(settings.FOURPOINT_MAIL_BACKEND)


def write_to(people: Iterable[int], *, kind: str, path: str, agency_id: int | None, at: datetime) -> None:
    """Write to each of those people, inside the transaction of the act that they are told of."""
    if is_on():
        known = Person.objects.filter(id__in=set(people), kind=Person.PERSON, is_active=True).order_by("id")
        for person_id in known.values_list("id", flat=True):
            _write(kind=kind, path=path, agency_id=agency_id, at=at, person_id=person_id)


def write_invitation(address: str, *, path: str, agency_id: int, at: datetime) -> None:
    """Write to the address that is invited, inside the transaction of the invitation."""
    if is_on():
        _write(kind="invitation", path=path, agency_id=agency_id, at=at, address=address)


def wrote(*, kind: str, agency_id: int, since: datetime) -> bool:
    """Return whether a mail of that kind was written to people of the agency since then."""
    return Letter.objects.filter(kind=kind, agency_id=agency_id, made_at__gt=since).exists()


def members_with(power: str, *, agency_id: int, at: datetime) -> frozenset[int]:
    """Return the members of an agency with a role of that power: "administers", "governs" or "keeps_people"."""
    known = {code for code, role in standing.roles().items() if getattr(role, power)}
    held = Membership.objects.filter(agency_id=agency_id, starts_at__lte=at, roles__overlap=sorted(known))
    return frozenset(row.person_id for row in held if row.ends_at is None or at < row.ends_at)


def send_due(*, at: datetime) -> int:
    """Send what waits and is due, each in a transaction of its own; return how many were sent."""
    due = Letter.objects.filter(state=WAITING, next_at__lte=at).order_by("next_at", "id")[:MOST_AT_ONCE]
    return sum(_send(letter_id, at=at) for letter_id in list(due.values_list("id", flat=True)))


def list_failed(actor: Actor) -> tuple[FailedLetter, ...]:
    """Return the mail of the actor's agency that could not be sent, the latest first; raises NotAllowed."""
    rows = Letter.objects.filter(agency_id=kept_agency(actor), state__in=(FAILED, HELD)).select_related("person")
    return tuple(
        FailedLetter(
            letter_id=row.id,
            to=_address(row),
            subject=KINDS[row.kind].subject,
            made_at=row.made_at,
            ended_at=row.ended_at or row.made_at,
            why=FAULTS.get(row.state, f"The mail server did not take it ({row.fault})."),
        )
        for row in rows.order_by("-id")[:200]
        if row.kind in KINDS
    )


@transaction.atomic
def try_again(*, by: Actor, purpose: str, at: datetime, letter_id: int) -> None:
    """
    Let a mail that could not be sent be tried anew.

    raises  NotAllowed; NotOpen for one that is not the agency's, or did not fail
    """
    rows = Letter.objects.select_for_update().filter(id=letter_id, agency_id=kept_agency(by), state__in=(FAILED, HELD))
    row = rows.first()
    if row is None:
        raise checks.NotOpen("There is no such mail.")
    row.state, row.tries, row.next_at, row.ended_at = WAITING, 0, at, None
    row.save(update_fields=["state", "tries", "next_at", "ended_at"])
    change = trail.Change(action="mail.retry", object_kind="letter", object_id=row.id, facts={"kind": row.kind})
    trail.record(change, by=by, purpose=purpose, at=at)


def forget_old(*, at: datetime) -> int:
    """Throw away mail that was sent, or failed, longer ago than the catalogue says; return how many rows went."""
    gone, _ = Letter.objects.filter(ended_at__lte=at - limits.length("mail-kept")).delete()
    return gone


def _write(
    *, kind: str, path: str, agency_id: int | None, at: datetime, person_id: int | None = None, address: str = ""
) -> None:
    assert kind in KINDS  # noqa: S101
    Letter.objects.create(
        kind=kind,
        agency_id=agency_id,
        person_id=person_id,
        address=address,
        sealed=seal(path.encode(), use=USE),
        made_at=at,
        next_at=at,
    )


@transaction.atomic
def _send(letter_id: int, *, at: datetime) -> bool:
    rows = Letter.objects.select_for_update(of=("self",), skip_locked=True).select_related("person")
    row = rows.filter(id=letter_id, state=WAITING).first()
    # Another worker has it.
    if row is None:
        return False
    try:
        row.state, row.fault = (SENT, "") if _compose(row).send() else (HELD, "")
    except Exception as error:
        LOG.warning("letter %s was not sent: %s", row.pk, type(error).__name__)
        row.tries += 1
        row.fault, row.next_at = type(error).__name__[:120], at + FIRST_WAIT * 2**row.tries
        row.state = FAILED if row.tries >= limits.amount("mail-tries") else WAITING
    row.ended_at = None if row.state == WAITING else at
    # A link may open something, and whoever was to have it has it.
    row.sealed = b"" if row.state == SENT else row.sealed
    row.save()
    return row.state == SENT


def _compose(row: Letter) -> EmailMessage:
    words, path = KINDS[row.kind], unseal(bytes(row.sealed), use=USE)
    # Without its page (the secret key is another since) it leads to the first page.
    address = settings.FOURPOINT_ADDRESS + ("/" if path is None else path.decode())
    ending = "You get this mail because of your work with Fourpoint. It carries nothing of what it is about."
    return EmailMessage(
        subject=f"Fourpoint: {words.subject}",
        body=f"{words.sentence}\n\n{address}\n\n{ending}\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[_address(row)],
        connection=get_connection(settings.FOURPOINT_POST),
    )


def _address(row: Letter) -> str:
    return row.person.email if row.person is not None else row.address
