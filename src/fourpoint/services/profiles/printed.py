"""Which editions print a note, for whoever disposes of it."""

import json

from fourpoint.records.profiles.models import Commentary, Edition


def editions_with(note: Commentary) -> tuple[int, ...]:
    """Return the numbers of the editions of its profile that print any version of the note, as far as they are open."""
    said = {_words(text.split("\n\n")) for text in note.versions.values_list("text", flat=True)}
    rows = Edition.objects.filter(profile_id=note.profile_id).order_by("pk").values_list("pk", "document")
    return tuple(number for number, document in rows if said & _notes_in(bytes(document)))


def _notes_in(document: bytes) -> set[tuple[str, ...]]:
    return {_words(note["paragraphs"]) for note in json.loads(document).get("commentary", ())}


def _words(paragraphs: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())
