"""Where the things of an estate are: for each, the arguments by which addresses name it, as the database gave them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils import timezone

from fourpoint.access import context
from fourpoint.records.agencies.models import Contact, Invitation, Letter, Person, Reset, SignIn, Vetting
from fourpoint.records.audit.models import Declaration
from fourpoint.records.disclosure.models import AccessRequest, Dissemination, Forum, Recall
from fourpoint.records.exports.models import Export
from fourpoint.records.impact.models import ImpactAssessment
from fourpoint.records.intelligence.models import Desk, Draft, Report, SubmissionFile
from fourpoint.records.library.models import Version
from fourpoint.records.profiles.models import Edition
from fourpoint.records.review.models import Disposal
from fourpoint.records.rights.models import RightsCall, RightsRequest
from fourpoint.records.search.models import SavedSearch
from fourpoint.records.sharing.models import Agreement, AgreementProposal, EmergencyAccount, StandIn
from fourpoint.services.marked.kinds import KINDS
from tests.factories.estates import AREA, THEIRS, Estate

Thing = dict[str, str | int]


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of marked records, as the rule opens them to somebody: her agency's own, shared by others, closed."""

    own: frozenset[str]
    shared: frozenset[str]
    closed: frozenset[str]


# What names no thing of anybody's: a chapter, an address of a provider. Every other argument comes from `find`.
WORDS: Thing = {
    "figure_id": "count",
    "section": "data",
    "part": "summary",
    "channel": "emergency",
    "secret": "no-such-link",
    "provider_id": "no-such-provider",
    "organization_slug": "no-such-provider",
}
NEIGHBOURHOODS = {AREA: "E01024657", THEIRS: "E01024767"}
# Of what strangers alone work on, what anybody can name: the codes of places are published.
PUBLIC: Thing = WORDS | {"area": THEIRS, "code": NEIGHBOURHOODS[THEIRS]}
# Who together may see all that an estate holds.
SEERS = (
    ("asha", "invicta"),
    ("ines", "invicta"),
    ("bev", "thanet"),
    ("tom", "thanet"),
    ("dee", "kestrel"),
    ("ivy", "invicta"),
    ("sol", "invicta"),
)


def find(estate: Estate, at: datetime) -> list[Thing]:
    """Return the things of an estate, each once; what one of its people sees after another is the same thing."""
    area = THEIRS if estate.prefix else AREA
    found = [WORDS | {"area": area, "code": NEIGHBOURHOODS[area]}]
    for name, agency in SEERS:
        person_id = estate.person(name, agency)
        with context.acting(person_id, at=at) as who:
            code, agency_id = estate.code(agency), who.actor.agency_id or 0
            found += [*_of_people(code, agency_id, person_id), *_of_records(agency_id), *_of_desks(agency_id, at)]
            found += [*_of_agreements(agency_id), *_of_editions()]
    return [dict(one) for one in dict.fromkeys(tuple(sorted(thing.items())) for thing in found)]


def words_for(estate: Estate, person_id: int, at: datetime) -> Words:
    """Return the words of the estate's marked records by what is open to that person; one that stands twice is open."""
    held: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for name, agency in SEERS:
        with context.acting(estate.person(name, agency), at=at):
            for kind in KINDS:
                for row in kind.model._default_manager.all():
                    for word in re.findall(rf"{estate.word}\d{{4}}", " ".join(kind.texts(row))):
                        held[word].add((row.owner_id, row.audience_id))
    with context.acting(person_id, at=at) as who:
        open_to = {word: {owner for owner, one in rows if one in who.readable} for word, rows in held.items()}
        mine = who.actor.agency_id
    return Words(
        own=frozenset(word for word, owners in open_to.items() if mine in owners),
        shared=frozenset(word for word, owners in open_to.items() if owners - {mine}),
        closed=frozenset(word for word, owners in open_to.items() if not owners),
    )


def _of_people(code: str, agency_id: int, person_id: int) -> Iterator[Thing]:
    yield {"agency": code, "person_id": person_id, "seen_by": code}
    yield from ({"declaration": row.pk} for row in Declaration.objects.filter(person_id=person_id, ended_at=None))
    yield from ({"session_id": row.pk} for row in SignIn.objects.filter(person_id=person_id))
    yield from ({"pk": row.pk} for row in Authenticator.objects.filter(user_id=person_id))
    for vetting in Vetting.objects.filter(person_id=person_id):
        yield {"agency": code, "person_id": person_id, "proof": "vetting", "proof_id": vetting.pk}
    for contact in Contact.objects.filter(agency_id=agency_id)[:1]:
        yield {"agency": code, "contact_id": contact.pk}
    for letter in Letter.objects.filter(agency_id=agency_id):
        yield {"agency": code, "letter": letter.pk}
    for reset in Reset.objects.filter(agency_id=agency_id):
        yield {"agency": code, "person_id": reset.person_id, "reset": reset.pk}
    for invitation in Invitation.objects.filter(agency_id=agency_id)[:1]:
        yield {"agency": code, "invitation_id": invitation.pk}


def _of_records(agency_id: int) -> Iterator[Thing]:
    """One record of each kind and audience of those that the agency owns."""
    for kind in KINDS:
        rows = kind.model._default_manager.filter(owner_id=agency_id).order_by("audience_id", "id")
        for row in rows.distinct("audience_id"):
            thing: Thing = {"kind": kind.code, "record": row.pk}
            if kind.code == "commentary":
                thing |= {"area": kind.area(row), "note": row.pk}
            elif kind.code == "paper":
                version = Version.objects.filter(paper_id=row.pk).order_by("number")[0]
                thing |= {"paper": row.pk, "version": version.number}
            elif kind.code == "submission":
                # Its desk names it by this, and its sender too.
                thing |= {"submission": row.reference, "reference": row.reference}
            else:
                thing |= {"judgement" if kind.code == "identity" else kind.code: row.pk}
            if kind.code in ("report", "product"):
                thing |= {"file": "copy.pdf"}
            yield thing
    for held in Version.objects.filter(paper__owner_id=agency_id).exclude(file_name="").order_by("id")[:1]:
        yield {"paper": held.paper_id, "version": held.number}


def _of_desks(agency_id: int, at: datetime) -> Iterator[Thing]:
    yield from ({"copy": row.pk} for row in Export.objects.filter(agency_id=agency_id))
    yield from ({"kept": row.pk} for row in SavedSearch.objects.filter(agency_id=agency_id))
    yield from ({"disposal": row.pk} for row in Disposal.objects.filter(owner_id=agency_id))
    yield from ({"call": row.pk} for row in RightsCall.objects.filter(agency_id=agency_id))
    yield from ({"asked": row.pk} for row in RightsRequest.objects.filter(agency_id=agency_id))
    yield from ({"assessment": row.pk} for row in ImpactAssessment.objects.filter(agency_id=agency_id)[:1])
    yield from ({"leaver": row.leaver_id} for row in StandIn.objects.filter(agency_id=agency_id))
    yield from ({"emergency": row.emergency_id} for row in EmergencyAccount.objects.filter(agency_id=agency_id))
    yield from ({"attachment": row.pk} for row in SubmissionFile.objects.filter(submission__owner_id=agency_id)[:1])
    yield from ({"desk": row.code} for row in Desk.objects.filter(agency_id=agency_id))
    yield from ({"key": str(row.key)} for row in Draft.objects.filter(agency_id=agency_id))
    # One that waits for its release, beside the original of the same audience.
    yield from ({"report": row.pk} for row in Report.objects.filter(owner_id=agency_id, state=Report.DRAFT))
    yield from ({"forum": row.code} for row in Forum.objects.filter(keeper_id=agency_id))
    for model in (AccessRequest, Dissemination, Recall):
        yield from ({"reference": row.reference} for row in model.objects.filter(owner_id=agency_id))
    for analyst in Person.objects.filter(email__startswith="asha@", memberships__agency_id=agency_id):
        yield {"rule": "self", "person": analyst.pk, "day": f"{timezone.localdate(at):%Y-%m-%d}"}


def _of_agreements(agency_id: int) -> Iterator[Thing]:
    rows = Agreement.objects.filter(parties__agency_id=agency_id)
    # One with a file, one with a review that waits for a signature.
    for row in (*rows.exclude(files=None)[:1], *rows.exclude(reviews=None)[:1]):
        yield {"agreement": row.code, "number": 1, "review": 1}
    yield from ({"draft": row.code} for row in AgreementProposal.objects.filter(agency_id=agency_id))


def _of_editions() -> Iterator[Thing]:
    for row in Edition.objects.select_related("profile").order_by("id"):
        area: Thing = {"area": row.profile.area_code, "code": NEIGHBOURHOODS[row.profile.area_code]}
        yield area | {"label": row.label, "cut": row.cut, "version": row.version, "file": "profile.pdf"}
