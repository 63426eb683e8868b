"""A publisher's web server on this machine: serves real bytes, and misbehaves as told, one step a request."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from fourpoint.warehouse.sessions import Session
from fourpoint.warehouse.token_bucket import TokenBucket

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How to answer one request; drop_after cuts the connection after so many bytes of the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drop_after: int | None = None
    ranges: bool = True


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Publisher:
    """Answers from a script; the last answer is given for ever."""

    script: list[Answer]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def next(self) -> Answer:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


@dataclass
class Clock:
    """A clock that only sleeping moves, and the sleeps it was asked for."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds


@contextmanager
def publishing(*script: Answer) -> Iterator[Publisher]:
    """A server that answers by the script while the block runs."""
    publisher = Publisher(list(script))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(publisher))
    server.daemon_threads = True
    publisher.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def session(clock: Clock, *, tries: int = 4) -> Iterator[Session]:
    """A session whose clock and sleeps are the test's own."""
    with httpx.Client(timeout=5.0, trust_env=False) as client:
        bucket = TokenBucket(rate=15, burst=30, now=clock.now, sleep=clock.sleep)
        yield Session(client=client, bucket=bucket, sleep=clock.sleep, today=lambda: NOW, tries=tries)


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve(b"")

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers["Content-Length"])))

        def _serve(self, body: bytes) -> None:
            publisher.asked.append(Asked(method=self.command, path=self.path, headers=dict(self.headers), body=body))
            answer = publisher.next()
            start = self._start(answer)
            content = answer.body[start:]
            self.send_response(206 if start else answer.status)
            self.send_header("Content-Length", str(len(content)))
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(answer.body) - 1}/{len(answer.body)}")
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content[: answer.drop_after])
            self.close_connection = True

        def _start(self, answer: Answer) -> int:
            asked = self.headers.get("Range", "")
            same = self.headers.get("If-Range") == answer.headers.get("ETag")
            return int(asked[6:-1]) if asked and same and answer.ranges and answer.status == 200 else 0

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    return Handler
