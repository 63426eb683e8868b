"""
What the page of a district costs, told against an empty page behind the same middleware.

A demonstration is made in a folder of its own and served as people are served: two processes of granian, PostgreSQL
with row security, the sample. Both pages are asked in turns by eight readers who are signed in, so that what else the
machine does falls on both.
"""

import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.rows import Row
from fourpoint.config.postgres.server import embedded

HERE = Path(__file__).parents[1]
READERS, TURNS, TURN_SECONDS = 8, 4, 3.0
EMPTY, PAGE = "/empty/", "/profiles/E07000114/"
ASHA, PASSWORD = "asha@invicta.example", "fourpoint-demo-only"
# On the server's side of the ratio, shares of the empty page's requests per second; on a reader's side, seconds.
LEAST_SHARE, MOST_P95_S = 0.25, 0.2


def run() -> list[Row]:
    """Return the bars of the district page: its share of an empty page's requests per second, and its 95th centile."""
    with tempfile.TemporaryDirectory(dir=HERE / ".fourpoint") as folder, _served(Path(folder)) as port:
        cookie = _sign_in(port)
        for address in (EMPTY, PAGE):
            _turn(port, cookie, address, seconds=2)
        times: dict[str, list[float]] = {EMPTY: [], PAGE: []}
        for _ in range(TURNS):
            for address, held in times.items():
                held += _turn(port, cookie, address, seconds=TURN_SECONDS)
    plain, ours = (TURNS * TURN_SECONDS / len(times[address]) for address in (EMPTY, PAGE))
    slow = statistics.quantiles(times[PAGE], n=20)[-1]
    share = plain / ours
    return [
        Row(
            name="district page, signed in",
            ours_s=ours,
            theirs_s=plain,
            ratio=share,
            bar=f"at least {LEAST_SHARE} of an empty page's requests per second",
            held=share >= LEAST_SHARE,
        ),
        Row(
            name=f"district page, 95th centile, {READERS} readers",
            ours_s=slow,
            theirs_s=MOST_P95_S,
            ratio=slow / MOST_P95_S,
            bar="under 200 ms",
            held=slow < MOST_P95_S,
        ),
    ]


@contextmanager
def _served(home: Path) -> Iterator[int]:
    """Serve a fresh demonstration from that folder, and yield the port."""
    settings = {"FOURPOINT_HOME": str(home), "FOURPOINT_MODE": "demo", "PYTHONPATH": str(HERE)}
    environment = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "bench.pages_settings"}
    demo = [sys.executable, "-m", "fourpoint.config.cli", "demo", "--no-serve"]
    plain = {**environment, "DJANGO_SETTINGS_MODULE": "fourpoint.config.settings"}
    subprocess.run(demo, env=plain, cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", "2", "--log-level"]
    granian += ["warning", "--blocking-threads", "4", "--port", str(port), "fourpoint.config.wsgi:application"]
    with embedded(home / "postgres").in_use():
        server = subprocess.Popen(granian, env=environment, cwd=HERE)
        try:
            _wait(port)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("The server of the bench did not start within 30 seconds: see what it said above.")


def _sign_in(port: int) -> str:
    """Return the cookies of someone signed in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/account/login/")
    response = connection.getresponse()
    page = response.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError("The sign-in page has no token.")
    form = urlencode({"login": ASHA, "password": PASSWORD, "csrfmiddlewaretoken": token[1]})
    headers = {"Cookie": _cookies(response), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/account/login/", body=form, headers=headers)
    answered = connection.getresponse()
    answered.read()
    _check(answered.status, 302, "Signing in")
    return _cookies(answered)


def _cookies(response: http.client.HTTPResponse) -> str:
    return "; ".join(held.split(";")[0] for held in response.headers.get_all("Set-Cookie") or ())


def _turn(port: int, cookie: str, address: str, *, seconds: float) -> list[float]:
    """Return the seconds that each request took while all readers asked for the address for so long."""
    until = time.perf_counter() + seconds
    with ThreadPoolExecutor(READERS) as readers:
        asked = [readers.submit(_read, port, cookie, address, until=until) for _ in range(READERS)]
    return [took for reader in asked for took in reader.result()]


def _read(port: int, cookie: str, address: str, *, until: float) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = []
    while time.perf_counter() < until:
        start = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie})
        response = connection.getresponse()
        response.read()
        took.append(time.perf_counter() - start)
        _check(response.status, 200, address)
    connection.close()
    return took


def _check(status: int, wanted: int, what: str) -> None:
    if status != wanted:
        raise RuntimeError(f"{what} was answered with {status}: the figures would say nothing.")
