"""What a page says, as a test reads it."""

import re

#: Made by chance for every page: 64 letters and digits and a signature, in which any short word can stand.
TOKENS = re.compile(r'(name="(?:csrfmiddlewaretoken|form_token)" value=")[^"]*')


def text(response):
    """The page on one line with its apostrophes as written, and without the tokens of its forms."""
    page = response.content.decode().replace("&#39;", "'")
    return " ".join(TOKENS.sub(r"\1", page).split())


def form_token(response):
    """The one-use token of a page's first form."""
    return re.search(r'name="form_token" value="([^"]+)"', response.content.decode())[1]
