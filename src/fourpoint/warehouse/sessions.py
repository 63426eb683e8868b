"""A polite HTTP session: who we are, how fast we ask, how often we try again, and how long we wait: for downloads."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from fourpoint import __version__
from fourpoint.warehouse.offered import Refused
from fourpoint.warehouse.token_bucket import TokenBucket

USER_AGENT = f"fourpoint/{__version__} (open data for local crime profiles)"
LONGEST_WAIT = 120.0


@dataclass(frozen=True, kw_only=True)
class Session:
    """
    How to ask. Clock and sleep are given, so that a test need not wait.

    client  follows redirects, and takes proxies from the environment as httpx does
    tries   how often a request is made before it is given up
    """

    client: httpx.Client
    bucket: TokenBucket
    sleep: Callable[[float], None]
    today: Callable[[], datetime]
    tries: int = 5

    def wait(self, attempt: int, response: httpx.Response | None = None) -> None:
        """Wait before trying again: as long as the server says, else 1, 2, 4, ... seconds."""
        asked = _retry_after(response, self.today()) if response is not None else None
        self.sleep(min(LONGEST_WAIT, 2.0**attempt if asked is None else asked))


@contextmanager
def open_session() -> Iterator[Session]:
    """A session with the publisher's limit for its API: 15 requests a second, 30 at once."""
    timeout = httpx.Timeout(30.0, connect=15.0)
    with httpx.Client(headers={"User-Agent": USER_AGENT}, follow_redirects=True, timeout=timeout) as client:
        bucket = TokenBucket(rate=15, burst=30, now=time.monotonic, sleep=time.sleep)
        yield Session(client=client, bucket=bucket, sleep=time.sleep, today=lambda: datetime.now(UTC))


def is_temporary(status: int) -> bool:
    """Whether a request that got this status may succeed when it is made again."""
    return status in (408, 425, 429) or status >= 500


def check_answer(url: str, response: httpx.Response) -> None:
    """Return when the answer is a good one; else raise Refused with what to do about it."""
    status = response.status_code
    if status in (404, 410):
        raise Refused(f"{url} is not there ({status}): the publisher has moved or not yet published it.")
    if status in (401, 403):
        raise Refused(f"{url} may not be read from here ({status}): try another network or download it by hand.")
    if status >= 400:
        raise Refused(f"{url} answered {status}: try again later, or download it by hand and use 'data add'.")


def _retry_after(response: httpx.Response, now: datetime) -> float | None:
    """Seconds that the server asks to wait, given in seconds or as a date; None when it says nothing readable."""
    text = response.headers.get("Retry-After", "")
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (TypeError, ValueError):
        return None
