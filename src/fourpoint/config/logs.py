"""What is logged: lines without personal data, to standard error; the query of an address is cut off."""

import logging
import traceback
from types import TracebackType
from typing import Any

from fourpoint.domain.canaries import PREFIX, hide_tokens
from fourpoint.domain.errors import Broken

LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class NoQuery(logging.Filter):
    """Cuts the query from addresses in Django's request lines: it may carry what somebody searched for."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through, shortened."""
        if isinstance(record.args, tuple):
            record.args = tuple(part.split("?", 1)[0] if isinstance(part, str) else part for part in record.args)
        return True


class NoDecoys(logging.Filter):
    """Blots out the tokens of decoy records: one in a log is a leak, since logs are for nobody's reading of records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record through, without the token and as an error."""
        said = record.getMessage()
        if PREFIX in said or PREFIX.lower() in said:
            record.msg, record.args = f"{hide_tokens(said)} (a decoy was about to leak by the log)", ()
            record.levelno, record.levelname = logging.ERROR, "ERROR"
        return True


class NoValues(logging.Formatter):
    """Tells where an exception rose and of what type, not what it says: a database's message quotes the row."""

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 the library's name
        """Return the places and the types of the exception and of those that it came from."""
        told = []
        error = ei[1]
        while error is not None:
            places = "".join(traceback.format_tb(error.__traceback__))
            # What is broken here quotes no row, and whoever runs the system must read the file and the place.
            said = f": {error}" if isinstance(error, Broken) else ""
            told.append(f"{places}{type(error).__module__}.{type(error).__qualname__}{said}")
            error = error.__cause__ or error.__context__
        return "\nafter\n".join(told)


def logging_plan() -> dict[str, Any]:
    """Return Django's LOGGING."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "no_query": {"()": "fourpoint.config.logs.NoQuery"},
            "no_decoys": {"()": "fourpoint.config.logs.NoDecoys"},
        },
        "formatters": {
            "line": {"()": "fourpoint.config.logs.NoValues", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_query", "no_decoys"]},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            # No SQL with its parameters, ever.
            "django.db.backends": {"level": "ERROR"},
            # Anyone on the network can send a wrong host name, as often as she likes.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
        },
    }
