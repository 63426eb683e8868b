"""
Keeps spreadsheets from running words as formulas. For every writer of CSV, whatever the words come from.

A cell that begins with =, +, -, @, a tab or a carriage return is taken for a formula by common spreadsheets (OWASP,
"CSV Injection"). Such a cell is given an apostrophe, which spreadsheets read as "this is text".
"""

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
# What East Asian keyboards type for the first four: some spreadsheets take them for the same.
WIDE = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
# A negative number stays a number: nothing in it can run.
NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?", re.ASCII)


def harmless(text: str) -> str:
    """Return the words so that a spreadsheet shows and never runs them; numbers, negative ones too, come back as is."""
    begins = text.lstrip(" \u00a0\ufeff")
    if not (text.startswith(FORMULA) or begins.startswith(FORMULA + WIDE)) or NUMBER.fullmatch(text):
        return text
    return f"'{text}"
