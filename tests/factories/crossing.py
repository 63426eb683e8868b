"""Every address of the site for every thing of an estate; and for each of them one that is the same, but of nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.factories.addresses import EXAMPLES, SPECIAL, Address, addresses
from tests.factories.whereabouts import WORDS, Thing

# Arguments that say of what kind a thing is.
KINDS = ("kind", "cut", "proof")


@dataclass(frozen=True, kw_only=True)
class Twins:
    """Two paths of one address: of something that is there, and of nothing; and what stands in them."""

    there: str
    nothing: str
    sent: tuple[str, ...]


def paths(things: Iterable[Thing]) -> list[str]:
    """Return the path of every address for every thing that it can name; raises KeyError for an unknown argument."""
    held = list(things)
    return list(dict.fromkeys(path for address in addresses() for path in paths_of(address, held)))


def first_paths(things: Iterable[Thing]) -> list[str]:
    """Return the path of every address for one thing that it can name."""
    held = list(things)
    return list(dict.fromkeys(next(paths_of(address, held)) for address in addresses()))


def open_paths(public: Thing) -> list[str]:
    """Return the path of every address that needs no more than a public name: it can be asked before anybody comes."""
    held = [address for address in addresses() if address.arguments and public.keys() >= set(address.arguments)]
    return list(dict.fromkeys(path for address in held for path in paths_of(address, [public])))


def twins(here: Iterable[Thing], yonder: Iterable[Thing]) -> list[Twins]:
    """
    Return what names a thing of theirs, wholly or among things of ours, beside the same for a thing that is not.

    here, yonder  ours and theirs; an argument that can be the same for both, as the number of a version, stays
    """
    ours, theirs = list(here), list(yonder)
    known = {(name, value) for thing in ours for name, value in thing.items()}
    found: dict[str, Twins] = {}
    for address in addresses():
        for given in _few(_given(address, theirs)):
            # Two kinds number their records each from 1: only with the kind does a number say which record is meant.
            things_of = given.keys() - WORDS.keys()
            foreign = {name for name in things_of if (name, given[name]) not in known or name == "record"}
            around = given | {name: value for name, value in _first(address, ours).items() if name in foreign}
            for chosen in [foreign, *({name} for name in sorted(foreign) if len(foreign) > 1)]:
                pair = _pair(address, given, chosen, given if chosen == foreign else around)
                found.setdefault(pair.there, pair)
    return [pair for pair in found.values() if pair.there != pair.nothing]


def _few(things: list[Thing]) -> list[Thing]:
    """Of each kind the first two and the last: to a stranger, what is not open to her is all alike."""
    kinds: dict[tuple[object, ...], list[Thing]] = {}
    for given in things:
        kinds.setdefault(tuple(given.get(name) for name in KINDS), []).append(given)
    return [given for alike in kinds.values() for given in (*alike[:2], *alike[2:][-1:])]


def _pair(address: Address, given: Thing, chosen: set[str], around: Thing) -> Twins:
    """Of the arguments given, the chosen ones stay in the one path and mean nothing in the other."""
    there = around | {name: given[name] for name in chosen}
    nothing = there | {name: EXAMPLES[name][-1] for name in chosen}
    sent = (*map(str, there.values()), *map(str, nothing.values()))
    return Twins(there=address.path(there), nothing=address.path(nothing), sent=sent)


def _first(address: Address, things: list[Thing]) -> Thing:
    return next(iter(_given(address, things)))


def paths_of(address: Address, things: list[Thing]) -> Iterator[str]:
    """Yield the path of the address for every one of the things that it can name."""
    yield from (address.path(given) for given in _given(address, things))


def _given(address: Address, things: list[Thing]) -> list[Thing]:
    """The arguments of the address for each thing that it can name, those that the thing leaves open from the first."""
    if not address.arguments:
        return [{}]
    wanted = set(address.arguments)
    if unknown := wanted - {name for thing in things for name in thing}:
        raise KeyError(f"{address.name}: let tests/factories/whereabouts.py find a thing with {sorted(unknown)}")
    most = max((len(wanted & thing.keys() - WORDS.keys()) for thing in things), default=0)
    usual: Thing = {}
    for thing in things:
        usual = thing | usual
    fitting = [thing for thing in things if len(wanted & thing.keys() - WORDS.keys()) == most]
    # A figure of a neighbourhood has another name than one of its district.
    fixed = {name: SPECIAL[address.name, name][0] for name in wanted & WORDS.keys() if (address.name, name) in SPECIAL}
    found = [{name: (usual | thing | fixed)[name] for name in address.arguments} for thing in fitting]
    return [dict(one) for one in dict.fromkeys(tuple(given.items()) for given in found)]
