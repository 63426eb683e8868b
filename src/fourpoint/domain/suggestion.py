"""What a rule reads out of a text: where it stands, what it could be, and how sure that is. Nothing is made of it."""

from dataclasses import dataclass
from typing import Literal

from fourpoint.domain.stretches import Stretch

Kind = Literal["email", "account", "phone", "postcode", "plate", "date", "time", "handle", "address", "name"]


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """
    Something that a text seems to name, for a person to confirm or pass over.

    text    the words as they stand; normal: the form in which such things are compared, a date as 2026-03-12
    sure    how sure the reading is, in a sentence, with the other reading where there is one
    """

    kind: Kind
    stretch: Stretch
    text: str
    normal: str
    sure: str
