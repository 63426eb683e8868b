"""Papers for the tests: written by one of the cast, within her agency or under the demonstration's agreement."""

from datetime import datetime

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.services.library import actions
from fourpoint.services.library.choosing import AudienceChoice
from fourpoint.services.library.contents import Content, Written
from tests.factories.cast import AT

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


def add(person_id: int, paper_id: int, content: Content, *, changed: str = "More gulls.", at: datetime = AT) -> int:
    """Add a version as that person and return its number."""
    with context.acting(person_id, at=at) as who:
        return actions.add_version(
            by=who.actor, purpose=who.purpose, at=at, paper_id=paper_id, content=content, changed=changed
        )
