"""What is set apart at the request of the person it is about is kept, and not used until that is lifted."""

from fourpoint.domain.errors import Unusable
from fourpoint.records.rights.models import Restriction

SAID = "It is set apart at the request of a person it is about: it is kept, and not used, until that is lifted."


class SetApart(Unusable):
    """The record is kept and not used: nothing is made of it and it goes to nobody."""


def is_restricted(kind: str, record_id: int) -> bool:
    """Return whether the record, which is open to the person of the context, is set apart."""
    return Restriction.objects.filter(kind=kind, record_id=record_id).exists()


def check_used(kind: str, record_id: int) -> None:
    """Raise SetApart for a record that is kept and not used."""
    if is_restricted(kind, record_id):
        raise SetApart(SAID)
