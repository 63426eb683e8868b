"""Freezes editions of profiles, and writes what was frozen to a folder. Change and audit in one transaction."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from fourpoint.access import checks, context, trail
from fourpoint.domain.document import Document
from fourpoint.domain.documents_json import to_json
from fourpoint.domain.errors import Unusable
from fourpoint.domain.sharing import Actor
from fourpoint.records.agencies.models import Person
from fourpoint.records.profiles.models import Edition, Profile
from fourpoint.services.profiles import store
from fourpoint.services.profiles.edition import assemble_edition, edition_months, edition_reference
from fourpoint.services.profiles.frozen import pack, unpack
from fourpoint.services.profiles.printing import Press, Printed, Printer
from fourpoint.services.profiles.queries import NoSuchProfile
from fourpoint.services.profiles.reading.territory import Territory
from fourpoint.services.profiles.requests import DEFAULT_THREAT
from fourpoint.services.profiles.view import View

EVERY_AREA = "all"


class NothingToBuild(Unusable):
    """No area was named, or none of those named has a profile that this person may read."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What became of one area: the edition's row, and whether it is new or was there with the same content."""

    edition_id: int
    area_code: str
    area_name: str
    label: str
    version: int
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An edition ready to freeze: its document as bytes, and what was printed of it (None: that version is frozen)."""

    area_code: str
    document: Document
    data: bytes
    printed: Printed | None


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
    Freeze the edition of that quarter for each area and return what became of each.

    areas  codes, or "all" for every profile of the actor's own agency: the force and its districts

    An edition whose content is already frozen under the label is left as it is; other content becomes the next version
    and stands beside the earlier ones, which never change.

    raises  NothingToBuild, NoSuchProfile; NotAllowed unless the actor writes for the agency that owns the profile;
            Unusable when the quarter's data are not held
    """
    codes = _codes(areas, by)
    built = []
    for done, code in enumerate(codes):
        press.progress(done, len(codes), code)
        built.append(_build(code, label=label, by=by, purpose=purpose, at=at, printer=press.printer))
    press.progress(len(codes), len(codes), "Done")
    return tuple(built)


def check_may_build(*, areas: Sequence[str], label: str, by: Actor) -> tuple[str, ...]:
    """
    Return the codes of the areas whose editions the actor may build under the label, "all" spelt out.

    raises  as `build_editions`, before any work is done
    """
    codes = _codes(areas, by)
    for code in codes:
        checks.check_may_contribute(by, agency_id=_profile(code, by).owner_id)
        edition_months(label, store.facts_of(code))
    return codes


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


def prepare_edition(*, area: str, label: str, owner: str, frozen: Edition | None, printer: Printer) -> Prepared:
    """
    Assemble and print an edition without freezing it; `frozen` is the newest version under the label, if any.

    Nothing is printed when that version already holds the same document.
    """
    catalogue, facts = store.the_catalogue(), store.facts_of(area)
    months = edition_months(label, facts)
    view = View(
        facts=facts,
        catalogue=catalogue,
        area=facts.territory.area(area),
        threat=catalogue.threat(DEFAULT_THREAT),
        months=_from_first_held(months, facts.crime.months),
        compare="similar",
        domain="overall",
    )
    reference = edition_reference(
        label=label,
        version=frozen.version if frozen else 1,
        ends=months[-1],
        owner=owner,
        refresh=catalogue.refresh,
    )
    document = assemble_edition(view, reference, code_version=store.code_version())
    data = to_json(document)
    if frozen is not None:
        if _sha256(data) == frozen.document_sha256:
            return Prepared(area_code=area, document=document, data=data, printed=None)
        document = replace(document, edition=replace(reference, version=frozen.version + 1))
        data = to_json(document)
    return Prepared(area_code=area, document=document, data=data, printed=printer(document))


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


def _from_first_held(months: tuple[str, ...], held: tuple[str, ...]) -> tuple[str, ...]:
    """Months before the first one held are not missing from the edition: they were never there."""
    first = next(month for month in months if month in held)
    return months[months.index(first) :]


@transaction.atomic
def _build(area: str, *, label: str, by: Actor, purpose: str, at: datetime, printer: Printer) -> Built:
    profile = _profile(area, by)
    checks.check_may_contribute(by, agency_id=profile.owner_id)
    # Two builds of one profile at once must not both take the next version.
    Profile.objects.select_for_update().get(pk=profile.pk)
    frozen = Edition.objects.filter(profile=profile, label=label).order_by("-version").first()
    prepared = prepare_edition(area=area, label=label, owner=profile.owner.name, frozen=frozen, printer=printer)
    row = frozen if prepared.printed is None and frozen else _freeze(profile, prepared, by=by, purpose=purpose, at=at)
    return Built(
        edition_id=row.pk,
        area_code=area,
        area_name=prepared.document.area.name,
        label=label,
        version=row.version,
        is_new=row is not frozen,
    )


def _freeze(profile: Profile, prepared: Prepared, *, by: Actor, purpose: str, at: datetime) -> Edition:
    printed, edition = prepared.printed, prepared.document.edition
    assert printed is not None and edition is not None, "only a printed edition is frozen"  # noqa: S101
    year, month = (int(part) for part in edition.ends.split("-"))
    tables = pack(printed.files, on=datetime(year, month, 1, tzinfo=at.tzinfo).date())
    row = Edition.objects.create(
        profile=profile,
        audience_id=profile.audience_id,
        label=edition.label,
        version=edition.version,
        document=prepared.data,
        document_sha256=_sha256(prepared.data),
        pdf=printed.pdf,
        pdf_sha256=_sha256(printed.pdf),
        tables=tables,
        tables_sha256=_sha256(tables),
        data_version=prepared.document.data_version,
        code_version=prepared.document.code_version,
        frozen_at=at,
        frozen_by_id=by.person_id,
    )
    change = trail.Change(
        action="edition.freeze",
        object_kind="edition",
        object_id=row.pk,
        after=row.document_sha256,
        facts={"area": prepared.area_code, "label": edition.label, "version": edition.version},
    )
    trail.record(change, by=by, purpose=purpose, at=at)
    return row


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
