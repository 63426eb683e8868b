"""An agency and a person of it, made by its steward: for tests that need nobody else of the demonstration."""

from datetime import datetime, timedelta

from fourpoint.access import context
from fourpoint.domain.markings import Marking
from fourpoint.services.agencies import actions, founding
from fourpoint.services.agencies.passwords import hash_password

PASSWORD = "a long password that nobody guesses"


def found(code: str, *, at: datetime) -> None:
    """Found a police force of that code."""
    founding.found_agency(agency=founding.AgencyDraft(code=code, name=f"Force {code}", kind="police-force"), at=at)


def hire(email: str, *, agency: str, at: datetime, roles: tuple[str, ...] = ("reader",)) -> int:
    """Let somebody into the agency, with PASSWORD, since the day before that instant; return the person's id."""
    post = actions.Post(
        roles=roles,
        clearance=Marking.OFFICIAL,
        default_purpose="local-profile",
        starts_at=at - timedelta(days=1),
    )
    with context.acting(founding.get_steward(agency), at=at) as who:
        common = {"by": who.actor, "purpose": founding.PURPOSE, "at": at}
        name = email.split("@")[0].title()
        person_id = actions.invite_person(**common, email=email, name=name, password=hash_password(PASSWORD))
        actions.grant_membership(**common, person_id=person_id, post=post)
    return person_id
