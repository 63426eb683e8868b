"""Papers for the tests: written by one of the cast, within her agency or under the demonstration's agreement."""

from datetime import datetime, timedelta

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.records.audit.models import Event
from fourpoint.services.library import actions, queries
from fourpoint.services.library.about import About
from fourpoint.services.library.choosing import AudienceChoice
from fourpoint.services.library.contents import Content, Written
from fourpoint.services.library.queries import NoSuchPaper, PaperPage
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.sharing.actions import owner_only
from tests.factories.cast import AT, Cast

LATER = AT + timedelta(hours=1)

ALONE = AudienceChoice(marking=Marking.OFFICIAL)
SHARED = AudienceChoice(
    marking=Marking.OFFICIAL, agreement="local-profiles", purposes=frozenset({"local-profile", "prevent-crime"})
)


def write(
    person_id: int,
    *,
    title: str = "Gannets on the harbour wall",
    content: Content | None = None,
    audience: AudienceChoice = SHARED,
    at: datetime = AT,
    **more: object,
) -> int:
    """Put a paper in the library as that person and return its id; `more` replaces what the draft says."""
    said: dict[str, object] = {"summary": "Made up for a test.", "kind": "guide", **more}
    draft = actions.PaperDraft(
        title=title,
        content=content or Written(text="They dive for **mackerel** at dawn."),
        audience=audience,
        **said,  # type: ignore[arg-type]
    )
    with context.acting(person_id, at=at) as who:
        return actions.write_paper(by=who.actor, purpose=who.purpose, at=at, paper=draft)


def say(person_id: int, paper_id: int, text: str, *, at: datetime = AT, to_everyone: bool = False) -> int:
    """Comment on a paper as that person and return the comment's id."""
    with context.acting(person_id, at=at) as who:
        return actions.comment(
            by=who.actor, purpose=who.purpose, at=at, paper_id=paper_id, text=text, to_everyone=to_everyone
        )


def add(
    person_id: int,
    paper_id: int,
    content: Content | None,
    *,
    changed: str = "More gulls.",
    about: About | None = None,
    at: datetime = AT,
) -> int:
    """Add a version as that person and return its number."""
    with context.acting(person_id, at=at) as who:
        return actions.add_version(
            by=who.actor,
            purpose=who.purpose,
            at=at,
            paper_id=paper_id,
            revision=actions.Revision(changed=changed, content=content, about=about),
        )


def read(person_id: int, paper_id: int, *, at: datetime = AT, number: int | None = None) -> PaperPage:
    """Read a paper as that person."""
    with context.acting(person_id, at=at) as who:
        return queries.get_paper(who, paper_id, number=number)


def is_open(person_id: int, paper_id: int, *, at: datetime = AT) -> bool:
    """Whether that person can read the paper."""
    try:
        return bool(read(person_id, paper_id, at=at))
    except NoSuchPaper:
        return False


def take_back(cast: Cast, owner_id: int, paper_id: int) -> None:
    """Take a paper of the force back from everybody else."""
    with context.acting(cast.asha, at=LATER) as who:
        placing = Placing(kind="paper", record_id=paper_id, audience=owner_only(owner_id), reason="No need.")
        place(by=who.actor, purpose=who.purpose, at=LATER, placing=placing)


def events(cast: Cast, kind: str) -> list[dict[str, object]]:
    """What the trail of the force holds of objects of that kind."""
    with context.acting(cast.ines, at=LATER):
        rows = Event.objects.filter(object_kind=kind).order_by("at", "id")
        return [dict(row) for row in rows.values("action", "operation", "agencies", "object_id")]
