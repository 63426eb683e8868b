"""Why a file is not taken: one sentence, fit for the person who sent it."""

from fourpoint.domain.errors import Unusable


class FileNotTaken(Unusable):
    """The file is not taken; the message says why and what to do."""
