"""What tables are called, many of a kind."""

from django.db.models import Model


def name_of_many(model: type[Model]) -> str:
    """Return the name of a table's rows in the plural, as "entries"; Django by itself only ever adds an s."""
    one, many = str(model._meta.verbose_name), str(model._meta.verbose_name_plural)
    is_regular = many == f"{one}s"
    return f"{one[:-1]}ies" if is_regular and one[-1:] == "y" and one[-2:-1] not in "aeiou" else many
