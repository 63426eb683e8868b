"""Numbers in addresses and forms, as anybody may type them: what is none is read as nothing, and breaks nothing."""

from django.http import HttpRequest


def read_number(text: str | None, *, digits: int = 9) -> int | None:
    """Return the whole number of at most so many ASCII digits that the text is, None for anything else."""
    # Python takes other scripts' digits for digits too, and makes a number of some and a fault of others.
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else None


def read_page(request: HttpRequest) -> int:
    """Return the number of the page asked for, from 1; 1 where that means nothing."""
    return max(read_number(request.GET.get("page"), digits=6) or 1, 1)
