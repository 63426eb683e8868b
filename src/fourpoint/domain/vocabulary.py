"""The word lists by which free text is read, as the catalogue gives them (`word_lists`, `name_variants`)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """
    Words and phrases by what they are for. A word ending in * stands for every word that begins so.

    judging         words of opinion and of doubt
    knowing         how somebody knows: saw, was told, overheard
    telling         verbs of telling, which name a source when a person stands before them
    relations       who somebody is to somebody: neighbour, mother, tenant
    acronyms        short forms that every reader knows
    places          words that say where
    times           words that say when
    describing      words that tell a person from a namesake: aged, tattoo, lives at
    streets         what the name of a street ends with
    online          online services on which people have names
    sole            words that only few can know something
    pronouns        words of the first person, and pronouns that tell man from woman
    areas           postcode areas of the United Kingdom
    given_names     given names and their forms
    common          the commonest words of English, which are no detail
    """

    judging: frozenset[str]
    knowing: frozenset[str]
    telling: frozenset[str]
    relations: frozenset[str]
    acronyms: frozenset[str]
    places: frozenset[str]
    times: frozenset[str]
    describing: frozenset[str]
    streets: frozenset[str]
    online: frozenset[str]
    sole: frozenset[str]
    pronouns: frozenset[str]
    areas: frozenset[str]
    given_names: frozenset[str]
    common: frozenset[str]
