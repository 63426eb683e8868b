"""Says for every class of data how long it is kept and which tables hold such fields."""

from django.apps import apps

from fourpoint.records.classification import Said
from fourpoint.services.review import rules
from fourpoint.services.review.rules import Period
from fourpoint.services.review.tables import name_of_many


def list_periods() -> tuple[Period, ...]:
    """Return the periods in the order of the catalogue, each with the tables that it governs."""
    tables = _tables()
    return tuple(
        Period(
            name=entry.name,
            rule=entry.rule,
            source=entry.source,
            is_confirmed=entry.status == "confirmed",
            tables=tuple(sorted(tables.get(code, ()))),
        )
        for code, entry in rules.retention().items()
    )


def _tables() -> dict[str, set[str]]:
    """The names of tables by the retention of their fields."""
    made: dict[str, set[str]] = {}
    for model in apps.get_models():
        said = getattr(model, "Classified", None)
        for name in dir(said) if said else ():
            held = getattr(said, name)
            if isinstance(held, Said):
                made.setdefault(held.keep.value, set()).add(name_of_many(model))
    return made
