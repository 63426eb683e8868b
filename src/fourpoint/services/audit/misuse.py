"""
Look-ups of an agency's own people that ask for a second look, and what its governance officer said of each.

Prompts are found anew each time, from the trail and the catalogue's rules; only the answers are kept, in the trail.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fourpoint.access import checks, in_force, trail
from fourpoint.access.checks import NotAllowed, NotOpen
from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import MisuseRuleEntry
from fourpoint.domain import misuse
from fourpoint.domain.days import HERE, end_of, start_of
from fourpoint.domain.errors import Unusable
from fourpoint.domain.misuse import Hours, Look, Named, Prompt, Rate, Team
from fourpoint.domain.operations import Operation
from fourpoint.records.agencies.models import Membership
from fourpoint.records.audit.models import Declaration, Event, Reading
from fourpoint.services.audit import declaring, naming, queries
from fourpoint.services.marked.kinds import KINDS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# Records whose words are compared with names, and look-ups that are weighed: the newest of the period.
MOST_RECORDS, MOST_LOOKS = 2_000, 100_000
DISMISS, ESCALATE = "prompt.dismiss", "prompt.escalate"
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What somebody said of a prompt: "dismissed" or "escalated", with the reason."""

    outcome: str
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What somebody decides of a prompt: to escalate or to dismiss it, and why."""

    escalate: bool
    reason: str


@dataclass(frozen=True, kw_only=True)
class PromptCard:
    """A prompt as the officer meets it; `answered` is None while nobody has said anything of it."""

    prompt: Prompt
    rule: MisuseRuleEntry
    person: str
    answered: Answered | None


@dataclass(frozen=True, kw_only=True)
class PromptDetail:
    """A prompt with the entries of the trail that made it speak."""

    card: PromptCard
    entries: tuple[queries.Entry, ...]


@dataclass(frozen=True, kw_only=True)
class Review:
    """
    The prompts of a period, the newest day first, and how many look-ups were weighed.

    people, at_home  how many people the agency has, and how many of them declared a home to compare with
    """

    starts_on: date
    ends_on: date
    looks: int
    people: int
    at_home: int
    prompts: tuple[PromptCard, ...]


def rules() -> dict[str, MisuseRuleEntry]:
    """Return the rules of the catalogue in force here, by code."""
    return {rule.id: rule for rule in in_force.read_entries("misuse", MisuseRuleEntry)}


def find_review(who: Acting, *, starts_on: date, ends_on: date) -> Review:
    """
    Return what the rules find in the look-ups of the actor's agency's people in that period, both days included.

    raises  NotAllowed without the governance role
    """
    checks.check_may_govern(who.actor)
    found, looks = _prompts(who, starts_on, ends_on)
    trail.record(
        trail.Change(
            action="trail.review",
            object_kind="trail",
            object_id="",
            facts={"prompts": len(found), "looks": looks},
            operation=Operation.CONSULTATION,
        ),
        by=who.actor,
        purpose=who.purpose,
        at=who.at,
    )
    people, at_home = _declaring(who)
    return Review(
        starts_on=starts_on, ends_on=ends_on, looks=looks, people=people, at_home=at_home, prompts=_cards(found)
    )


def get_prompt(who: Acting, *, rule: str, person_id: int, day: date) -> PromptDetail:
    """
    Return one prompt with the entries behind it.

    raises  NotAllowed without the governance role; NotOpen when the rule finds nothing there
    """
    checks.check_may_govern(who.actor)
    found, _ = _prompts(who, day, day)
    prompt = next((one for one in found if (one.rule, one.person_id) == (rule, person_id)), None)
    if prompt is None:
        raise NotOpen("There is no such prompt.")
    keys = [_key(entry) for entry in prompt.entries[: queries.PAGE * 2]]
    return PromptDetail(card=_cards([prompt])[0], entries=queries.get_entries(who, keys))


@transaction.atomic
def answer_prompt(who: Acting, *, rule: str, person_id: int, day: date, decided: Decided) -> None:
    """
    Dismiss the prompt or escalate it, with a reason; a later answer stands beside the earlier one.

    raises  as `get_prompt`; NotAllowed for a prompt about oneself; Unusable without a reason
    """
    prompt = get_prompt(who, rule=rule, person_id=person_id, day=day).card.prompt
    if person_id == who.actor.person_id:
        raise NotAllowed("This is about your own look-ups: somebody else with the governance role must look at it.")
    said = decided.reason.strip()
    if not said:
        raise Unusable("Say why: whoever looks at this later must understand what you decided.")
    if len(said) > LONGEST_REASON:
        raise Unusable(f"The reason has {len(said):,} characters, and {LONGEST_REASON} is the most: shorten it.")
    change = trail.Change(
        action=ESCALATE if decided.escalate else DISMISS, object_kind="prompt", object_id=prompt.key, reason=said
    )
    trail.record(change, by=who.actor, purpose=who.purpose, at=who.at)


# ----------------------------------------------------------------------------------------------------------------------


def _prompts(who: Acting, starts_on: date, ends_on: date) -> tuple[list[Prompt], int]:
    known, team = rules(), _team(who)
    past = timedelta(days=known["bulk"].days)
    every = _looks(who, team, starts_on - past, ends_on)
    looks = [look for look in every if look.at.date() >= starts_on]
    hours, bulk = known["out-of-hours"], known["bulk"]
    close = declaring.list_close(who, after=timedelta(days=known["neighbours"].days))
    found = [
        *misuse.find_self(looks, team),
        *_joined(misuse.find_family(looks, team), misuse.find_declared(looks, close)),
        *misuse.find_neighbours(looks, close),
        *misuse.find_colleagues(looks, team),
        *misuse.find_out_of_hours(looks, _hours(hours), least=hours.least),
        *misuse.find_bulk(every, Rate(least=bulk.least, times=bulk.times, days=bulk.days), since=starts_on),
    ]
    return sorted(found, key=lambda prompt: (prompt.day, prompt.rule), reverse=True), len(looks)


def _joined(some: list[Prompt], others: list[Prompt]) -> list[Prompt]:
    """Two findings of one rule about one person and day are one prompt, with the entries of both."""
    found = {prompt.key: prompt for prompt in some}
    for prompt in others:
        held = found.setdefault(prompt.key, prompt)
        found[prompt.key] = replace(held, entries=tuple(dict.fromkeys((*held.entries, *prompt.entries))))
    return list(found.values())


def _declaring(who: Acting) -> tuple[int, int]:
    """How many people the agency has now, and how many of them declared a home that holds."""
    own = who.actor.agency_id or 0
    members = Membership.objects.filter(agency_id=own, person__kind="P", starts_at__lte=who.at)
    people = set(members.exclude(ends_at__lte=who.at).values_list("person_id", flat=True))
    homes = Declaration.objects.filter(agency_id=own, kind=declaring.HOME, ended_at=None, person_id__in=people)
    return len(people), homes.values("person_id").distinct().count()


def _hours(rule: MisuseRuleEntry) -> Hours:
    return Hours(
        weekdays=frozenset(WEEKDAYS.index(day) for day in rule.weekdays),
        starts=_minute(rule.starts),
        ends=_minute(rule.ends),
    )


def _minute(written: str) -> int:
    """Return the minute of the day of "07:30"; "24:00" is its end."""
    hour, minute = written.split(":")
    return int(hour) * 60 + int(minute)


def _team(who: Acting) -> Team:
    held = Membership.objects.filter(agency_id=who.actor.agency_id or 0, person__kind="P").select_related("person")
    return Team(
        people={
            row.person_id: Named(person_id=row.person_id, name=row.person.name, email=row.person.email) for row in held
        }
    )


def _looks(who: Acting, team: Team, starts_on: date, ends_on: date) -> list[Look]:
    """Read the look-ups of the agency's own people, its steward left out: records opened, and searches made."""
    period = Q(
        agency_id=who.actor.agency_id or 0,
        person_id__in=list(team.people),
        at__gte=start_of(starts_on),
        at__lt=end_of(ends_on),
    )
    opened = list(Reading.objects.filter(period).order_by("-at")[:MOST_LOOKS])
    searches = Event.objects.filter(period, operation=Operation.CONSULTATION.value, action__endswith=".search")
    texts = _texts({(row.object_kind, row.object_id) for row in opened})
    looks = [
        Look(
            entry=f"R:{row.pk}",
            person_id=row.person_id,
            at=row.at.astimezone(HERE),
            about=texts.get((row.object_kind, row.object_id), ""),
        )
        for row in opened
    ]
    looks += [
        Look(entry=f"E:{row.pk}", person_id=row.person_id, at=row.at.astimezone(HERE), words=row.words)
        for row in searches.order_by("-at")[:MOST_LOOKS]
    ]
    return sorted(looks, key=lambda look: look.at)


def _texts(objects: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what these records say, of those that are open to whoever reviews: row security leaves out the rest."""
    texts: dict[tuple[str, str], str] = {}
    for kind in KINDS:
        numbers = [int(object_id) for one, object_id in objects if one == kind.code and object_id.isdigit()]
        for row in kind.model._default_manager.filter(pk__in=numbers[:MOST_RECORDS]):
            texts[kind.code, str(row.pk)] = "\n".join(kind.texts(row))
    return texts


def _cards(prompts: list[Prompt]) -> tuple[PromptCard, ...]:
    known, answers = rules(), _answers({prompt.key for prompt in prompts})
    people = {prompt.person_id for prompt in prompts} | {row.person_id for row in answers.values()}
    names = naming.find_names(people=people, agencies=(), objects=())
    return tuple(
        PromptCard(
            prompt=prompt,
            rule=known[prompt.rule],
            person=names.person(prompt.person_id),
            answered=_answered(answers[prompt.key], names) if prompt.key in answers else None,
        )
        for prompt in prompts
    )


def _answers(keys: set[str]) -> dict[str, Event]:
    """Return the latest answer to each prompt."""
    rows = Event.objects.filter(object_kind="prompt", object_id__in=keys, action__in=(DISMISS, ESCALATE))
    return {row.object_id: row for row in rows.order_by("at")}


def _answered(row: Event, names: naming.Names) -> Answered:
    outcome = "escalated" if row.action == ESCALATE else "dismissed"
    return Answered(outcome=outcome, reason=row.reason, person=names.person(row.person_id), at=row.at)


def _key(entry: str) -> tuple[str, UUID]:
    letter, _, number = entry.partition(":")
    return letter, UUID(number)
