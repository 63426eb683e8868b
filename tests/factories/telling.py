"""What a visitor of the sweeps by role is told: answers that can be compared, and the words of the estates in them."""

import html
import io
import logging
import os
import random
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from unittest import mock
from urllib.parse import quote, unquote

from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from fourpoint.access import leaks
from fourpoint.records.agencies.models import Person
from tests.factories.cast import PASSWORD
from tests.factories.estates import HERE, YONDER

WORD = re.compile(rf"{HERE}\d{{4}}|{YONDER}\w*", re.IGNORECASE)
# New rows take numbers that nothing gives back: where a form leads to one of them is told without its number.
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """
    An answer in a form that two of them can be compared by, without what was sent.

    told  the words of the estates in body, headers, mails and log, less those that were sent
    """

    status: int
    body: str
    headers: str
    told: frozenset[str]

    def without_numbers(self) -> "Answer":
        """Return it with every number of its body read alike."""
        return replace(self, body=NUMBER.sub("N", self.body))


@dataclass(frozen=True, kw_only=True)
class Heard:
    """An answer as it came; `aside` are mails and the log."""

    status: int
    body: str
    headers: str
    aside: str

    def without(self, sent: Iterable[str]) -> Answer:
        """Return what it tells beside what was sent."""
        body, headers, aside = (_without(text, list(sent)) for text in (self.body, self.headers, self.aside))
        words = WORD.findall(f"{body}\n{headers}\n{aside}")
        told = frozenset(word.capitalize() for word in words)
        return Answer(status=self.status, body=body, headers=headers, told=told)


class Visitor:
    """
    Somebody of the cast, signed in once; each question leaves the database and the session as they were.

    What is drawn at random for an answer is drawn alike for each, so that two answers differ by what they know alone.
    """

    def __init__(self, person_id: int) -> None:
        self.person_id = person_id
        self.client = Client(raise_request_exception=False)
        self.client.force_login(Person.objects.get(pk=person_id))
        # Acts that matter ask who it is unless that was proved just now; the steward has no password to prove it by.
        self.client.post("/account/reauthenticate/", {"password": PASSWORD})
        cache.clear()

    def ask(self, path: str, *, sent: Iterable[str] = (), post: bool = False) -> Answer:
        """Ask for the address, by an empty form if `post`; `sent` holds what was put into the address."""
        return self.hear(path, post).without([path, *sent])

    def hear(self, path: str, post: bool, filled: Mapping[str, str] | None = None) -> Heard:
        """Ask for the address, by a form filled so if `post`, and return all that is said, with what was sent."""
        kept, heard = dict(self.client.cookies), io.StringIO()
        with transaction.atomic(), _listening(heard), _drawing_alike(), mock.patch.object(leaks, "ring", _fail):
            response = self.client.post(path, filled) if post else self.client.get(path, filled)
            transaction.set_rollback(True)
        self.client.cookies.clear()
        self.client.cookies.update(kept)
        cache.clear()
        mails = "\n".join(f"{one.subject}\n{one.body}\n{one.to}" for one in mail.outbox)
        mail.outbox.clear()
        return Heard(
            status=response.status_code,
            body="\n".join(_texts(response.content)),
            headers=_headers(response),
            aside=f"{mails}\n{heard.getvalue()}",
        )


def _headers(response: Any) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(response.headers.items()))
    return NUMBER.sub("N", headers) if 300 <= response.status_code < 400 else headers


def _texts(content: bytes) -> Iterable[str]:
    """The content as text: of an archive its files, of a PDF its pages; both hold the instant of their making."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [f"{name}\n{archive.read(name).decode(errors='replace')}" for name in archive.namelist()]
    with suppress(PyPdfError):
        if content.startswith(b"%PDF"):
            return [page.extract_text() for page in PdfReader(io.BytesIO(content), strict=True).pages]
    return [content.decode(errors="replace")]


def _without(text: str, sent: Iterable[str]) -> str:
    """The text less what was sent, in every way in which a page writes it."""
    for value in sorted({value for value in sent if len(value) > 1}, key=len, reverse=True):
        if value.isdigit():
            text = re.sub(rf"(?<!\w){value}(?!\w)", "(sent)", text)
        else:
            for form in {value, html.escape(value), quote(value), quote(value, safe=""), unquote(value)}:
                text = text.replace(form, "(sent)")
    return text


@contextmanager
def _drawing_alike() -> Iterator[None]:
    """Let every draw of the operating system's be the next of one fixed run of numbers."""
    run = Random(0)
    with mock.patch.object(os, "urandom", run.randbytes), mock.patch.object(random, "_urandom", run.randbytes):
        yield


@contextmanager
def _listening(heard: io.StringIO) -> Iterator[None]:
    handler, log = logging.StreamHandler(heard), logging.getLogger()
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(level)


def _fail(found: Iterable[object], **_: object) -> None:
    raise AssertionError(f"A decoy would have been shown: {list(found)}")
