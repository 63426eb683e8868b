"""Visitors of the sweeps, and the words that nobody without an agreement may ever be answered with."""

from dataclasses import dataclass
from functools import cache as remember
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from fourpoint.access import context, leaks
from fourpoint.domain.document import Document
from fourpoint.domain.markings import Marking
from fourpoint.domain.submissions import Danger
from fourpoint.records.agencies.models import Contact, Invitation, Person, Vetting
from fourpoint.records.canaries.models import Canary
from fourpoint.records.exports.models import Export
from fourpoint.records.library.models import Comment, Paper
from fourpoint.records.profiles.models import Edition, Profile
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.canaries import planting
from fourpoint.services.exports.lease import What, lease
from fourpoint.services.intelligence import drafts
from fourpoint.services.profiles import actions, queries
from fourpoint.services.profiles.commentary import actions as commentary
from fourpoint.services.profiles.commentary import readers
from fourpoint.services.profiles.commentary.anchors import Anchor
from fourpoint.services.profiles.printing import Press, Printed
from fourpoint.services.profiles.requests import ProfileRequest
from fourpoint.services.review.actions import Verdict, decide
from fourpoint.services.rights.requests import Asked, register
from fourpoint.services.search import saved
from fourpoint.services.search.asking import Asked as SoughtFor
from tests.factories.addresses import AREA, EXAMPLES, LABEL, SPECIAL
from tests.factories.cast import Cast, load_cast, this_hour
from tests.factories.giving import found, given_report
from tests.factories.producing import issued
from tests.factories.requiring import raise_it
from tests.factories.sending import send

METHODS = ("get", "head", "post", "put", "delete")
# The visitors, by the name under which the sweeps speak of them.
# What a note on the area's profile says.
WRITTEN = "Gannets roost behind the harbour arches"
# Two papers of the demonstration's library: a written page that was commented on, and a file.
SHARED, FORM = "County lines in Thanet: what partners can look for", "Partner referral form"
STRANGER, ASHA, BEV, CAL = "stranger", "asha", "bev", "cal"


@dataclass(frozen=True)
class Site:
    """The site with the demonstration loaded: its cast, and what of it is not for everyone."""

    cast: Cast
    guarded: frozenset[str]
    decoys: frozenset[str]

    def visitor(self, who: str) -> Client:
        """Return a browser of that visitor, signed in unless a stranger."""
        cache.clear()
        client = Watched(decoys=self.decoys)
        if who != STRANGER:
            client.force_login(Person.objects.get(id=getattr(self.cast, who)))
        return client


class Watched(Client):
    """A browser that fails the test when an answer shows a decoy, or was held back because it would have."""

    def __init__(self, *, decoys: frozenset[str]) -> None:
        super().__init__(raise_request_exception=False)
        self.decoys = decoys

    def request(self, **asked: Any) -> Any:
        """Ask, and look at what is answered."""
        rung: list[object] = []
        with mock.patch.object(leaks, "ring", lambda found, **_: rung.extend(found)):
            response = super().request(**asked)
        said = response.content.decode(errors="replace") + str(dict(response.headers))
        assert not rung, f"{asked.get('PATH_INFO')} would have shown decoys: {rung}"
        assert not [token for token in self.decoys if token in said]
        return response


def open_site() -> Site:
    """Load the demonstration and read, as Asha, the names, codes and figures that are hers to see."""
    cast = load_cast(this_hour(), material=True)
    with context.acting(cast.asha, at=timezone.now()):
        cards = queries.list_profiles()
        document = queries.get_profile(ProfileRequest(area=AREA))
        EXAMPLES["note"] = EXAMPLES["record"] = (_write(cast), *EXAMPLES["note"][1:])
        papers = _papers()
    EXAMPLES.update(_numbers(cast))
    EXAMPLES["copy"] = (_copy(cast, EXAMPLES["paper"][0]), *EXAMPLES["copy"][1:])
    _pass_on(cast)
    EXAMPLES["kept"] = (_keep(cast), *EXAMPLES["kept"][1:])
    EXAMPLES["asked"] = (_ask(cast), *EXAMPLES["asked"][1:])
    EXAMPLES["submission"] = (send(cast.bev, at=timezone.now()).reference, *EXAMPLES["submission"][1:])
    EXAMPLES["requirement"] = (raise_it(cast.asha, at=timezone.now()), *EXAMPLES["requirement"][1:])
    found(cast.ines, at=timezone.now())
    SPECIAL["sharing:dissemination", "reference"] = (given_report(at=timezone.now())[1], "DS-9876-5432")
    EXAMPLES["product"] = (issued(at=timezone.now()), *EXAMPLES["product"][1:])
    EXAMPLES["disposal"] = (_propose(cast), *EXAMPLES["disposal"][1:])
    areas = {card.area.code for card in cards} | {card.area.name for card in cards if len(card.area.name) > 4}
    _freeze(cast)
    figures = {figure.text for figure in document.figures if len(figure.text) >= 6 and figure.value is not None}
    shapes = {outline.code for geometry in document.geometries for outline in geometry.outlines}
    # No canary of the sweeps may be shown to anybody: the owner's own people are not on their need-to-know lists.
    planting.plant("invicta", at=timezone.now())
    decoys = frozenset(Canary.objects.values_list("token", flat=True))
    return Site(
        cast=cast, guarded=frozenset(areas | figures | shapes | papers | _agreements() | {WRITTEN}), decoys=decoys
    )


def _papers() -> set[str]:
    """Give the addresses a paper, a file and a comment that Bev may read; return the titles of all papers."""
    held = dict(Paper.objects.values_list("title", "id"))
    said = Comment.objects.filter(paper=held[SHARED]).order_by("id").values_list("id", flat=True)
    EXAMPLES["paper"] = (held[SHARED], *EXAMPLES["paper"][1:])
    EXAMPLES["comment"] = (said[0], *EXAMPLES["comment"][1:])
    SPECIAL[("library:file", "paper")] = (held[FORM], *EXAMPLES["paper"][1:])
    return set(held)


def _numbers(cast: Cast) -> dict[str, tuple[str | int, ...]]:
    """Return numbers of what an agency keeps of its people, as the database gave them."""
    return {
        "person_id": (cast.asha, 10**9),
        "invitation_id": (Invitation.objects.values_list("id", flat=True)[0], 10**9),
        "contact_id": (Contact.objects.filter(agency__code="invicta").values_list("id", flat=True)[0], 10**9),
        "proof_id": (Vetting.objects.filter(person_id=cast.asha).values_list("id", flat=True)[0], 10**9),
    }


def _agreements() -> set[str]:
    """Titles of agreements, which are for their parties."""
    return set(Agreement.objects.values_list("title", flat=True))


def _copy(cast: Cast, paper_id: int | str) -> int:
    """Let Bev take a copy of the paper, and return the number of its row."""
    with context.acting(cast.bev, at=timezone.now()) as who:
        what = What(kind="paper", record_id=int(paper_id), audience_id=Paper.objects.get(pk=paper_id).audience_id)
        given = {"what": what, "name": "paper.txt", "media_type": "text/plain", "content": b"Bulrush"}
        lease(by=who.actor, purpose=who.purpose, at=who.at, **given)
        return Export.objects.get().pk


def _keep(cast: Cast) -> int:
    """Let Bev keep a search, and return its number."""
    with context.acting(cast.bev, at=timezone.now()) as who:
        kept = SoughtFor(words="mackerel")
        return saved.save(by=who.actor, purpose=who.purpose, at=who.at, name="Fish", asked=kept, alerts=False)


def _pass_on(cast: Cast) -> None:
    """Let Bev begin a draft and send something else, and give the addresses of both."""
    with context.acting(cast.bev, at=timezone.now()) as who:
        key = drafts.begin(by=who.actor, at=who.at, danger=Danger.NO)
    EXAMPLES["key"] = (str(key), *EXAMPLES["key"][1:])
    reference = send(cast.bev, at=timezone.now()).reference
    for page in ("intelligence:sent", "intelligence:receipt", "intelligence:attach"):
        SPECIAL[(page, "reference")] = (reference, "S-2222-2222")


def _ask(cast: Cast) -> int:
    """Let Ines register a request of a made-up person, and return its number."""
    with context.acting(cast.ines, at=timezone.now()) as who:
        asked = Asked(right="access", subject="Zephyrine Quillwort", received_on=timezone.localdate(who.at))
        return register(by=who.actor, purpose=who.purpose, at=who.at, asked=asked)


def _propose(cast: Cast) -> int:
    """Let Asha propose another note of hers for disposal, and return the number of the proposal."""
    note = _write(cast)
    with context.acting(cast.asha, at=timezone.now()) as who:
        given = {"kind": "commentary", "record_id": note, "verdict": Verdict(outcome="dispose", reason="Said twice.")}
        return decide(by=who.actor, purpose=who.purpose, at=who.at, **given)


def _write(cast: Cast) -> int:
    """Put a note of Asha's that Bev may read on the area's profile, and return its number."""
    with context.acting(cast.asha, at=timezone.now()) as who:
        audience = readers.make_audience(who, readers="local-profiles", marking=Marking.OFFICIAL)
        draft = commentary.Draft(anchor=Anchor(kind="section", anchor_id="place"), text=WRITTEN, audience=audience)
        return commentary.write_commentary(area=AREA, draft=draft, by=who.actor, purpose=who.purpose, at=who.at)


def _freeze(cast: Cast) -> None:
    """Freeze an edition of the area; the second time in a process, put back what the first time made."""
    kept = _kept()
    with context.acting(cast.asha, at=timezone.now()) as who:
        if kept:
            profile = Profile.objects.get(area_code=AREA)
            Edition.objects.create(
                **kept, profile=profile, audience_id=profile.audience_id, frozen_at=who.at, frozen_by_id=cast.asha
            )
            return
        press = Press(printer=_print, cuts=("partner",))
        actions.build_editions(areas=(AREA,), label=LABEL, by=who.actor, purpose=who.purpose, at=who.at, press=press)
        made = {"id", "profile_id", "audience_id", "frozen_at", "frozen_by_id"}
        kept.update({name: value for name, value in Edition.objects.values().get().items() if name not in made})


@remember
def _kept() -> dict[str, object]:
    return {}


def _print(document: Document) -> Printed:
    return Printed(pdf=b"%PDF-made-up", files=(("profile.ods", b"ods"),))
