"""What a reader asked the list for, from the address, and the addresses that ask for more or less."""

from dataclasses import asdict, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from fourpoint.services.library.listing import PaperFilter
from fourpoint.web.frame.numbers import read_number

# The name of each filter in the address.
NAMES = {
    "words": "q",
    "area": "area",
    "threat": "threat",
    "kind": "kind",
    "marking": "marking",
    "owner": "owner",
    "due": "review",
    "state": "state",
}
LONGEST = 200


def read_filter(request: HttpRequest) -> PaperFilter:
    """Return what the address asks for; what it asks for in a way that means nothing is left out."""
    given = {field: request.GET.get(name, "").strip()[: LONGEST + 1] for field, name in NAMES.items()}
    owner = given.pop("owner")
    return PaperFilter(**given, owner=read_number(owner))


def address(asked: PaperFilter, *, page: int = 1) -> str:
    """Return the address of the list that asks for this."""
    held = {NAMES[field]: str(value) for field, value in asdict(asked).items() if value}
    query = urlencode(held | ({"page": str(page)} if page > 1 else {}))
    return reverse("library:list") + (f"?{query}" if query else "")


def without(asked: PaperFilter, field: str) -> PaperFilter:
    """Return what is asked for, less one filter."""
    return replace(asked, **{field: None if field == "owner" else ""})  # type: ignore[arg-type]


def with_value(asked: PaperFilter, field: str, value: str) -> PaperFilter:
    """Return what is asked for, with one filter set."""
    return replace(asked, **{field: int(value) if field == "owner" else value})  # type: ignore[arg-type]
