"""
Freezes editions of profiles in their cuts, and writes what was frozen to a folder. Change and audit in one transaction.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from fourpoint.access import checks, context, leaks
from fourpoint.domain.cuts import Cut, audience_of
from fourpoint.domain.days import day_of
from fourpoint.domain.document import Document
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.agencies.models import Person
from fourpoint.records.profiles.models import Edition, Profile
from fourpoint.services.profiles import store
from fourpoint.services.profiles.commentary.candidates import Candidate, list_candidates
from fourpoint.services.profiles.cuts import Made, choose_cuts, make_cut
from fourpoint.services.profiles.edition import edition_months
from fourpoint.services.profiles.freezing import Asked, Prepared, assemble_base, freeze_cut, prepare_cut
from fourpoint.services.profiles.frozen import unpack
from fourpoint.services.profiles.hiding import the_cuts
from fourpoint.services.profiles.printing import Press, Printer
from fourpoint.services.profiles.queries import NoSuchProfile
from fourpoint.services.profiles.reading.territory import Territory

EVERY_AREA = "all"
PRINTED_AT_ONCE = 2


class NothingToBuild(Unusable):
    """No area was named, or none of those named has a profile that this person may read."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What became of one cut of one area: its row, and whether it is new or was there with the same content."""

    edition_id: int
    area_code: str
    area_name: str
    label: str
    cut: str
    version: int
    is_new: bool


def build_editions(
    *,
    areas: Sequence[str],
    label: str,
    by: Actor,
    purpose: str,
    at: datetime,
    press: Press,
) -> tuple[Built, ...]:
    """
    Freeze the edition of that quarter for each area, in each cut, and return what became of each.

    areas  codes, or "all" for every profile of the actor's own agency: the force and its districts

    The numbers are assembled once, and each cut is made from them. A cut whose content is already frozen under the
    label is left as it is; other content becomes the next version beside the earlier ones, which never change.

    raises  NothingToBuild, NoSuchProfile; NotAllowed unless the actor writes for the agency that owns the profile and
            may read what she makes; Unusable when the quarter's data are not held, or for an unknown cut
    """
    codes, chosen = _codes(areas, by), choose_cuts(press.cuts)
    built: list[Built] = []
    for done, code in enumerate(codes):
        press.progress(done, len(codes), code)
        asked = Asked(area=code, label=label, cuts=chosen, purpose=purpose, at=at)
        built += _build(asked, by=by, printer=press.printer)
    press.progress(len(codes), len(codes), "Done")
    return tuple(built)


def check_may_build(*, areas: Sequence[str], label: str, by: Actor, cuts: Sequence[str] = ()) -> tuple[str, ...]:
    """
    Return the codes of the areas whose editions the actor may build under the label, "all" spelt out.

    raises  as `build_editions`, before any work is done
    """
    codes = _codes(areas, by)
    _check_cleared(by, choose_cuts(cuts))
    for code in codes:
        checks.check_has_duty(by, duty=Duty.PROFILES, agency_id=_profile(code, by).owner_id)
        edition_months(label, store.facts_of(code))
    return codes


def cleared_cuts(by: Actor) -> tuple[str, ...]:
    """Return the codes of the cuts that the actor is cleared for: those she can freeze of her agency's profiles."""
    clearance = by.membership.clearance if by.membership else None
    return tuple(cut.cut_id for cut in the_cuts() if clearance is not None and clearance.reaches(cut.marking))


def find_builder(*, areas: Sequence[str], at: datetime) -> int | None:
    """
    Return the steward of the agency that owns the profile of the first area ("all": of any), for the command line,
    where nobody is signed in; None when no agency here has such a profile.
    """
    for steward in Person.objects.filter(kind=Person.STEWARD).order_by("id").values_list("id", flat=True):
        with context.acting(steward, at=at) as who:
            own = Profile.objects.filter(owner_id=who.actor.agency_id or 0)
            if own.filter(**({} if EVERY_AREA in areas else {"area_code": areas[0]})).exists():
                return int(steward)
    return None


def export_edition(*, edition_id: int, folder: Path) -> tuple[Path, ...]:
    """
    Write exactly what was frozen to the folder: profile.pdf, edition.json and the folder tables.

    raises  NoSuchProfile when no such edition is open to the person of the context
    """
    row = Edition.objects.filter(pk=edition_id).first()
    if row is None:
        raise NoSuchProfile("There is no such edition, or it is not open to you.")
    files = [("profile.pdf", bytes(row.pdf)), ("edition.json", bytes(row.document))]
    files += [(f"tables/{name}", data) for name, data in unpack(bytes(row.tables))]
    written = []
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return tuple(written)


# ----------------------------------------------------------------------------------------------------------------------


def _codes(areas: Sequence[str], by: Actor) -> tuple[str, ...]:
    if EVERY_AREA not in areas:
        codes = tuple(dict.fromkeys(areas))
    else:
        own = Profile.objects.filter(owner_id=by.agency_id or 0).values_list("area_code", flat=True)
        codes = tuple(sorted(own, key=lambda code: (not _is_force(code), code)))
    if not codes:
        raise NothingToBuild("There is no profile to build: name an area, or sign in for an agency that has profiles.")
    return codes


def _profile(area: str, by: Actor) -> Profile:
    """Two agencies may have a profile of one area: the actor's own is meant, else one that is open to her."""
    rows = list(Profile.objects.select_related("owner").filter(area_code=area).order_by("id"))
    if not rows:
        raise NoSuchProfile("There is no such profile, or it is not open to you.")
    return next((row for row in rows if row.owner_id == by.agency_id), rows[0])


def _is_force(code: str) -> bool:
    territory: Territory = store.facts_of(code).territory
    return territory.force.code == code


@transaction.atomic
def _build(asked: Asked, *, by: Actor, printer: Printer) -> list[Built]:
    profile = _profile(asked.area, by)
    checks.check_has_duty(by, duty=Duty.PROFILES, agency_id=profile.owner_id)
    _check_cleared(by, asked.cuts)
    # Two builds of one profile at once must not both take the next version.
    Profile.objects.select_for_update().get(pk=profile.pk)
    base = assemble_base(area=asked.area, label=asked.label, owner=profile.owner.name)
    candidates = list_candidates(profile.pk, who=context.somebody())
    ready = [_ready(profile, base, cut, candidates, asked=asked) for cut in asked.cuts]
    # Printing is half in a compiler that lets other threads run: the cuts of one area are printed side by side.
    with ThreadPoolExecutor(max_workers=PRINTED_AT_ONCE) as pool:
        prepared = list(
            pool.map(lambda one: prepare_cut(base, one.cut, one.made, frozen=one.frozen, printer=printer), ready)
        )
    # Before anything is frozen: the pages of a PDF are compressed, and nothing could be found in them afterwards.
    leaks.check_export((made.data for made in prepared), readable=(), place=f"the editions of {asked.area}")
    return [_settle(profile, one, made, by=by, asked=asked) for one, made in zip(ready, prepared, strict=True)]


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A cut before it is printed: its readers, what it holds, and its newest frozen version if there is one."""

    cut: Cut
    readers: Audience
    made: Made
    frozen: Edition | None


def _ready(profile: Profile, base: Document, cut: Cut, candidates: Sequence[Candidate], *, asked: Asked) -> Ready:
    readers = audience_of(cut, context.somebody().readable[profile.audience_id])
    made = make_cut(base, cut, audience=readers, candidates=candidates, today=day_of(asked.at))
    alike = Edition.objects.filter(profile=profile, label=asked.label, cut=cut.cut_id, approved_at=None)
    return Ready(cut=cut, readers=readers, made=made, frozen=alike.order_by("-version").first())


def _settle(profile: Profile, one: Ready, prepared: Prepared, *, by: Actor, asked: Asked) -> Built:
    if prepared.printed is not None or one.frozen is None:
        row = freeze_cut(profile, prepared, one.cut, one.readers, by=by, asked=asked)
    else:
        row = one.frozen
    return Built(
        edition_id=row.pk,
        area_code=asked.area,
        area_name=prepared.document.area.name,
        label=asked.label,
        cut=one.cut.cut_id,
        version=row.version,
        is_new=row is not one.frozen,
    )


def _check_cleared(by: Actor, cuts: Sequence[Cut]) -> None:
    clearance = by.membership.clearance if by.membership else None
    for cut in cuts:
        if clearance is None or not clearance.reaches(cut.marking):
            raise checks.NotAllowed(
                f"The {cut.name.lower()} is marked {cut.marking.words}, and you are not cleared for that."
            )
