"""Notices that agreements are due: given to every party by the daily job, and read on the agreement's page."""

from dataclasses import dataclass
from datetime import date, datetime

from fourpoint.access import context
from fourpoint.records.agencies.models import Agency
from fourpoint.records.sharing.models import AgreementNotice
from fourpoint.services.agencies import letters
from fourpoint.services.agencies.founding import get_steward
from fourpoint.services.sharing.codes import words
from fourpoint.services.sharing.due import write_notices


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """That the agency was told on a day, and of which day."""

    name: str
    about: str
    due_on: date
    given_at: datetime


def give_notices(*, at: datetime) -> int:
    """
    Note for every agency what has come near, and return how many notices are new.

    Each agency's are written as its steward, by what holds at that instant, in a transaction of their own.
    """
    new = 0
    for code in Agency.objects.order_by("id").values_list("code", flat=True):
        with context.acting(get_steward(code), at=at) as who:
            given = write_notices(by=who.actor, purpose=who.purpose, at=at)
            if given and who.actor.agency_id:
                # One mail for all of them, which does not say which agreements: their titles are for the parties.
                told = letters.members_with("administers", agency_id=who.actor.agency_id, at=at)
                letters.write_to(told, kind="agreement", path="/agreements/", agency_id=who.actor.agency_id, at=at)
            new += given
    return new


def list_notices(agreement_id: int) -> tuple[NoticeLine, ...]:
    """Return the notices of an agreement that the agency acted for was given, the latest first."""
    rows = AgreementNotice.objects.filter(agreement_id=agreement_id).order_by("-given_at", "-id")
    return tuple(
        NoticeLine(
            name="Overdue" if row.notice == "overdue" else words("agreement_notices", row.notice),
            about=row.about,
            due_on=row.due_on,
            given_at=row.given_at,
        )
        for row in rows
    )
