"""`./fourpoint canary`: for whoever runs the system and wants to hear of a leak."""

from datetime import UTC, datetime

import typer

from fourpoint.config import wiring
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.canaries import planting

app = typer.Typer(no_args_is_help=True, help="Decoy records that ring an alarm when anybody is about to see them.")


@app.command("plant")
def plant(agency: str = typer.Argument(help="The code of the agency that will own them.")) -> None:
    """
    Plant what is missing of an agency's decoys: one of each marking, of every kind of record. Safe to repeat.

    Nobody can read them, the agency's own people included. The alarms are on its governance page.
    """
    try:
        with wiring.database():
            if find_agency(agency) is None:
                raise Unusable(f"There is no agency '{agency}': give its code, as it was founded.")
            planted = planting.plant(agency, at=datetime.now(UTC))
    except (Refused, Unusable) as error:
        raise refuse(str(error)) from None
    out.print(f"{planted} decoys planted.")
