"""The families of anticipated failure, by whose they are to mend: a reader's, or of whoever runs the system."""


class Refused(Exception):
    """What was asked for is not permitted; the message says why and, where it can, what to do instead."""


class Unusable(Exception):
    """What was given cannot be used; the message says what is wrong, where, and how to mend it, fit for a page."""


class Broken(Exception):
    """
    What this installation rests on cannot be used: a catalogue file, a contract, a stored folder.

    The message names file, place and reason for who runs it. It is logged and printed by commands, never shown in a
    page: no reader caused it, and no reader can mend it.
    """
