"""Names that people use for one another, as the catalogue lists them: Bill for William, Fatma for Fatima."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fourpoint.domain.linkage.latin import words


@dataclass(frozen=True, kw_only=True)
class Variants:
    """Which names are forms of which: the chief name of each family by form, a form may be in several families."""

    families: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, word: str) -> frozenset[str]:
        """Return the chief names of the families a word is in."""
        return self.families.get(word, frozenset())


NONE = Variants()


def read_variants(families: Iterable[tuple[str, Iterable[str]]]) -> Variants:
    """Return the variants of families as listed, each its chief name and its other forms; each form is one word."""
    found: dict[str, set[str]] = {}
    for name, forms in families:
        chief = "".join(words(name))
        for form in (name, *forms):
            found.setdefault("".join(words(form)), set()).add(chief)
    return Variants(families={form: frozenset(chiefs) for form, chiefs in found.items()})
