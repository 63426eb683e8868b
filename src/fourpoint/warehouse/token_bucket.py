"""A rate limit: so many requests a second, with a burst, as the publisher asks."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class TokenBucket:
    """
    Lets `take` through at most `rate` times a second after a first burst; it sleeps when it must.

    now    seconds of a clock that only goes forward
    sleep  waits that many seconds
    """

    rate: float
    burst: int
    now: Callable[[], float]
    sleep: Callable[[float], None]
    _tokens: float = field(init=False)
    _seen: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens = float(self.burst)
        self._seen = self.now()

    def take(self) -> None:
        """Return when one more request may be made."""
        moment = self.now()
        self._tokens = min(float(self.burst), self._tokens + (moment - self._seen) * self.rate)
        self._seen = moment
        if self._tokens < 1:
            self.sleep((1 - self._tokens) / self.rate)
            self._seen = self.now()
            self._tokens = 1
        self._tokens -= 1
