"""
What pages are asked beside their address: every query that the source reads, every filter and form that a page offers.

What is typed is asked twice with the same words, before strangers come who hold them and after: two words that differ
need never be compared. What the database numbers and what is drawn at random is not known before; such a number or
reference is asked beside one of the same shape that is nobody's.
"""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode, urljoin

from django.urls import resolve

from fourpoint.access import context
from fourpoint.records.exports.models import Export
from fourpoint.records.intelligence.models import Submission
from tests.factories.addresses import EXAMPLES
from tests.factories.estates import YONDER
from tests.factories.pages import Form, Page
from tests.factories.rehearsing import Rehearsal
from tests.factories.telling import Answer, Visitor
from tests.factories.whereabouts import Thing

READ = re.compile(r'request\.GET\.get(?:list)?\("(\w+)"')
# An agency, a page or a day is no thing of a stranger's; a figure is of an open profile.
NOT_THINGS = {"code", "area", "figure_id", "version", "number", "file", "label", "cut", "day", "kind"}
SOME_DAY = ("1", "6", "2030")
CODE = "yonder-invicta"
EMAIL = f"asha@{CODE}.example"
# What a field of this kind takes, whatever is typed into the others.
SHAPED = {"email": EMAIL, "number": "7", "url": f"https://{CODE}.example/", "tel": "01632 960000"}


@dataclass(frozen=True, kw_only=True)
class Question:
    """A path, and the fields that are sent with it, by `post` or in its query."""

    path: str
    post: bool = False
    filled: tuple[tuple[str, str], ...] = ()

    def put_to(self, visitor: Visitor) -> Answer:
        """Ask, and return the whole answer: the words sent are the same each time, so none need be taken out."""
        return visitor.hear(self.path, self.post, dict(self.filled)).without(())

    def __str__(self) -> str:
        return f"{'POST' if self.post else 'GET'} {self.path} {urlencode(self.filled)}"


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A number or reference of strangers, and one of the same shape that is nobody's."""

    theirs: str
    nobodys: str


def questions(pages: Mapping[str, str], said: str, *, once: bool = False) -> list[Question]:
    """
    Return the first and the last choice of each filter that these pages offer, and each of their forms filled in.

    said  a sentence that strangers will have written
    once  the last choice alone, and each form with that sentence alone
    """
    forms = list(_forms(pages))
    # A search box takes anything of theirs; elsewhere something is written, or named, that is there already.
    words = (
        {"get": (said, YONDER, CODE, EMAIL), "post": (said, CODE)} if not once else {"get": (said,), "post": (said,)}
    )
    filters = (
        Question(path=path, filled=((name, value),))
        for path, form in forms
        if form.method == "get"
        for name, values in form.choices.items()
        for value in dict.fromkeys((*[value for value in values if value and not once][:1], *values[-1:]))
    )
    typed = (
        Question(path=path, post=form.method == "post", filled=tuple(_fill(form, word).items()))
        for path, form in forms
        if form.typed
        for word in words[form.method]
    )
    return list(dict.fromkeys((*filters, *typed)))


def find_known(rehearsal: Rehearsal, visitor: Visitor, pages: Mapping[str, str]) -> list[str]:
    """Return what told a number or a reference of strangers, who must be there, from one that is nobody's."""
    found = []
    things, references = list(_things(rehearsal)), list(_references(rehearsal))
    for path in pages:
        for name in _read(path):
            pairs = (made[name] for made in things if name in made)
            found += [f"{path}?{name}={pair.theirs}" for pair in pairs if _differs(visitor, path, {name}, pair)]
    for path, form in _forms(pages):
        if form.method == "get" and form.typed:
            found += [f"{path} {pair.theirs}" for pair in references if _differs(visitor, path, form.typed, pair)]
    return found


# ----------------------------------------------------------------------------------------------------------------------


def _forms(pages: Mapping[str, str]) -> Iterator[tuple[str, Form]]:
    """Every form of these pages once, with the path it goes to; signing out ends the visit and is left alone."""
    seen = set()
    for path, body in pages.items():
        for form in Page(body).forms if "<form" in body else ():
            goes_to = urljoin(path, form.action)
            key = (re.sub(r"\d+", "N", goes_to), form.method, tuple(sorted(form.fields)))
            if key not in seen and "logout" not in goes_to:
                seen.add(key)
                yield goes_to, form


@cache
def _read(path: str) -> frozenset[str]:
    """The names that the view of this address reads from its query, or any other view of its module."""
    module = inspect.getmodule(inspect.unwrap(resolve(path).func))
    return frozenset(READ.findall(inspect.getsource(module))) if module else frozenset()


def _references(rehearsal: Rehearsal) -> Iterator[Alike]:
    assert rehearsal.yonder is not None
    with context.acting(rehearsal.yonder.person("ivy", "invicta"), at=rehearsal.at):
        sent = Submission.objects.order_by("id").values_list("reference", flat=True)[0]
    with context.acting(rehearsal.yonder.person("bev", "thanet"), at=rehearsal.at):
        copy = Export.objects.order_by("id").values_list("number", flat=True)[0]
    yield Alike(theirs=sent, nobodys=str(EXAMPLES["submission"][-1]))
    yield Alike(theirs=copy, nobodys="FP-1999-0000-0000")


def _things(rehearsal: Rehearsal) -> Iterator[dict[str, Alike]]:
    """Numbers and references of strangers' things by the name that a query gives them; one of each kind."""
    ours = {(name, value) for thing in rehearsal.ours for name, value in thing.items()}
    kept: set[tuple[str, ...]] = set()
    for thing in rehearsal.theirs:
        made = _alike(thing, ours)
        key = (*sorted(made), str(thing.get("kind", "")))
        if made and key not in kept:
            kept.add(key)
            yield made


def _alike(thing: Thing, ours: Iterable[tuple[str, str | int]]) -> dict[str, Alike]:
    made = {
        name: Alike(theirs=str(value), nobodys=str(EXAMPLES[name][-1]))
        for name, value in thing.items()
        if name in EXAMPLES and name not in NOT_THINGS and (name, value) not in ours
    }
    if "record" in thing:
        # Several records are named as kind and number.
        kind, nothing = thing["kind"], EXAMPLES["record"][-1]
        made["record"] = Alike(theirs=f"{kind}:{thing['record']}", nobodys=f"{kind}:{nothing}")
    return made


def _differs(visitor: Visitor, path: str, names: Iterable[str], pair: Alike) -> bool:
    sent = (path, pair.theirs, pair.nobodys, *pair.theirs.split(":")[1:], *pair.nobodys.split(":")[1:])
    there, nothing = (visitor.hear(path, False, dict.fromkeys(names, it)) for it in (pair.theirs, pair.nobodys))
    return there.without(sent) != nothing.without(sent)


def _fill(form: Form, words: str) -> dict[str, str]:
    """Fill a form as somebody would: the first of what is offered, a day to come, and the words where any go."""
    filled = dict(form.fields)
    for name, values in form.choices.items():
        filled[name] = next((value for value in values if value), "")
    for name, kind in form.typed.items():
        day = re.fullmatch(r".*_([012])", name)
        filled[name] = SOME_DAY[int(day[1])] if day else SHAPED.get(kind, words)
    return filled
