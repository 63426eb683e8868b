"""The duties that a role can carry: what some people of an agency do for it, and others do not."""

from enum import StrEnum


class Duty(StrEnum):
    """
    One duty. Code asks for it by name; which roles carry it is the catalogue's to say.

    PROFILES  opens profiles, freezes editions of them and approves public ones
    """

    PROFILES = "profiles"
