"""
What a kind of marked record tells of itself, so that sharing, recall, review, export and search treat all kinds alike.

Each word states its kinds in `services/<word>/kind.py`; `services/marked/kinds.py` holds them all. There is no generic
foreign key: a table that speaks of records of any kind keeps the kind's code and the row's number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from fourpoint.domain.sharing import Audience
from fourpoint.records.marked import MarkedRecord


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    A table with a column `audience`, whose rows hang on a record; `field` is its foreign key to the record.

    moves  False for a part that keeps an audience of its own when the record is given another
    """

    model: type[Model]
    field: str
    moves: bool = True


@dataclass(frozen=True, kw_only=True)
class Kind:
    """
    One kind of marked record.

    code    stable, as stored in the trail and in every table that names records of any kind
    name    the word a page uses, in lower case, as "document"
    title   the words by which a reader who may see the record knows it
    texts   everything in the record and its parts that may name a person, for searches about one
    parts   tables moved, reviewed and disposed of with the record, in the order in which rows must go
    area    the code of the area the record is about, empty when it has none
    printed numbers of the editions that print it, as far as they are open to who acts
    keeps   why the record keeps its audience for now, in one sentence; empty when it may be given another
    barred  why it may not be given that audience, in one sentence; empty when nothing of its kind stands against it
    """

    code: str
    name: str
    model: type[MarkedRecord]
    title: Callable[[Any], str]
    texts: Callable[[Any], tuple[str, ...]]
    parts: tuple[Part, ...] = ()
    area: Callable[[Any], str] = lambda record: ""
    printed: Callable[[Any], tuple[int, ...]] = lambda record: ()
    keeps: Callable[[Any], str] = lambda record: ""
    barred: Callable[[Any, Audience], str] = lambda record, audience: ""
