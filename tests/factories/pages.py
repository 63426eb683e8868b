"""What a page holds, read from its HTML: forms to fill in, and what a strict content security policy would block."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

# Kinds of input into which words are written.
WRITTEN = {"text", "search", "email", "tel", "url", "number"}
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}


@dataclass
class Form:
    """
    A form: where it goes, how, and its fields with the values they came with.

    choices  the values that a field offers, of a list, radios or boxes
    typed    the fields into which something is written, and of what kind: text, an email
    """

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """Reads a page once; then `forms` and `blocked` say what was found."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.blocked: list[str] = []
        self._list = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and their fields, and anything that runs or styles from within the page or from elsewhere."""
        given = {name: value or "" for name, value in attrs}
        self._note_blocked(tag, given)
        if tag == "form":
            self.forms.append(Form(action=given.get("action", ""), method=given.get("method", "get").lower()))
        if tag in {"input", "select", "textarea"} and self.forms and "name" in given:
            self._note_field(tag, given)
        if tag == "option" and self.forms and self._list:
            self.forms[-1].choices.setdefault(self._list, []).append(given.get("value", ""))

    def _note_field(self, tag: str, given: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], given["name"], given.get("type", "text")
        form.fields.setdefault(name, given.get("value", ""))
        self._list = name if tag == "select" else ""
        if tag == "input" and kind in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(given.get("value", "on"))
        elif tag == "textarea" or (tag == "input" and kind in WRITTEN):
            form.typed[name] = "text" if tag == "textarea" else kind

    def _note_blocked(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style" or (tag == "script" and "src" not in given):
            self.blocked.append(f"<{tag}> within the page")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.blocked.append(f"<{tag} {name}={value[:40]!r}>")
        address = given.get(LOADED.get(tag, ""), "")
        if "//" in address.partition("?")[0] and not address.startswith("data:"):
            self.blocked.append(f"<{tag}> from {address}")
