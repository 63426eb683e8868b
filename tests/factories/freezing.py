"""Editions frozen for tests without counting anything: the made-up profile, as though of an area of the cast."""

import hashlib
from dataclasses import replace

from fourpoint.access import context
from fourpoint.domain.document import Document
from fourpoint.domain.documents_json import to_json
from fourpoint.domain.figures import AreaRef
from fourpoint.domain.markings import Marking
from fourpoint.records.profiles.models import Edition, Profile
from fourpoint.services.sharing.actions import intern_audience, owner_only
from tests.factories.cast import AT
from tests.factories.document import EDITION, make_document

THANET = AreaRef(code="E07000114", name="Thanet", level="district")
SMALL = "harm"


def thanet(*, cut: str = "partner", version: int = 1) -> Document:
    """The made-up profile as one of Thanet's; outside the police edition its figure SMALL is hidden."""
    made = make_document(edition=replace(EDITION, cut=cut, version=version))
    figures = [replace(one, area=THANET) if one.area == made.area else one for one in made.figures]
    if cut != "police":
        figures = [_hidden(one) if one.figure_id == SMALL else one for one in figures]
    return replace(made, area=THANET, figures=tuple(figures))


def freeze(by: int, *, cut: str = "partner", version: int = 1, at=AT) -> int:
    """Freeze it: the police edition for its owner alone, others for whoever the profile is shared with."""
    document = to_json(thanet(cut=cut, version=version))
    digest = hashlib.sha256(document).hexdigest()
    with context.acting(by, at=at) as who:
        profile, audience_id = Profile.objects.get(area_code=THANET.code), 0
        if cut == "police":
            audience = owner_only(who.actor.agency_id or 0, marking=Marking.OFFICIAL)
            audience_id = intern_audience(by=who.actor, purpose=who.purpose, at=at, audience=audience)
        return Edition.objects.create(
            profile=profile,
            audience_id=audience_id or profile.audience_id,
            label="2025Q4",
            cut=cut,
            version=version,
            document=document,
            document_sha256=digest,
            pdf=b"%PDF-made-up",
            pdf_sha256=digest,
            tables=b"",
            tables_sha256=digest,
            data_version="9d" * 32,
            code_version="0.1.0+abcdef0",
            frozen_at=at,
            frozen_by_id=by,
        ).pk


def _hidden(figure):
    return replace(figure, value=None, numerator=None, rows=None, rows_used=None, hidden=True, absent="Below 5.")
