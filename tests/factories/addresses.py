"""
Every address of the site, read from the resolver, with examples of its arguments: what the sweeps go through.

A new address is swept without anyone thinking of it. One whose arguments have no example here fails the sweep.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

AREA, NEIGHBOURHOOD, FIGURE, LABEL = "E07000114", "E01024657", "count", "2025Q4"
# Examples by the name of the argument: real ones of the sample, then one that is nothing.
EXAMPLES: dict[str, tuple[str | int, ...]] = {
    "area": (AREA, "E99999999"),
    "code": (NEIGHBOURHOOD, "E01999999"),
    "figure_id": (FIGURE, "no-such-figure"),
    "label": (LABEL, "1999Q1"),
    "version": (1, 99),
    "assessment": (1, 999999),
    "emergency": (1, 999999),
    "agency": ("invicta", "northmoor", "no-such-agency"),
    # Numbers of people, invitations and entries: `sweeping.open_site` puts real ones here.
    "person_id": (1, 10**9),
    "invitation_id": (1, 10**9),
    "contact_id": (1, 10**9),
    "letter": (1, 10**9),
    # Nobody of theirs has left: whoever guarded something alone is in the sweeps by role.
    "leaver": (1, 10**9),
    "reset": (1, 10**9),
    "proof": ("vetting", "training", "no-such-kind"),
    "proof_id": (1, 10**9),
    "session_id": (10**9,),
    "secret": ("no-such-link",),
    "provider_id": ("no-such-provider",),
    "organization_slug": ("no-such-provider",),
    "pk": (1, 10**9),
    "cut": ("partner", "no-such-cut"),
    "file": ("profile.pdf", "nothing.txt"),
    "product": (1, 10**9),
    "part": ("summary", "no-such-section"),
    # The number of a note is given by the database: `sweeping.open_site` puts the real one here.
    "note": (1, 10**9),
    # A record of any kind: `sweeping.open_site` puts the same note here.
    "kind": ("commentary", "no-such-kind"),
    "record": (1, 10**9),
    # So is that of a copy that Bev holds.
    "copy": (1, 10**9),
    # So is that of a search that Bev keeps.
    "kept": (1, 10**9),
    # So is that of a request about a person, which the governance role alone sees.
    "asked": (1, 10**9),
    # A colleague who is asked to search what she alone may read is its only reader.
    "call": (1, 10**9),
    # So is that of a disposal that Asha proposed.
    "disposal": (1, 10**9),
    # So are those of a paper and a comment.
    "paper": (1, 10**9),
    # Something that Asha declared to be close to her: nobody else ends it.
    "declaration": (1, 10**9),
    "rule": ("self", "no-such-rule"),
    "person": (1, 10**9),
    "day": ("2026-03-02", "no-day"),
    "comment": (1, 10**9),
    "agreement": ("local-profiles", "no-such-agreement"),
    "draft": ("draft-unlicensed-lending", "no-such-draft"),
    "section": ("data", "no-such-part"),
    "number": (1, 99),
    "review": (1, 99),
    "seen_by": ("thanet", "no-such-agency"),
    "pointer": (1, 10**9),
    "report": (1, 10**9),
    "source": (1, 10**9),
    "subject": (1, 10**9),
    "statement": (1, 10**9),
    "judgement": (1, 10**9),
    "requirement": (1, 10**9),
    # A draft of Bev's, which `sweeping.open_site` puts here, and none.
    "key": ("00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000001"),
    "attachment": (1, 10**9),
    "channel": ("emergency", "no-such-channel"),
    "reference": ("RQ-2345-6789", "RQ-9876-5432"),
    # So is that of a submission, which Bev sent and the force's desk alone reads.
    "submission": ("S-2345-6789", "S-9876-5432"),
    "desk": ("invicta", "no-such-desk"),
    # Founded by `sweeping.open_site`.
    "forum": ("harbour-forum", "no-such-forum"),
}
# An argument that means another thing at one address.
SPECIAL: dict[tuple[str, str], tuple[str | int, ...]] = {
    (f"profiles:neighbourhood-{page}", "figure_id"): ("month.2025-01", "no-such-figure")
    for page in ("figure", "rows", "rows-csv")
}
SPECIAL["products:copy", "file"] = SPECIAL["reports:copy", "file"] = ("copy.pdf", "copy.docx", "nothing.txt")
# The agreement with a review that waits for a signature.
SPECIAL["agreements:sign-review", "agreement"] = ("night-economy", "no-such-agreement")
# Addresses whose object is made by what a person asks for, and is not there until then.
NOT_THERE_YET = {"profiles:building"}
# Addresses that change what another agency owns: its partner is refused them outright.
FOR_OWNER = {
    "profiles:note-revise",
    "profiles:note-withdraw",
    "profiles:edition-preview",
    "profiles:edition-approve",
}
# Addresses at which a partner writes records of her own agency: an empty form is sent back to her.
FOR_WRITERS = {"profiles:note-add"}
# Addresses that answer a stranger: each is here because somebody decided it.
OPEN = {
    # A system shows its token, and is answered without a page.
    "intelligence:api",
    "start",
    "accessibility",
    "methods:index",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_invitation",
    "account_forgotten",
    "account_reset",
    # Where identity providers and passkeys bring somebody who is not signed in yet.
    "openid_connect_login",
    "openid_connect_callback",
    "saml_acs",
    "saml_finish_acs",
    "saml_sls",
    "saml_metadata",
    "saml_login",
    "mfa_authenticate",
}


@dataclass(frozen=True)
class Address:
    """One address: its name with namespaces and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]

    def paths(self) -> list[str]:
        """Return the real path, and one for every other example; raises KeyError for an argument without one."""
        real = {argument: self.examples(argument)[0] for argument in self.arguments}
        others = [(argument, other) for argument in self.arguments for other in self.examples(argument)[1:]]
        return [self.path(real), *(self.path(real | {argument: other}) for argument, other in others)]

    def path(self, given: dict[str, str | int]) -> str:
        """Return the path with these arguments."""
        return reverse(self.name, kwargs=given)

    def real_path(self) -> str:
        """Return the path with the first example of every argument: an object that is there."""
        return self.path({argument: self.examples(argument)[0] for argument in self.arguments})

    def examples(self, argument: str) -> tuple[str | int, ...]:
        """Return the examples of an argument; raises KeyError when it has none."""
        return SPECIAL.get((self.name, argument), EXAMPLES[argument])


def addresses() -> list[Address]:
    """Return every address of the site."""
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"Give this address a name: {entry.pattern}"
            yield Address(name=namespace + entry.name, arguments=tuple(entry.pattern.regex.groupindex))
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            for found in _walk(entry, inner):
                yield Address(name=found.name, arguments=(*entry.pattern.regex.groupindex, *found.arguments))
