"""`./fourpoint agency`: for whoever installs a system and must let its first people in."""

from datetime import UTC, datetime

import typer
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from fourpoint.access import context
from fourpoint.config import wiring
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import parse_marking
from fourpoint.services.agencies import actions, queries
from fourpoint.services.agencies.founding import PURPOSE, AgencyDraft, found_agency, get_steward
from fourpoint.services.agencies.passwords import hash_password

# What a person reads for until they choose another purpose on the page of their access.
READING_FOR = "local-profile"

app = typer.Typer(
    no_args_is_help=True,
    help="Found an agency on this system and let its first people in; every step is recorded.",
)


@app.command("found")
def found(
    code: str = typer.Argument(help="A short word for it, lower case with hyphens, as northmoor."),
    name: str = typer.Argument(help="Its name as people know it."),
    kind: str = typer.Option("police-force", help="A kind of agency of the catalogue."),
    area: str = typer.Option("", help="The published code of the area it serves, where it has one."),
) -> None:
    """Found an agency, with a steward that never signs in and for which this command acts."""
    try:
        with wiring.database():
            found_agency(agency=AgencyDraft(code=code, name=name, kind=kind, area_code=area), at=datetime.now(UTC))
    except (Refused, Unusable) as error:
        raise refuse(str(error)) from None
    out.print(f"{name} is founded. Let people in with `fourpoint agency invite {code} EMAIL NAME`.", soft_wrap=True)


@app.command("invite")
def invite(
    agency: str = typer.Argument(help="The agency's code, as it was founded."),
    email: str = typer.Argument(help="The address the person signs in with."),
    name: str = typer.Argument(help="The person's name."),
    role: list[str] = typer.Option(["reader"], help="A role of the catalogue; repeat it for several."),
    clearance: str = typer.Option("OFFICIAL", help="The highest marking the agency lets this person read."),
    password: str = typer.Option(..., prompt=True, hide_input=True, confirmation_prompt=True, help="To sign in with."),
) -> None:
    """Make an account and a membership of the agency; the password is asked for and never shown."""
    at = datetime.now(UTC)
    try:
        validate_password(password)
        post = actions.Post(
            roles=tuple(role), clearance=parse_marking(clearance), default_purpose=READING_FOR, starts_at=at
        )
        with wiring.database(), transaction.atomic():
            _let_in(agency, email=email, name=name, password=password, post=post)
    except ValidationError as error:
        raise refuse(" ".join(error.messages)) from None
    except (Refused, Unusable) as error:
        raise refuse(str(error)) from None
    out.print(f"{name} can sign in as {email}.", soft_wrap=True)


def _let_in(agency: str, *, email: str, name: str, password: str, post: actions.Post) -> None:
    if queries.find_agency(agency) is None:
        raise Refused(f"There is no agency '{agency}': found it first with `fourpoint agency found`.")
    with context.acting(get_steward(agency), at=post.starts_at) as who:
        person_id = actions.invite_person(
            by=who.actor, purpose=PURPOSE, at=post.starts_at, email=email, name=name, password=hash_password(password)
        )
        actions.grant_membership(by=who.actor, purpose=PURPOSE, at=post.starts_at, person_id=person_id, post=post)
