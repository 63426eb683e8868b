"""What an estate of the sweeps has beyond the demonstration: editions, copies, cases at the desks, traces of people."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from allauth.mfa.models import Authenticator

from fourpoint.access import context, leaks
from fourpoint.domain.answering import Worth
from fourpoint.domain.document import Document
from fourpoint.domain.grading import Grade, InformationGrade, SourceGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience, Disclosure, Handling, Named
from fourpoint.domain.submissions import Danger, Written
from fourpoint.records.agencies.letters import FAILED, Letter
from fourpoint.records.agencies.models import Membership, Person, SignIn
from fourpoint.records.agencies.resets import PASSWORD
from fourpoint.records.canaries.models import Canary
from fourpoint.records.intelligence.models import Desk, Report
from fourpoint.records.library.models import Version
from fourpoint.records.profiles.models import Commentary
from fourpoint.records.rights.models import RightsCall, RightsItem
from fourpoint.records.search.models import SavedSearch
from fourpoint.services.agencies import resets
from fourpoint.services.agencies.leaving import Going, close_leaver
from fourpoint.services.agencies.queries import find_agency
from fourpoint.services.agreements.notices import give_notices
from fourpoint.services.audit import declaring
from fourpoint.services.canaries import planting
from fourpoint.services.caseload.registered import CASELOADS
from fourpoint.services.disclosure import acceptances, dissemination, forums
from fourpoint.services.disclosure.choices import Choice
from fourpoint.services.exports.lease import What, lease
from fourpoint.services.intelligence import attaching, drafts, reporting, requirements, sources, systems
from fourpoint.services.intelligence.submitting import Sending, submit
from fourpoint.services.library import actions as library
from fourpoint.services.library.choosing import AudienceChoice
from fourpoint.services.library.contents import Written as Page
from fourpoint.services.library.listing import PaperFilter, list_papers
from fourpoint.services.marked.place import Placing, place
from fourpoint.services.products import citing, issuing, writing
from fourpoint.services.profiles import actions as profiles
from fourpoint.services.profiles.printing import Press, Printed
from fourpoint.services.review.actions import Verdict, decide
from fourpoint.services.rights import calling, deciding, requests
from fourpoint.services.rights.searching import search
from fourpoint.services.search import saved
from fourpoint.services.search.asking import Asked
from fourpoint.services.sharing.actions import find_terms, intern_audience
from fourpoint.services.stand_ins import actions as stand_ins
from fourpoint.services.subjects import identities, stating
from tests.factories.addresses import LABEL

if TYPE_CHECKING:
    from tests.factories.estates import Estate

SUBJECT = "Marigold Fenn"
KEYED = (("asha", "invicta"), ("bev", "thanet"))


def furnish(estate: "Estate", areas: tuple[str, ...], at: datetime) -> None:
    """Add to a loaded estate one of everything that the demonstration's files do not hold."""
    _freeze(estate, areas, at)
    _copy(estate, at)
    _propose(estate, at)
    _write(estate, at)
    _ask(estate, at)
    _disclose(estate, at)
    _accept(estate, at)
    _leave(estate, at)
    _reset(estate, at)
    _submit(estate, at)
    _require(estate, at)
    _keep(estate, at)
    _give(estate, at)
    _produce(estate, at)
    give_notices(at=at)
    _look_up_oneself(estate, at)
    for agency in ("invicta", "thanet"):
        planting.plant(estate.code(agency), at=at)
    _ring(estate, at)
    for email, person_id in estate.people.items():
        SignIn.objects.create(
            person_id=person_id, key=f"{email}"[-40:], started_at=at, seen_at=at, browser=estate.mark(email)
        )
    # A passkey without its cryptography, which only its own person's pages would read.
    for email in (f"{name}@{estate.code(agency)}.example" for name, agency in KEYED):
        data = {"name": estate.mark(f"Key of {email}"), "credential": {}}
        Authenticator.objects.create(user_id=estate.people[email], type=Authenticator.Type.WEBAUTHN, data=data)


def _freeze(estate: "Estate", areas: tuple[str, ...], at: datetime) -> None:
    """Freeze every cut of the areas; the force's steward is not cleared for all of them, its analyst is."""
    with context.acting(estate.person("asha", "invicta"), at=at) as who:
        press = Press(printer=lambda document: _print(estate, document))
        profiles.build_editions(areas=areas, label=LABEL, by=who.actor, purpose=who.purpose, at=at, press=press)


def _print(estate: "Estate", document: Document) -> Printed:
    said = estate.mark(f"Edition of {document.area.code}").encode()
    return Printed(pdf=b"%PDF-made-up " + said, files=(("profile.csv", said),))


def _copy(estate: "Estate", at: datetime) -> None:
    """Let the partner take a copy of a paper of the owner, and the owner one of the partner's."""
    for name, agency in (("bev", "thanet"), ("asha", "invicta")):
        with context.acting(estate.person(name, agency), at=at) as who:
            held = Version.objects.exclude(paper__owner_id=who.actor.agency_id or 0).order_by("id")[0]
            what = What(kind="paper", record_id=held.paper_id, audience_id=held.audience_id)
            given: dict[str, Any] = {"name": estate.mark(f"copy-{name}").replace(" ", "-") + ".txt"}
            given |= {"media_type": "text/plain", "content": estate.mark(f"Copied by {name}").encode()}
            lease(by=who.actor, purpose=who.purpose, at=at, what=what, **given)


def _propose(estate: "Estate", at: datetime) -> None:
    with context.acting(estate.person("asha", "invicta"), at=at) as who:
        note = Commentary.objects.filter(owner_id=who.actor.agency_id or 0).order_by("-id")[0]
        verdict = Verdict(outcome="dispose", reason=estate.mark("It was said twice."))
        decide(by=who.actor, purpose=who.purpose, at=at, kind="commentary", record_id=note.pk, verdict=verdict)


def _ask(estate: "Estate", at: datetime) -> None:
    """Register a request of a made-up person and look for what is held of her."""
    with context.acting(estate.person("ines", "invicta"), at=at) as who:
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": at}
        asked = requests.Asked(
            right="access",
            subject=estate.mark(SUBJECT),
            received_on=at.date(),
            addresses=estate.mark("3 Quay Cottages"),
            asked=estate.mark("What do you hold of me?"),
        )
        number = requests.register(**given, asked=asked)
        requests.check_identity(**given, request_id=number, how=estate.mark("Passport seen"))
        search(**given, request_id=number)
        item = RightsItem.objects.filter(request_id=number)[0].pk
        why = estate.mark("A third person would be known.")
        decision = deciding.Decision(exemption="legal", reason=why)
        deciding.decide_item(**given, request_id=number, item_id=item, decision=decision)
        before, after = estate.mark("She lives on the quay."), estate.mark("She lived on the quay.")
        requests.note_rectification(**given, request_id=number, item_id=item, before=before, after=after)
        calling.call(**given, request_id=number, person_id=estate.person("ivy", "invicta"))
        # That she set something apart for it is left out: what is set apart nobody else would find again.
        RightsCall.objects.create(
            request_id=requests.register(**given, asked=replace(asked, right="restriction")),
            agency_id=who.actor.agency_id or 0,
            person_id=estate.person("ivy", "invicta"),
            called_at=at,
            called_by_id=who.actor.person_id,
            to_lift=True,
        )


def _write(estate: "Estate", at: datetime) -> None:
    """Put a draft of the force's own that names the person in the library."""
    with context.acting(estate.person("asha", "invicta"), at=at) as who:
        paper = library.PaperDraft(
            title=estate.mark("Visit to Saltmarsh Quay"),
            summary="",
            kind="minutes",
            content=Page(text=estate.mark(SUBJECT)),
            audience=AudienceChoice(marking=Marking.OFFICIAL),
            issued=False,
        )
        library.write_paper(by=who.actor, purpose=who.purpose, at=at, paper=paper)


def _disclose(estate: "Estate", at: datetime) -> None:
    """Let the force disclose a note of its own to the health agency, once."""
    with context.acting(estate.person("asha", "invicta"), at=at) as who:
        note = Commentary.objects.filter(owner_id=who.actor.agency_id or 0).order_by("-id")[0]
        once = Disclosure(
            agency_id=find_agency(estate.code("kestrel")) or 0,
            person_id=None,
            purposes=frozenset({"local-profile"}),
            gateway="cda-1998-s115",
            ends_at=at + timedelta(days=30),
        )
        audience = replace(who.readable[note.audience_id], disclosures=(once,))
        why, words = estate.mark("They asked for it."), estate.mark("Tell nobody else.")
        placing = Placing(kind="commentary", record_id=note.pk, audience=audience, reason=why, words=words)
        place(by=who.actor, purpose=who.purpose, at=at, placing=placing)


def _accept(estate: "Estate", at: datetime) -> None:
    with context.acting(estate.person("bev", "thanet"), at=at) as who:
        acceptances.accept(who=who, key=acceptances.list_waiting(who)[0].key)


def _leave(estate: "Estate", at: datetime) -> None:
    """Let a colleague of the analyst's leave, her take over, and another stand in for him on a list."""
    leaver = Membership.objects.get(person__email=f"jon@{estate.code('invicta')}.example")
    _guard(estate, leaver.person_id, at)
    with context.acting(estate.person("ines", "invicta"), at=at) as who:
        going = Going(
            membership_id=leaver.pk,
            successor_id=estate.person("asha", "invicta"),
            reason=estate.mark("He left."),
            caseloads=CASELOADS,
        )
        close_leaver(by=who.actor, purpose=who.purpose, at=at, going=going)
        given = {"leaver_id": leaver.person_id, "person_id": estate.person("ivy", "invicta")}
        stand_ins.name_stand_in(who=who, **given, reason=estate.mark("She goes on with it."))


def _guard(estate: "Estate", leaver_id: int, at: datetime) -> None:
    """Make a need-to-know list of the force's that names him alone; that it guards nothing does not matter to it."""
    owner = find_agency(estate.code("invicta")) or 0
    listed = frozenset({Named(person_id=leaver_id, agency_id=owner)})
    audience = Audience(owner_id=owner, marking=Marking.OFFICIAL, compartment=listed)
    with context.acting(estate.person("asha", "invicta"), at=at) as who:
        intern_audience(by=who.actor, purpose=who.purpose, at=at, audience=audience)


def _reset(estate: "Estate", at: datetime) -> None:
    """Let a colleague set her password anew, once somebody confirms it; and a mail to her that could not be sent."""
    colleague = Person.objects.get(email=f"dev@{estate.code('invicta')}.example")
    with context.acting(estate.person("ines", "invicta"), at=at) as who:
        why = estate.mark("She forgot it.")
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": at}
        resets.begin(**given, person_id=colleague.pk, what=PASSWORD, reason=why)
        Letter.objects.create(
            agency_id=who.actor.agency_id,
            person=colleague,
            kind="reset-told",
            made_at=at,
            next_at=at,
            ended_at=at,
            state=FAILED,
            fault=estate.mark("Refused"),
        )


def _submit(estate: "Estate", at: datetime) -> None:
    """Let the partner pass something on to the force's desk, and begin to write what is not sent yet."""
    desk = Desk.objects.get(code=estate.code("invicta"))
    with context.acting(estate.person("bev", "thanet"), at=at) as who:
        written = Written(what=estate.mark("Two men carry boxes into the flat above the closed shop."))
        sending = Sending(key=uuid5(NAMESPACE_URL, estate.word), desk_id=desk.pk, danger=Danger.NO, written=written)
        sent = submit(by=who.actor, purpose=who.purpose, at=at, sending=sending)
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": at, "reference": sent.reference}
        attaching.attach(**given, name="boxes.txt", data=estate.mark("There were nine boxes.").encode())
        key = drafts.begin(by=who.actor, at=at, danger=Danger.NO)
        fields = {"what": estate.mark("The boxes went away again.")}
        drafts.save(by=who.actor, at=at, key=key, step="what", fields=fields, saves=1)
    with context.acting(estate.person("ines", "invicta"), at=at) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": at, "person_id": estate.person("asha", "invicta")}
        systems.issue_token(**given, name=estate.mark("Case system"))
    _report(estate, desk.pk, sent.submission_id, at)


def _report(estate: "Estate", desk_id: int, submission_id: int, at: datetime) -> None:
    """Let the desk make a report of it, release one sanitised text and leave one waiting, and enter its source."""
    officer, supervisor = estate.person("ivy", "invicta"), estate.person("sol", "invicta")
    with context.acting(officer, at=at) as who:
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": at}
        draft = reporting.ReportDraft(
            title=estate.mark("Night deliveries"),
            desk_id=desk_id,
            items=(_item(estate, "A neighbour saw two men with boxes."),),
            provenance=estate.mark("She saw it from her window."),
            submission_id=submission_id,
        )
        original = reporting.write_report(**given, report=draft)
        released, _ = (
            reporting.sanitise(**given, report_id=original, title=estate.mark(title), items=(_item(estate, text),))
            for title, text in (
                ("Deliveries", "Boxes are carried in at night."),
                ("More deliveries", "Boxes are carried out at night."),
            )
        )
    with context.acting(supervisor, at=at) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": at}
        why = estate.mark("Nothing points to the window.")
        reporting.release(**given, report_id=released, marking=Marking.OFFICIAL, reason=why)
        identity = estate.mark("Wilhelmina Quill of the corner shop")
        sources.register_source(**given, identity=identity, people=(officer,), reports=(original,))
    _link(estate, (released, original), at)


def _link(estate: "Estate", reports: tuple[int, int], at: datetime) -> None:
    """Let the desk make two subjects, of what one report says and of the other, and judge that they are one."""
    with context.acting(estate.person("ivy", "invicta"), at=at) as who:
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": at}
        made: list[int] = []
        for report, name in zip(reports, ("Jay Hollow", "Corvin Thrale"), strict=True):
            # The first name is searched for, and governance reads what was searched for: the closed words follow it.
            first = stating.StatementDraft(code="name", report_id=report, item_number=1, text=name)
            made.append(stating.create(**given, kind="person", first=first, seen=made))
            said = replace(first, code="describes", text=estate.mark(f"What is said of {name}."))
            stating.state(**given, subject_id=made[-1], statement=said)
        why = estate.mark("He signs with both names.")
        identities.join(**given, subject_id=made[0], other_id=made[1], why=why)


def _require(estate: "Estate", at: datetime) -> None:
    """Let the desk ask the partner for what is not known, and say what the answer was worth."""
    officer = estate.person("ivy", "invicta")
    with context.acting(officer, at=at) as who:
        asked = requirements.RequirementDraft(
            question=estate.mark("Which closed shops have lights on at night?"),
            why=estate.mark("Deliveries at night are not explained."),
            desk_id=Desk.objects.get(code=estate.code("invicta")).pk,
            due_on=(at + timedelta(days=7)).date(),
            agreement=estate.code("local-profiles"),
            agencies=frozenset({find_agency(estate.code("thanet")) or 0}),
        )
        number = requirements.raise_requirement(by=who.actor, purpose=who.purpose, at=at, requirement=asked)
    with context.acting(estate.person("bev", "thanet"), at=at) as who:
        written = Written(what=estate.mark("The one by the harbour."))
        key = uuid5(NAMESPACE_URL, f"{estate.word} answers")
        answer = requirements.AnswerDraft(requirement_id=number, key=key, danger=Danger.NO, written=written)
        sent = requirements.answer(by=who.actor, purpose=who.purpose, at=at, answer=answer)
    with context.acting(officer, at=at) as who:
        given: dict[str, Any] = {"requirement_id": number, "reference": sent.reference, "worth": Worth.HELPS}
        requirements.judge(by=who.actor, purpose=who.purpose, at=at, **given)


def _keep(estate: "Estate", at: datetime) -> None:
    """Let the force's analyst and the council's partner keep a search, which has found something since."""
    for name, agency in KEYED:
        with context.acting(estate.person(name, agency), at=at) as who:
            asked = Asked(words=estate.mark("mackerel"))
            number = saved.save(
                by=who.actor, purpose=who.purpose, at=at, name=estate.mark("Kept"), asked=asked, alerts=True
            )
            SavedSearch.objects.filter(pk=number).update(fresh=[1])


def _give(estate: "Estate", at: datetime) -> None:
    """Let the force found a forum with the council and give it the report that was released."""
    with context.acting(estate.person("ines", "invicta"), at=at) as who:
        draft = forums.ForumDraft(
            name=estate.mark("Harbour forum"),
            words=estate.mark("Meets about the harbour."),
            agreement_id=find_terms(estate.code("local-profiles")).agreement_id,
            members=frozenset({who.actor.agency_id or 0, find_agency(estate.code("thanet")) or 0}),
        )
        code = forums.found_forum(by=who.actor, purpose=who.purpose, at=at, forum=draft)
    with context.acting(estate.person("sol", "invicta"), at=at) as who:
        report = Report.objects.filter(owner_id=who.actor.agency_id or 0).exclude(released_at=None)[0]
        giving = dissemination.Giving(
            kind="report",
            record_id=report.pk,
            choice=Choice(purposes=frozenset({"local-profile"})),
            forum=code,
            necessity=estate.mark("They pass there at night."),
            words=estate.mark("Tell us who comes."),
        )
        dissemination.disseminate(who=who, giving=giving)


def _produce(estate: "Estate", at: datetime) -> None:
    """Let the desk write two briefings: one that is issued, and one that waits for its review."""
    with context.acting(estate.person("ivy", "invicta"), at=at) as who:
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": at}
        report = Report.objects.filter(owner_id=who.actor.agency_id or 0).exclude(released_at=None)[0]
        made = [_brief(estate, given, number) for number in (1, 2)]
        citing.cite_report(**given, place=citing.Place(made[0], "detail"), reference=report.reference, item=1)
        for number in made:
            writing.submit(**given, product_id=number)
    with context.acting(estate.person("sol", "invicta"), at=at) as who:
        given = {"by": who.actor, "purpose": who.purpose, "at": at}
        why = estate.mark("It was checked.")
        issuing.issue(**given, product_id=made[0], marking=Marking.OFFICIAL, reason=why)


def _brief(estate: "Estate", given: dict[str, Any], number: int) -> int:
    terms = writing.Terms(
        title=estate.mark(f"Boxes by night, part {number}"),
        question=estate.mark("Who brings the boxes?"),
        scope=estate.mark("The closed shop."),
        period_from=given["at"].date(),
        period_to=given["at"].date(),
        requester=estate.mark("The tasking meeting"),
        due_on=given["at"].date() + timedelta(days=7),
        senior_id=estate.person("sol", "invicta"),
    )
    made = writing.begin(**given, template="briefing", terms=terms)
    for code in ("summary", "detail", "asked"):
        said = estate.mark(f"What the {code} says.")
        writing.write_section(**given, product_id=made, section=code, text=said)
    return made


def _item(estate: "Estate", text: str) -> reporting.ItemDraft:
    grade = Grade(source=SourceGrade.UNTESTED, information=InformationGrade.KNOWN_DIRECTLY, handling=Handling.PERMITTED)
    return reporting.ItemDraft(text=estate.mark(text), grade=grade)


def _ring(estate: "Estate", at: datetime) -> None:
    """Ring the alarm of one of the force's decoys."""
    with context.acting(estate.person("asha", "invicta"), at=at) as who:
        decoy = Canary.objects.filter(owner_id=who.actor.agency_id or 0)[0]
        leak = leaks.Leak(
            canary_id=decoy.pk, object_kind=decoy.object_kind, object_id=decoy.object_id, owner_id=decoy.owner_id
        )
        leaks.ring([leak], way=leaks.RESPONSE, place="/library/", at=at, who=who)


def _look_up_oneself(estate: "Estate", at: datetime) -> None:
    """Let the analyst declare where she lives and search for her own name, which the misuse rules find."""
    with context.acting(estate.person("asha", "invicta"), at=at) as who:
        list_papers(who, PaperFilter(words=estate.mark("Asha Verity (fictional)").replace("(fictional)", "")))
        given = {"kind": declaring.HOME, "words": estate.mark("Anchor Parade"), "postcode": "CT9 1AB"}
        declaring.declare(by=who.actor, purpose=who.purpose, at=at, **given)
