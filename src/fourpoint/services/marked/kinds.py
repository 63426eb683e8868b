"""Every kind of marked record there is. A word that adds a kind adds a line here."""

from fourpoint.access.kinds import Kind
from fourpoint.domain.errors import Refused
from fourpoint.services.intelligence import kind as intelligence
from fourpoint.services.library import kind as library
from fourpoint.services.products import kind as products
from fourpoint.services.profiles import kind as profiles
from fourpoint.services.sharing import kind as sharing
from fourpoint.services.subjects import kind as subjects

KINDS: tuple[Kind, ...] = (
    profiles.KIND,
    library.KIND,
    library.COMMENT_KIND,
    sharing.KIND,
    *intelligence.KINDS,
    *subjects.KINDS,
    products.KIND,
)


class KindUnknown(Refused):
    """No kind of marked record has that code."""


def find_kind(code: str) -> Kind:
    """Return the kind of that code; raises KindUnknown."""
    found = next((kind for kind in KINDS if kind.code == code), None)
    if found is None:
        raise KindUnknown("There is no such kind of record.")
    return found
