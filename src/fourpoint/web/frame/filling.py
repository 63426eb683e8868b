"""
Fills a form of a drawn page with what somebody entered in it before. For `kept.py`.

It works on the page as its reader gets it, so that no view has to know of it. Passwords and files are left alone: a
browser takes neither from a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.utils.html import escape

Attributes = list[tuple[str, str | None]]
LEFT_ALONE = {"password", "file", "submit", "button", "image", "reset"}


@dataclass
class _Control:
    """Where a control stands in the page: its start tag, and for a text area the words up to `until`."""

    tag: str
    name: str
    attributes: Attributes
    start: int
    end: int
    until: int = 0

    @property
    def given(self) -> dict[str, str | None]:
        return dict(self.attributes)


@dataclass
class _Form:
    path: str
    end: int
    controls: list[_Control] = field(default_factory=list)

    def shares(self, names: set[str]) -> int:
        return len({control.name for control in self.controls} & names)


class _Reader(HTMLParser):
    """Finds the forms of a page that post, with their controls."""

    def __init__(self, html: str, *, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[_Form] = []
        self._address = address
        self._form: _Form | None = None
        self._select = ""
        self._area: _Control | None = None
        self._lines = [0]
        for line in html.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note a form, or a control of the one that is open."""
        given, start = dict(attrs), self._here()
        end = start + len(self.get_starttag_text() or "")
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self._form = _Form(path=urlsplit(urljoin(self._address, given.get("action") or "")).path, end=end)
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "select":
            self._select = given.get("name") or ""
        name = self._select if tag == "option" else given.get("name") or ""
        if tag in ("input", "option", "textarea") and name:
            control = _Control(tag, name, attrs, start, end)
            self._form.controls.append(control)
            self._area = control if tag == "textarea" else None

    def handle_endtag(self, tag: str) -> None:
        """Note where a text area and a form end."""
        if tag == "textarea" and self._area is not None:
            self._area.until, self._area = self._here(), None
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def fill(html: str, *, address: str, path: str, fields: Iterable[tuple[str, str]], added: str = "") -> str | None:
    """
    Return the page with its form filled in; None when it has no such form.

    address  of the page
    path     where the form sends what is entered
    fields   names and values, as a browser sent them
    added    HTML to put at the beginning of the form
    """
    sent: dict[str, list[str]] = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    forms = [form for form in _Reader(html, address=address).forms if form.path == path]
    form = max(forms, key=lambda one: one.shares(set(sent)), default=None)
    if form is None or not form.shares(set(sent)):
        return None
    edits = [(form.end, form.end, added), *_edits(form, sent)]
    for start, end, text in sorted(edits, reverse=True):
        html = html[:start] + text + html[end:]
    return html


def _edits(form: _Form, sent: dict[str, list[str]]) -> Iterable[tuple[int, int, str]]:
    left = {name: list(values) for name, values in sent.items()}
    for control in form.controls:
        kind = (control.given.get("type") or "text").lower()
        if control.tag == "option":
            yield _marked(control, "selected", control.given.get("value") in sent.get(control.name, ()))
        elif control.tag == "input" and kind in ("checkbox", "radio"):
            yield _marked(control, "checked", (control.given.get("value") or "on") in sent.get(control.name, ()))
        elif kind in LEFT_ALONE or not left.get(control.name):
            continue
        elif control.tag == "textarea":
            # A browser drops the first line break of a text area.
            yield control.end, control.until, "\n" + escape(left[control.name].pop(0))
        else:
            others = [(name, value) for name, value in control.attributes if name != "value"]
            yield _drawn(control, [*others, ("value", left[control.name].pop(0))])


def _marked(control: _Control, mark: str, is_chosen: bool) -> tuple[int, int, str]:
    others = [(name, value) for name, value in control.attributes if name != mark]
    return _drawn(control, [*others, (mark, None)] if is_chosen else others)


def _drawn(control: _Control, attributes: Attributes) -> tuple[int, int, str]:
    said = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in attributes)
    return control.start, control.end, f"<{control.tag}{said}>"
