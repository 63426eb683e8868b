"""`./fourpoint audit`: for the governance officer and whoever keeps proof of the trail outside the system."""

from datetime import UTC, datetime
from pathlib import Path

import typer
from django.conf import settings

from fourpoint.config import wiring
from fourpoint.config.commands.terminal import out, refuse
from fourpoint.domain.errors import Unusable
from fourpoint.domain.seals import Root
from fourpoint.services.audit import sealing, signing

app = typer.Typer(
    no_args_is_help=True,
    help="Prove that the trail is whole: seal it, keep a root of it outside, check it against that root.",
)


@app.command("verify")
def verify(
    root: list[Path] = typer.Option(
        [], help="A root that was kept outside: its file, or a folder of them; repeatable."
    ),
    public_key: list[str] = typer.Option(
        [], help="A public key of roots that is not this installation's any more, as it was printed; repeatable."
    ),
) -> None:
    """
    Check every entry of the trail against its seal, its mark, its place and the roots. Exits 1 when anything is wrong.

    Finds any change, removal, reordering or gap, also one made by the owner of the database, and also in what is not
    sealed yet. That everything was made anew with the system's own keys only a root kept outside shows: give the file,
    or compare with one on paper.
    """
    try:
        roots, trusted = _roots(root), [signing.read_key(key) for key in public_key]
        heads = [head for place in root for head in sealing.read_heads(place)]
        with wiring.database():
            said = sealing.verify(roots=roots, heads=heads, trusted=trusted)
    except Unusable as error:
        raise refuse(str(error)) from None
    _tell(said, roots=len(roots))
    if not said.verdict.is_sound:
        raise typer.Exit(1)


@app.command("root")
def root(
    to: Path | None = typer.Option(None, help="A folder for the file; the installation's own folder of roots without."),
) -> None:
    """Seal what waits, then write and print the root at the end of the trail, to be kept outside the system."""
    with wiring.database():
        sealing.seal()
        made = sealing.make_root(at=datetime.now(UTC), folder=to)
    if made is None:
        raise refuse("There is no entry in the trail yet, and so no root.")
    typer.echo(made.line)
    typer.echo(made.signature_line)
    typer.echo(signing.public_line())
    out.print(f"Written to {to or settings.FOURPOINT_ROOTS}. Keep it where nobody who runs this system can change it.")


@app.command("seal")
def seal() -> None:
    """Seal what waits now; the worker does it every minute."""
    with wiring.database():
        sealed = sealing.seal()
    out.print(f"{sealed:,} entries sealed.")


def _roots(given: list[Path]) -> tuple[Root, ...]:
    for place in given:
        if not place.exists():
            raise Unusable(f"There is no {place}: give the file of a root, or a folder of such files.")
        if not (sealing.read_roots(place) or sealing.read_heads(place)):
            raise Unusable(f"{place} holds no root: a root is the line that begins with fourpoint-trail-root.")
    return tuple(root for place in (*given, settings.FOURPOINT_ROOTS) for root in sealing.read_roots(place))


def _tell(said: sealing.Verified, *, roots: int) -> None:
    verdict = said.verdict
    out.print(f"{verdict.entries:,} entries checked against their seals, and the trail against {roots} roots on disk.")
    if said.waiting:
        out.print(f"{said.waiting:,} entries are not sealed yet: their marks were checked, their order cannot be.")
    if said.unsigned:
        out.print(f"{said.unsigned:,} of the roots are not signed: older ones, or copied without their signature.")
    if verdict.unmarked:
        out.print(f"{verdict.unmarked:,} entries were written before entries were marked.")
    if verdict.unknown:
        out.print(
            f"{verdict.unknown:,} entries are marked with a key that is not FOURPOINT_TRAIL_KEY: give it as well."
        )
    if verdict.head:
        typer.echo(verdict.head.line)
    for fault in verdict.faults:
        out.print(f"[red]✗[/] {fault.sentence}", soft_wrap=True)
    if verdict.found > len(verdict.faults):
        out.print(f"[red]✗[/] and {verdict.found - len(verdict.faults):,} more")
    if verdict.is_sound:
        out.print("[green]✓[/] Nothing was changed, removed or moved.")
