"""The duties that a role can carry: what some people of an agency do for it, and others do not."""

from enum import StrEnum


class Duty(StrEnum):
    """
    One duty. Code asks for it by name; which roles carry it is the catalogue's to say.

    PROFILES  opens profiles, freezes editions of them and approves public ones
    TRIAGE    takes in and evaluates what is passed on to an intelligence desk, and sanitises it
    RELEASE   releases sanitised reports and issues products that somebody else wrote, and staffs the desk
    PRODUCTS  writes profiles of subjects and problems, and briefings
    SOURCES   keeps the register of sources
    """

    PROFILES = "profiles"
    TRIAGE = "triage"
    RELEASE = "release"
    SOURCES = "sources"
    PRODUCTS = "products"
