"""What a page holds, read from its HTML: forms to fill in, and what a strict content security policy would block."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}


@dataclass
class Form:
    """A form: where it goes, how, and its fields with the values they came with."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """Reads a page once; then `forms` and `blocked` say what was found."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.blocked: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and their fields, and anything that runs or styles from within the page or from elsewhere."""
        given = {name: value or "" for name, value in attrs}
        self._note_blocked(tag, given)
        if tag == "form":
            self.forms.append(Form(action=given.get("action", ""), method=given.get("method", "get").lower()))
        if tag in {"input", "select", "textarea"} and self.forms and "name" in given:
            self.forms[-1].fields.setdefault(given["name"], given.get("value", ""))

    def _note_blocked(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style" or (tag == "script" and "src" not in given):
            self.blocked.append(f"<{tag}> within the page")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or value.strip().lower().startswith("javascript:"):
                self.blocked.append(f"<{tag} {name}={value[:40]!r}>")
        address = given.get(LOADED.get(tag, ""), "")
        if "//" in address.partition("?")[0] and not address.startswith("data:"):
            self.blocked.append(f"<{tag}> from {address}")
