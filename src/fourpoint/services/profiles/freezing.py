"""Assembles an edition once, prepares its cuts from that, and freezes them: the steps of a build."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from fourpoint.access import checks, context, trail
from fourpoint.domain.cuts import Cut
from fourpoint.domain.document import Document, Withheld
from fourpoint.domain.documents_json import to_json
from fourpoint.domain.operations import Recipients
from fourpoint.domain.reach import narrowed_to_owner, reached
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.profiles.models import Edition, Profile, RedactionReport
from fourpoint.services.profiles import store
from fourpoint.services.profiles.cuts import Made
from fourpoint.services.profiles.edition import assemble_edition, edition_months, edition_reference
from fourpoint.services.profiles.facts import Facts
from fourpoint.services.profiles.frozen import pack
from fourpoint.services.profiles.printing import Printed, Printer
from fourpoint.services.profiles.requests import DEFAULT_THREAT
from fourpoint.services.profiles.view import View
from fourpoint.services.sharing.actions import intern_audience


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One area's edition as it is to be built."""

    area: str
    label: str
    cuts: tuple[Cut, ...]
    purpose: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """
    A cut of an edition ready to freeze.

    data     its document as bytes
    printed  what was printed of it; None when that version is frozen already
    report   what it leaves out, in full, for its owner
    """

    area_code: str
    document: Document
    data: bytes
    printed: Printed | None
    report: tuple[Withheld, ...] = ()


def assemble_base(*, area: str, label: str, owner: str) -> Document:
    """
    Return the edition of that quarter with every number in it, which no cut has touched yet.

    raises  Unusable when the quarter's data are not held
    """
    facts = store.facts_of(area)
    months, version = edition_months(label, facts), store.code_version()
    key = ("base", facts.data_version, version, area, label, owner)
    return store.DOCUMENTS.get(key, lambda: _assemble(facts, area, label, owner, months))


def _assemble(facts: Facts, area: str, label: str, owner: str, months: tuple[str, ...]) -> Document:
    catalogue = store.the_catalogue()
    view = View(
        facts=facts,
        catalogue=catalogue,
        area=facts.territory.area(area),
        threat=catalogue.threat(DEFAULT_THREAT),
        months=_from_first_held(months, facts.crime.months),
        compare="similar",
        domain="overall",
    )
    reference = edition_reference(label=label, version=1, ends=months[-1], owner=owner, refresh=catalogue.refresh)
    return assemble_edition(view, reference, code_version=store.code_version())


def prepare_cut(base: Document, cut: Cut, made: Made, *, frozen: Edition | None, printer: Printer) -> Prepared:
    """
    Print a cut of an assembled edition without freezing it; `frozen` is the newest version of the same cut, if any.

    Nothing is printed when that version already holds the same document.
    """
    assert base.edition is not None, "what was assembled is an edition"  # noqa: S101
    reference = replace(base.edition, marking=cut.marking.words, cut=cut.cut_id, cut_name=cut.name)
    version = frozen.version if frozen else 1
    document = replace(made.document, edition=replace(reference, version=version))
    data = to_json(document)
    prepared = Prepared(area_code=base.area.code, document=document, data=data, printed=None, report=made.report)
    if frozen is not None:
        if digest(data) == frozen.document_sha256:
            return prepared
        document = replace(document, edition=replace(reference, version=version + 1))
        data = to_json(document)
    return replace(prepared, document=document, data=data, printed=printer(document))


def freeze_cut(
    profile: Profile, prepared: Prepared, cut: Cut, readers: Audience, *, by: Actor, asked: Asked
) -> Edition:
    """
    Freeze a prepared cut for its readers, or as a proof for its owner where it needs approval; keep its full report.

    raises  NotAllowed when the actor may not put rows before those readers now
    """
    printed, edition = prepared.printed, prepared.document.edition
    assert printed is not None and edition is not None, "only a printed edition is frozen"  # noqa: S101
    year, month = (int(part) for part in edition.ends.split("-"))
    tables = pack(printed.files, on=datetime(year, month, 1, tzinfo=asked.at.tzinfo).date())
    # What waits for approval is its owner's alone.
    audience = narrowed_to_owner(readers) if cut.approval else readers
    row = Edition.objects.create(
        profile=profile,
        audience_id=_placeable(audience, cut, by=by, asked=asked),
        label=edition.label,
        cut=cut.cut_id,
        version=edition.version,
        document=prepared.data,
        document_sha256=digest(prepared.data),
        pdf=printed.pdf,
        pdf_sha256=digest(printed.pdf),
        tables=tables,
        tables_sha256=digest(tables),
        data_version=prepared.document.data_version,
        code_version=prepared.document.code_version,
        frozen_at=asked.at,
        frozen_by_id=by.person_id,
    )
    _keep_report(row, prepared, readers, cut, by=by, asked=asked)
    change = trail.Change(
        action="edition.freeze",
        object_kind="edition",
        object_id=row.pk,
        after=row.document_sha256,
        facts={
            "area": prepared.area_code,
            "label": edition.label,
            "cut": cut.cut_id,
            "version": edition.version,
            "notes": len(prepared.document.commentary),
        },
    )
    trail.record(change, by=by, purpose=asked.purpose, at=asked.at)
    disclose(row, audience)
    return row


def disclose(row: Edition, audience: Audience) -> None:
    """Record that a frozen edition lies before the people of other agencies from now on, if it does."""
    if agencies := reached(audience):
        trail.record_disclosed("edition", [row], to=Recipients(agencies=tuple(sorted(agencies))))


# ----------------------------------------------------------------------------------------------------------------------


def _keep_report(row: Edition, prepared: Prepared, readers: Audience, cut: Cut, *, by: Actor, asked: Asked) -> None:
    """Keep the full report for the owner's people who are cleared for all that it counts."""
    membership = by.membership
    marking = membership.clearance if membership else cut.marking
    audience = replace(narrowed_to_owner(readers), marking=marking)
    lines = [{"rule": line.rule, "words": line.words, "count": line.count} for line in prepared.report]
    RedactionReport.objects.create(edition=row, audience_id=_placeable(audience, cut, by=by, asked=asked), lines=lines)


def _placeable(audience: Audience, cut: Cut, *, by: Actor, asked: Asked) -> int:
    """Return the id of the audience, in which the actor must be able to put rows now."""
    audience_id = intern_audience(by=by, purpose=asked.purpose, at=asked.at, audience=audience)
    if audience_id not in context.somebody().placeable:
        raise checks.NotAllowed(
            f"The {cut.name.lower()} cannot be frozen for its readers now: the agreement that carries it is past its"
            " review, or you may not write for them."
        )
    return audience_id


def _from_first_held(months: tuple[str, ...], held: tuple[str, ...]) -> tuple[str, ...]:
    """Months before the first one held are not missing from the edition: they were never there."""
    first = next(month for month in months if month in held)
    return months[months.index(first) :]


def digest(data: bytes) -> str:
    """Return SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
