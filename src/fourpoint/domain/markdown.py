"""
Reads a small, safe subset of Markdown into frozen values. For whoever shows what a person wrote.

Held: headings (`#` to `###`), paragraphs, lists with `-` or `1.`, quotations with `>`, a rule with `---`, **strong**,
*emphasis*, `code`, and links written `[words](https://...)`. Everything else is text and stays as it was typed: there
is no HTML, no image, and no address but of a web page. Nothing here makes markup; a template draws the values and
escapes every text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

BlockKind = Literal["heading", "paragraph", "bullets", "numbers", "quotation", "rule"]


@dataclass(frozen=True, kw_only=True)
class Run:
    """Text drawn alike; `href` is the address of a link, or empty."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""


Line = tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """
    One block, in reading order.

    level  1 to 3 for a heading, else 0
    lines  the items of a list; one line otherwise; none for a rule
    """

    kind: BlockKind
    lines: tuple[Line, ...] = ()
    level: int = 0


@dataclass(frozen=True)
class _Typed:
    kind: BlockKind
    text: str
    level: int = 0


_HEADING = re.compile(r"^(#{1,3}) +(.*?)(?: +#+)?$")
_BULLET = re.compile(r"^ {0,3}[-*+] +(.*)$")
_NUMBER = re.compile(r"^ {0,3}\d{1,4}[.)] +(.*)$")
_QUOTED = re.compile(r"^ {0,3}> ?(.*)$")
_RULE = re.compile(r"^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")
# Each alternative is bounded by a character that it cannot hold, so that no text takes more than one pass.
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\[(?P<words>[^\[\]\n]+)\]\((?P<href>[^()\s<>]+)\)"
    r"|\*\*(?P<strong>[^*\n]+)\*\*"
    r"|(?<![\w*])\*(?P<emphasis>[^*\s][^*\n]*)\*(?![\w*])"
)


def read_markdown(text: str) -> tuple[Block, ...]:
    """Return the blocks of the text; empty for a text of white space only."""
    blocks: list[Block] = []
    gathered: list[_Typed] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        typed = _typed(line)
        if gathered and (typed is None or not _goes_on(gathered[0], typed)):
            blocks.append(_block(gathered))
            gathered = []
        if typed is not None:
            gathered.append(typed)
    return tuple(blocks + ([_block(gathered)] if gathered else []))


def plain_words(text: str) -> str:
    """Return what a reader sees of the text, without the signs that shape it, a line for each block or item."""
    return "\n".join("".join(run.text for run in line) for block in read_markdown(text) for line in block.lines if line)


def safe_address(address: str) -> str:
    """Return the address when it is one of a web page, else nothing: a script is no address, nor is a file."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else ""


# ----------------------------------------------------------------------------------------------------------------------


def _typed(line: str) -> _Typed | None:
    if not line.strip():
        return None
    if _RULE.match(line):
        return _Typed("rule", "")
    if held := _HEADING.match(line):
        return _Typed("heading", held[2], len(held[1]))
    kinds: tuple[tuple[BlockKind, re.Pattern[str]], ...] = (
        ("bullets", _BULLET),
        ("numbers", _NUMBER),
        ("quotation", _QUOTED),
    )
    for kind, pattern in kinds:
        if held := pattern.match(line):
            return _Typed(kind, held[1])
    return _Typed("paragraph", line.strip())


def _goes_on(first: _Typed, typed: _Typed) -> bool:
    """Whether a line belongs to the block before it; a plain line under an item or a quotation goes on with it."""
    if first.kind in ("heading", "rule"):
        return False
    return typed.kind in (first.kind, "paragraph")


def _block(gathered: list[_Typed]) -> Block:
    kind = gathered[0].kind
    if kind == "rule":
        return Block(kind=kind)
    if kind in ("bullets", "numbers"):
        return Block(kind=kind, lines=tuple(tuple(_runs(item)) for item in _items(gathered)))
    text = " ".join(typed.text for typed in gathered)
    return Block(kind=kind, lines=(tuple(_runs(text)),), level=gathered[0].level)


def _items(gathered: list[_Typed]) -> list[str]:
    items: list[str] = []
    for typed in gathered:
        if typed.kind == "paragraph" and items:
            items[-1] += f" {typed.text}"
        else:
            items.append(typed.text)
    return items


def _runs(text: str) -> Iterator[Run]:
    end = 0
    for found in _INLINE.finditer(text):
        if found.start() > end:
            yield Run(text=text[end : found.start()])
        end = found.end()
        yield _run(found)
    if end < len(text):
        yield Run(text=text[end:])


def _run(found: re.Match[str]) -> Run:
    if held := found["code"]:
        return Run(text=held, code=True)
    if held := found["strong"]:
        return Run(text=held, strong=True)
    if held := found["emphasis"]:
        return Run(text=held, emphasis=True)
    href = safe_address(found["href"])
    # An address that is not of a web page stays as it was typed, so that nobody wonders where it went.
    return Run(text=found["words"], href=href) if href else Run(text=found[0])
