"""The two families of anticipated failure; every message is one clear sentence fit for the person who sees it."""


class Refused(Exception):
    """What was asked for is not permitted; the message says why and, where it can, what to do instead."""


class Unusable(Exception):
    """What was given cannot be used; the message says what is wrong, where, and how to mend it."""
