"""The links at the top of every page. A word adds a line here when its pages are for more than their own neighbours."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.http import HttpRequest


class For(StrEnum):
    """Whom a link is offered to. It opens nothing: each page refuses for itself."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed-in"
    GOVERNANCE = "governance"


@dataclass(frozen=True)
class Link:
    """One link; it is the current one on every page whose address begins with its own."""

    text: str
    address: str
    offered: For = For.SIGNED_IN


LINKS = (
    Link("Profiles", "/profiles/"),
    Link("Intelligence", "/intelligence/"),
    Link("Subjects", "/subjects/"),
    Link("Library", "/library/"),
    Link("Agreements", "/agreements/"),
    Link("Sharing", "/sharing/"),
    Link("Data", "/data/", For.EVERYONE),
    Link("Methods", "/methods/", For.EVERYONE),
    Link("My copies", "/exports/"),
    Link("Review", "/review/"),
    Link("Governance", "/governance/", For.GOVERNANCE),
    Link("Agencies", "/agencies/"),
    Link("My access", "/account/"),
)
# Where a link leads when its first part alone is no page.
LANDINGS = {"/account/": "/account/access/"}


def links(request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return the links for whoever asks, each with its text, address and whether it is the current one."""
    offered = _offered(request)
    here = request.path if request is not None else ""
    return [
        {
            "text": link.text,
            "href": LANDINGS.get(link.address, link.address),
            "current": here.startswith(link.address),
        }
        for link in LINKS
        if link.offered in offered
    ]


def _offered(request: HttpRequest | None) -> set[For]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {For.EVERYONE}
    acting = getattr(request, "acting", None)
    membership = acting.actor.membership if acting else None
    governs = membership is not None and membership.governs
    return {For.EVERYONE, For.SIGNED_IN} | ({For.GOVERNANCE} if governs else set())
