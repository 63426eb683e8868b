"""
The people of the load bench: partners of the council, officers of the desk, and a session or a token for each.

Run in a folder of its own (FOURPOINT_HOME); what it prints is read by `bench.load`. Everybody is made up.
"""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from fourpoint.config import wiring
from fourpoint.domain.errors import Broken

# Before what knows the tables: tables want the settings first.
try:
    wiring.set_up()
except Broken as wrong:
    raise SystemExit(f"bench: {wrong}") from None

from fourpoint.access import context
from fourpoint.config.production import DEMO_PASSWORD
from fourpoint.domain.markings import Marking
from fourpoint.records.agencies.models import Person
from fourpoint.services.agencies import actions
from fourpoint.services.agencies.founding import PURPOSE, get_steward
from fourpoint.services.agencies.queries import find_person
from fourpoint.services.demo.loading import load_demo
from fourpoint.services.intelligence import desks, systems

WORLD = Path(__file__).parents[1] / "sample" / "demo.toml"
SYSTEMS = 10


def make(*, partners: int, officers: int) -> dict[str, list[str]]:
    """Return cookies of partners and officers, and tokens of partners' systems; makes what is not there."""
    at = timezone.now()
    load_demo(path=WORLD, password=DEMO_PASSWORD, at=at, material=False, lively=False)
    senders = [_person("thanet", f"partner{number}", "contributor", at=at) for number in range(partners)]
    workers = [_person("invicta", f"officer{number}", "intelligence-officer", at=at) for number in range(officers)]
    _staff(workers, at=at)
    return {
        "partners": [_cookie(one) for one in senders],
        "officers": [_cookie(one) for one in workers],
        "tokens": [_token(one, at=at) for one in senders[:SYSTEMS]],
    }


def _person(agency: str, name: str, role: str, *, at: datetime) -> int:
    with context.acting(get_steward(agency), at=at) as who:
        given = {"by": who.actor, "purpose": PURPOSE, "at": at}
        number = actions.invite_person(**given, email=f"{name}@{agency}.example", name=f"Made-up {name}", password=None)
        post = actions.Post(
            roles=(role,),
            clearance=Marking.OFFICIAL_SENSITIVE,
            default_purpose="prevent-crime",
            starts_at=at - timedelta(days=1),
            recertify_on=at.date() + timedelta(days=90),
        )
        actions.grant_membership(**given, person_id=number, post=post)
    return number


def _staff(workers: list[int], *, at: datetime) -> None:
    sol = find_person("sol@invicta.example") or 0
    with context.acting(sol, at=at) as who:
        (desk,) = desks.list_desks()
        people = (*workers, sol)
        desks.staff_desk(
            by=who.actor, purpose=who.purpose, at=at, desk_id=desk.desk_id, people=people, on_duty=workers[0]
        )


def _cookie(person_id: int) -> str:
    client = Client()
    client.force_login(Person.objects.get(pk=person_id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return "; ".join(f"{name}={held.value}" for name, held in client.cookies.items())


def _token(person_id: int, *, at: datetime) -> str:
    """Issued by whoever governs the council's information, in the partner's name."""
    with context.acting(find_person("tom@thanet.example") or 0, at=at) as who:
        return systems.issue_token(
            by=who.actor, purpose=who.purpose, at=at, name=f"System of {person_id}", person_id=person_id
        )


if __name__ == "__main__":
    wiring.ensure_key()
    with wiring.database():
        wiring.migrate()
        json.dump(make(partners=int(sys.argv[1]), officers=int(sys.argv[2])), sys.stdout)
