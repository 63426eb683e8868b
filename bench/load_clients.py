"""
Who loads the site in the load bench: partners at their phones, their agencies' systems, and officers at the desk.

Each keeps a book of what it was told. An answer that does not come, or that comes as an error while something was
killed, is asked for again, as a person or a machine would; any other error is a fault of the bench.
"""

import html
import http.client
import json
import random
import re
import select
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

PATIENCE_S, WAIT_S, PAUSE_S, GRACE_S = 300.0, 60.0, 1.0, 1.0
DANGER_SHARE = 0.04
# How long people think, and which of them tell of danger: the same in each run.
_CHANCE = random.Random(4)  # noqa: S311
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_SENT = re.compile(r"/intelligence/sent/(S-[0-9A-Z]{4}-[0-9A-Z]{4})/")
_ROW = re.compile(r'href="/intelligence/desk/(S-[0-9A-Z]{4}-[0-9A-Z]{4})/"')


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a sender was told: the key or number it sent under, the reference it was given, and when it pressed."""

    by: str
    key: str
    mark: str
    reference: str
    urgent: bool
    pressed: float


@dataclass
class Book:
    """What all clients write down, under one lock; `windows` are the spans in which something was killed."""

    sent: list[Sent] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    quicker: int = 0
    again: int = 0
    requests: int = 0
    took: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    windows: list[list[float]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def excuses(self, since: float, until: float) -> bool:
        """Whether something was dead at some moment of that span."""
        return any(since <= ends + GRACE_S and starts <= until for starts, ends in self.windows)

    def note(self, fault: str) -> None:
        """Write a fault down."""
        with self.lock:
            self.faults.append(fault)


class GivenUp(Exception):
    """There was no answer for too long."""


@dataclass
class Browser:
    """One session or token, which asks again for what was not answered."""

    port: int
    headers: dict[str, str]
    book: Book
    until: float
    _line: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, str]:
        """Return status, place that is redirected to, and page."""
        begun = time.time()
        while True:
            start = time.time()
            try:
                status, place, page = self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                status, place, page = 0, "", type(error).__name__
                self._line = None
            with self.book.lock:
                self.book.requests += 1
                if 0 < status < 500 and not self.book.excuses(start, time.time()):
                    self.book.took.append(time.time() - start)
            if 0 < status < 500:
                return status, place, page
            if not self.book.excuses(start, time.time()):
                self.book.note(f"{method} {_plain(path)}: {status or page}")
            if time.time() - begun > PATIENCE_S:
                raise GivenUp(path)
            with self.book.lock:
                self.book.again += 1
            time.sleep(PAUSE_S)

    def _once(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
        if self._line is None or _is_closed(self._line):
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        self._line.request(method, path, body=body or None, headers=self.headers | headers)
        answer = self._line.getresponse()
        page = answer.read().decode()
        for held in answer.headers.get_all("Set-Cookie") or ():
            self._keep(held.split(";")[0])
        return answer.status, urlsplit(answer.headers.get("Location", "")).path, page

    def _keep(self, cookie: str) -> None:
        if "Cookie" in self.headers:
            name = cookie.partition("=")[0]
            rest = [one for one in self.headers["Cookie"].split("; ") if not one.startswith(f"{name}=")]
            self.headers["Cookie"] = "; ".join([*rest, cookie])

    def get(self, path: str) -> str:
        """Return a page that must be there."""
        status, place, page = self.ask("GET", path)
        if status != 200:
            self.book.note(f"GET {_plain(path)}: {status} {_plain(place)}")
        return page

    def post(self, path: str, page: str, **fields: str) -> tuple[int, str, str]:
        """Send the form of a page, with what it hides."""
        # The last form of a page is its own; what it hides comes with it.
        hidden = {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}
        body = urlencode(hidden | fields).encode()
        return self.ask("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})

    def pause(self, least: float, most: float) -> None:
        """Think, as long as a person does, but not past the end."""
        time.sleep(max(0.0, min(_CHANCE.uniform(least, most), self.until - time.time())))

    @property
    def is_over(self) -> bool:
        """Whether nothing new is begun."""
        return time.time() >= self.until


def _is_closed(line: http.client.HTTPConnection) -> bool:
    """Whether the server closed it while it rested: a browser looks, and connects again without a word."""
    return line.sock is not None and bool(select.select([line.sock], [], [], 0)[0])


def partner(browser: Browser) -> None:
    """Pass things on, one after another, screen by screen."""
    browser.pause(0, 20)
    while not browser.is_over:
        _pass_on(browser)
        browser.pause(5, 15)


def _pass_on(browser: Browser) -> None:
    urgent, mark = _CHANCE.random() < DANGER_SHARE, uuid.uuid4().hex
    said = {"danger": "now" if urgent else "no"}
    _, place, _ = browser.post("/intelligence/new/", browser.get("/intelligence/new/"), **said)
    key = place.split("/")[3] if place.startswith("/intelligence/new/") else ""
    if not key:
        browser.book.note("a draft was not begun")
        return
    if urgent:
        browser.get(place)
    screens = {
        "what": {"what": f"Synthetic {mark}: a white van brings boxes to the corner shop at night.", "who": "Two men"},
        "where": {"place": "The corner shop", "when": "Tuesdays", "how_known": "Seen from the window"},
        "you": {"comes_back": "", "may_contact": "yes"},
    }
    for step, fields in screens.items():
        address = f"/intelligence/new/{key}/{step}/"
        page = browser.get(address)
        browser.pause(1, 4)
        status, _, _ = browser.post(address, page, **fields)
        if status != 302:
            browser.book.note(f"POST {_plain(address)}: {status}")
    address = f"/intelligence/new/{key}/check/"
    page = browser.get(address)
    browser.pause(0.5, 2)
    pressed = time.time()
    _, place, _ = browser.post(address, page)
    found = _SENT.match(place)
    if found is None:
        browser.book.note(f"POST {_plain(address)}: no receipt, but {_plain(place)}")
        return
    told = Sent(by="form", key=key, mark=mark, reference=found[1], urgent=urgent, pressed=pressed)
    with browser.book.lock:
        browser.book.sent.append(told)
    if found[1] not in browser.get(place):
        browser.book.note("a receipt does not name its reference")


def system(browser: Browser) -> None:
    """Send as an agency's system does, and send again what had no answer."""
    while not browser.is_over:
        urgent, mark = _CHANCE.random() < DANGER_SHARE, uuid.uuid4().hex
        said = {"reference": mark, "danger": "unsure" if urgent else "no", "what": f"Synthetic {mark}: a van at night."}
        pressed = time.time()
        status, _, page = browser.ask(
            "POST", "/intelligence/api/submissions/", json.dumps(said).encode(), **{"Content-Type": "application/json"}
        )
        if status not in (200, 201):
            browser.book.note(f"the interface answered {status}")
        else:
            reference = json.loads(page)["reference"]
            told = Sent(by="system", key=mark, mark=mark, reference=reference, urgent=urgent, pressed=pressed)
            with browser.book.lock:
                browser.book.sent.append(told)
        browser.pause(4, 8)


def officer(browser: Browser) -> None:
    """Take what waits, and end it; what tells of danger after its decision is recorded."""
    browser.pause(0, 20)
    while not browser.is_over:
        waiting = _ROW.findall(browser.get("/intelligence/desk/?show=waiting"))
        browser.pause(1, 3)
        if waiting:
            _work(browser, _CHANCE.choice(waiting))
        browser.pause(3, 8)


def _work(browser: Browser, reference: str) -> None:
    address = f"/intelligence/desk/{reference}/"
    page = browser.get(address)
    if 'value="take"' not in page:
        # Another was quicker, and the page says so.
        with browser.book.lock:
            browser.book.quicker += 1
        return
    browser.pause(1, 3)
    if not _act(browser, address, page, act="take"):
        return
    page = browser.get(address)
    if "It tells of danger" in page and not _act(
        browser, address, page, act="safeguarding", words="Synthetic: a patrol went, and nobody is hurt."
    ):
        return
    browser.pause(2, 6)
    if _act(browser, address, browser.get(address), act="close", words="Synthetic: known already."):
        with browser.book.lock:
            browser.book.ended.append(reference)


def _act(browser: Browser, address: str, page: str, **fields: str) -> bool:
    status, _, answer = browser.post(address, page, **fields)
    if status == 302:
        return True
    # Two officers at one item: the second is told in a sentence. An act that was done, and whose answer was lost, too.
    if status != 400 or "There is a problem" not in answer:
        browser.book.note(f"POST an act: {status}")
    with browser.book.lock:
        browser.book.quicker += 1
    return False


def _plain(path: str) -> str:
    """An address without what tells one submission from another, so that faults can be counted."""
    return re.sub(r"[0-9a-f-]{36}|S-[0-9A-Z]{4}-[0-9A-Z]{4}", "…", path)
