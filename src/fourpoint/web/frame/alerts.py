"""What a page must tell its reader above all else, whatever page it is."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Alert:
    """
    One sentence, and the page on which something can be done about it.

    is_calm  whether it reassures rather than warns
    """

    words: str
    href: str
    link: str
    is_calm: bool = False


def add_alert(request: HttpRequest, alert: Alert) -> None:
    """Put an alert on the page that answers this request."""
    request.alerts = [*alerts(request), alert]  # type: ignore[attr-defined]


def alerts(request: HttpRequest | None) -> list[Alert]:
    """Return the alerts of the page that answers this request, none for a page that knows nobody."""
    return list(getattr(request, "alerts", []))
