"""
Whether 200 partners who submit and 50 officers who triage at once lose or double anything, everything killed twice.

A fresh world is served as people are served: granian, the worker, PostgreSQL of the wheel. In the middle of it the web
server with its worker is killed twice, and the database twice, by SIGKILL, and each is started again by the code that
starts it anyway. Then the books of the clients are held against the tables. `python -m bench.load 60` takes a minute.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench.load_clients import PATIENCE_S, Book, Browser, GivenUp, officer, partner, system
from bench.rows import Row
from fourpoint.config.postgres import process
from fourpoint.config.postgres.layout import ADMIN
from fourpoint.config.postgres.server import Server, embedded

HERE = Path(__file__).parents[1]
PARTNERS, OFFICERS, SECONDS, PAGE_S, WORKERS = 200, 50, 300.0, 5.0, 2
# When something is killed, as shares of the whole time, and what.
KILLS = ((0.2, "site"), (0.4, "database"), (0.6, "site"), (0.8, "database"))
_PAGES = """
    SELECT s.reference, extract(epoch FROM l.ended_at), extract(epoch FROM s.made_at), t.owner_person_id IS NOT NULL
    FROM intelligence_submission s JOIN intelligence_triage t ON t.submission_id = s.id
    LEFT JOIN agencies_letter l ON l.kind = 'submission' AND l.made_at = s.made_at
    WHERE s.danger <> 'no'
"""

_STATES = """
    SELECT s.reference, t.state FROM intelligence_submission s JOIN intelligence_triage t ON t.submission_id = s.id
"""


class Site:
    """The served site: one process group of the web server, one of the worker, and the hold on the database."""

    def __init__(self, home: Path, port: int) -> None:
        self.environment = {**os.environ, "FOURPOINT_HOME": str(home), "FOURPOINT_MODE": "demo"}
        self.database: Server = embedded(home / "postgres")
        self.port, self._home = port, home
        self._running: list[subprocess.Popen[bytes]] = []
        self._held = ExitStack()

    def start(self) -> None:
        """Start what does not run: the database as any command does, the site as `run` and `demo` do."""
        self._held.enter_context(self.database.in_use())
        if not self._running:
            serving = ["-m", "fourpoint.config.serving", "127.0.0.1", str(self.port), str(WORKERS)]
            self._running = [self._launch(serving), self._launch(["-m", "fourpoint.config.cli", "worker"])]
        _wait(self.port)

    def kill(self, what: str) -> None:
        """Kill it at once and without a word, with all its processes."""
        if what == "database":
            found = process.postmaster_id(self.database.layout.data)
            if found is not None:
                os.kill(found, signal.SIGKILL)
            return
        for one in self._running:
            os.killpg(one.pid, signal.SIGKILL)
            one.wait()
        self._running = []

    def stop(self) -> None:
        """Stop everything that was started here."""
        self.kill("site")
        self._held.close()
        self.database.stop()

    def _launch(self, arguments: list[str]) -> subprocess.Popen[bytes]:
        with (self._home / "load.log").open("ab") as said:
            return subprocess.Popen(
                [sys.executable, *arguments],
                env=self.environment,
                cwd=HERE,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )


def run(*, seconds: float = SECONDS, partners: int = PARTNERS, officers: int = OFFICERS) -> list[Row]:
    """Return the bars of the load: errors, what was lost or doubled, and how soon danger has an owner and a page."""
    with tempfile.TemporaryDirectory(dir=HERE / ".fourpoint") as folder, _served(Path(folder)) as site:
        people = _people(site, partners, officers)
        site.start()
        book = Book()
        _load(site, people, book, seconds=seconds)
        _settle(site)
        with psycopg.connect(**site.database.layout.address(user=ADMIN), autocommit=True) as admin:  # type: ignore[arg-type]
            rows = _judge(book, admin, seconds=seconds)
        if book.faults:
            sys.stderr.write((Path(folder) / "load.log").read_text(encoding="utf-8")[-6000:])
        return rows


@contextmanager
def _served(home: Path) -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    site = Site(home, port)
    try:
        yield site
    finally:
        site.stop()


def _people(site: Site, partners: int, officers: int) -> dict[str, list[str]]:
    made = [sys.executable, "-m", "bench.load_world", str(partners), str(officers)]
    said = subprocess.run(made, env=site.environment, cwd=HERE, check=True, stdout=subprocess.PIPE)
    people: dict[str, list[str]] = json.loads(said.stdout)
    return people


def _load(site: Site, people: dict[str, list[str]], book: Book, *, seconds: float) -> None:
    begun = time.time()
    until = begun + seconds
    does: list[tuple[Callable[[Browser], None], dict[str, str]]] = [
        *((partner, {"Cookie": cookie}) for cookie in people["partners"]),
        *((officer, {"Cookie": cookie}) for cookie in people["officers"]),
        *((system, {"Authorization": f"Bearer {token}"}) for token in people["tokens"]),
    ]
    threads = [
        threading.Thread(target=_client, args=(act, Browser(site.port, headers, book, until)), daemon=True)
        for act, headers in does
    ]
    for one in threads:
        one.start()
    probe = Browser(site.port, {"Cookie": people["officers"][-1]}, book, until)
    for share, what in KILLS:
        time.sleep(max(0.0, begun + share * seconds - time.time()))
        _kill(site, probe, book, what)
    for one in threads:
        one.join(timeout=max(1.0, until + PATIENCE_S - time.time()))
    late = sum(one.is_alive() for one in threads)
    if late:
        book.note(f"{late} clients were not done")


def _client(act: Callable[[Browser], None], browser: Browser) -> None:
    try:
        act(browser)
    except GivenUp as path:
        browser.book.note(f"no answer: {path}")
    except Exception as error:
        browser.book.note(f"a client broke: {error!r}")


def _kill(site: Site, probe: Browser, book: Book, what: str) -> None:
    """Kill it, start it again, and close the window with the first page that comes; errors from then on count."""
    window = [time.time(), time.time() + 3600]
    book.windows.append(window)
    site.kill(what)
    time.sleep(1)
    site.start()
    probe.get("/intelligence/desk/?show=mine")
    window[1] = time.time()
    sys.stderr.write(f"{what} killed, and back after {window[1] - window[0]:.1f} s\n")


def _settle(site: Site) -> None:
    """Wait until the worker has sent what waits."""
    with psycopg.connect(**site.database.layout.address(user=ADMIN), autocommit=True) as admin:  # type: ignore[arg-type]
        for _ in range(120):
            (left,) = admin.execute("SELECT count(*) FROM agencies_letter WHERE state = 'waiting'").fetchone() or (0,)
            if not left:
                return
            time.sleep(1)


def _judge(book: Book, admin: psycopg.Connection[Any], *, seconds: float) -> list[Row]:
    rows = admin.execute("SELECT reference, key::text, sender_reference, what FROM intelligence_submission").fetchall()
    there = {reference: (key, number, what) for reference, key, number, what in rows}
    marks = Counter(what.split(":")[0].removeprefix("Synthetic ") for _, _, _, what in rows)
    held = {one.reference for one in book.sent if _is_there(one.key, one.mark, there.get(one.reference))}
    lost = len({one.reference for one in book.sent} - held)
    doubled = sum(count - 1 for count in marks.values()) + len(book.sent) - len({one.key for one in book.sent})
    extra = len(rows) - len(book.sent)
    states = dict(admin.execute(_STATES).fetchall())
    undone = sum(states.get(reference) != "no-action" for reference in book.ended)
    unowned = len(rows) - len(states)
    _tell(book, extra=extra, seconds=seconds)
    p95 = statistics.quantiles(book.took, n=20)[-1] if len(book.took) > 20 else 0.0
    return [
        _counted(f"errors in {book.requests:,} requests", len(book.faults), p95),
        _counted(f"lost of {len(book.sent):,} submissions with a receipt", lost, p95),
        _counted("submissions in the tables whose sender got no receipt", extra, p95),
        _counted("submissions doubled", doubled, p95),
        _counted(f"lost of {len(book.ended):,} that an officer ended", undone, p95),
        _counted("submissions without an owner", unowned, p95),
        *_danger(book, admin),
    ]


def _is_there(key: str, mark: str, row: tuple[str, str, str] | None) -> bool:
    return row is not None and key in (row[0], row[1]) and mark in row[2]


def _danger(book: Book, admin: psycopg.Connection[Any]) -> list[Row]:
    """
    How long until the page to who is on duty has left: from pressing Send, and from when the desk had it.

    What met a kill is told apart. A saturated server takes long to take anything: that is in the first and not in the
    second.
    """
    pressed = {one.reference: one.pressed for one in book.sent if one.urgent}
    calm, taken, killed, never = [0.0], [0.0], [0.0], 0
    for reference, ended, made, owned in admin.execute(_PAGES).fetchall():
        begun = pressed.get(reference, float(made))
        if ended is None or not owned:
            never += 1
        elif book.excuses(begun, float(ended)):
            killed.append(float(ended) - begun)
        else:
            calm.append(float(ended) - begun)
            taken.append(float(ended) - float(made))
    told = f"worst of {len(calm) - 1}; {len(killed) - 1} met a kill, worst {max(killed):.0f} s; never: {never}"
    return [
        _within(f"danger, from pressing Send to the page, {told}", max(calm), never),
        _within("danger, from its arrival to the page", max(taken), never),
    ]


def _within(name: str, worst: float, never: int) -> Row:
    return Row(
        name=name,
        ours_s=worst,
        theirs_s=PAGE_S,
        ratio=worst / PAGE_S,
        bar=f"under {PAGE_S:.0f} s",
        held=worst < PAGE_S and not never,
    )


def _tell(book: Book, *, extra: int, seconds: float) -> None:
    middle = statistics.median(book.took) if book.took else 0.0
    urgent, ways = sum(one.urgent for one in book.sent), dict(Counter(one.by for one in book.sent))
    said = (
        f"{seconds:.0f} s: sent {ways}, {urgent} of danger; in no book: {extra}",
        f"{len(book.ended)} ended, {book.quicker} found another quicker, {book.again} requests asked again",
        f"median answer {middle * 1000:.0f} ms",
        *(f"{count} x {fault}" for fault, count in Counter(book.faults).most_common(20)),
    )
    sys.stderr.write("\n".join(said) + "\n")


def _counted(name: str, number: int, p95: float) -> Row:
    return Row(name=f"{name}: {number}", ours_s=p95, theirs_s=p95, ratio=1.0, bar="none", held=not number)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The site did not start within 60 seconds.")


if __name__ == "__main__":
    for row in run(seconds=float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS):
        sys.stdout.write(f"{'held' if row.held else 'NOT HELD'}  {row.name}  ({row.ours_s:.2f} s, {row.bar})\n")
