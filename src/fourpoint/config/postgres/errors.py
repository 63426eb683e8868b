"""What can go wrong with the embedded database, as sentences for the person at the terminal."""


class DatabaseUnusable(Exception):
    """The embedded PostgreSQL cannot be used; the message says what is wrong, where, and how to mend it."""
