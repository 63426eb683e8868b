"""
The environment that every page template is drawn in: undefined names are errors, everything is escaped.

Templates of all words are found under `web/<word>/templates`, and GOV.UK Frontend's macros under their own prefix.
"""

from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from django.templatetags.static import static
from jinja2.utils import missing

from fourpoint import web
from fourpoint.web.frame import alerts, navigation, words
from fourpoint.web.frame.addresses import url

MACROS = "govuk_frontend_jinja"
# Names that those macros test without defining them.
MACRO_NAMES = {"caller", "null", "undefined"}


class Strict(jinja2.StrictUndefined):
    """An error when used, except for what GOV.UK's macros test for: parameters left out, and a block of content."""

    def __new__(
        cls,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
    ) -> Any:
        # Macros also ask whether they were called with a block of content.
        if isinstance(obj, dict | jinja2.ChainableUndefined) or name in MACRO_NAMES:
            return jinja2.ChainableUndefined(hint, obj, name, exc)
        return super().__new__(cls)


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment; Django passes the options of its TEMPLATES setting and calls this once a process."""
    options.update(loader=make_loader(), undefined=Strict, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made = jinja2.Environment(**options)  # noqa: S701  (autoescape is on, two lines up)
    made.globals.update(
        static=static, url=url, links=navigation.links, alerts=alerts.alerts, demo=settings.FOURPOINT_MODE == "demo"
    )
    made.globals["second_factor_required"] = lambda: settings.FOURPOINT_SECOND_FACTOR == "required"
    made.filters.update(words.FILTERS)
    return made


def make_loader() -> jinja2.BaseLoader:
    """Return the loader over the templates of every word, and the macros of GOV.UK Frontend."""
    folders = sorted(Path(web.__path__[0]).glob("*/templates/"))
    return jinja2.ChoiceLoader(
        [
            jinja2.FileSystemLoader(folders),
            jinja2.PrefixLoader({MACROS: jinja2.PackageLoader(MACROS)}),
        ]
    )
