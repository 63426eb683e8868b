"""`./fourpoint run`: for whoever runs the real thing."""

import typer
from django.core.management import call_command
from rich.console import Console

from fourpoint.config import production, serving, soundness, wiring
from fourpoint.config.commands.terminal import refuse, step


def run(
    port: int = typer.Option(8000, help="The port to serve on, behind a proxy that holds the certificate."),
    address: str = typer.Option("127.0.0.1", help="The address to listen on."),
    workers: int = typer.Option(2, min=1, help="Processes that answer requests."),
) -> None:
    """
    Serve in production.

    Refuses to start, saying every reason at once, with: demo people or the demo's password in the database, a
    missing, short or demo secret key, DEBUG, no allowed hosts, no second factor, migrations that have not been run,
    or a database role that is a superuser, bypasses row security or owns tables. A catalogue file, provider or
    contract that cannot be used is refused before that. Run `worker` beside it.
    """
    soundness.check()
    with wiring.database():
        reasons = production.refusals()
        if reasons:
            raise refuse("This installation must not go into production as it is:", *(f"- {why}" for why in reasons))
        with step("Static files are gathered"):
            call_command("collectstatic", interactive=False, verbosity=0)
        Console().print(f"Serving on http://{address}:{port}. Stop with Ctrl-C.")
        try:
            serving.serve(address=address, port=port, workers=workers)
        except serving.PortTaken as error:
            raise refuse(str(error)) from None
