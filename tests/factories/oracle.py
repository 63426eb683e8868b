"""
Puts questions of sharing to an independent engine: Cedar, with the rule as `tests/spec/sharing/policy.cedar` has it.

What is done here before Cedar decides is only to lay facts out: which of the person's facts are in force at the
instant, and which version of an agreement speaks. Nothing of the rule's own code is called.
"""

from pathlib import Path

import cedarpy

POLICY = (Path(__file__).resolve().parents[1] / "spec" / "sharing" / "policy.cedar").read_text("utf-8")
ACTIONS = ("read", "change", "place")
LEVEL = {"O": 0, "OS": 1}
PURPOSES = ("local-profile", "prevent-crime", "safeguarding")


def answers(questions):
    """Return for each question (actor, audience, purpose, at) whether Cedar lets her read, change and place."""
    entities, requests = [], []
    for number, (actor, audience, purpose, at) in enumerate(questions):
        entities += [_person(actor, number), _record(audience, number)]
        context = _context(actor, audience, purpose, at)
        requests += [
            {
                "principal": f'Person::"{number}"',
                "action": f'Action::"{action}"',
                "resource": f'Record::"{number}"',
                "context": context,
            }
            for action in ACTIONS
        ]
    results = cedarpy.is_authorized_batch(requests, POLICY, entities)
    assert not any(result.diagnostics.errors for result in results), [r.diagnostics.errors for r in results][:3]
    said = [result.allowed for result in results]
    return [tuple(said[place : place + 3]) for place in range(0, len(said), 3)]


def _person(actor, number):
    attributes = {"active": actor.is_active}
    if actor.membership is not None:
        held = actor.membership
        attributes |= {
            "agency": held.agency_id,
            "since": _clock(held.starts_at),
            "cleared": LEVEL[held.clearance.value],
            "runs_platform": not held.reads,
            "safeguards": held.safeguards,
            "writes": held.changes,
        }
        limits = {"until": held.ends_at, "recertify": held.recertify_at, "vetted": held.vetted_until}
        attributes |= {name: _clock(at) for name, at in limits.items() if at is not None}
    return {"uid": {"type": "Person", "id": str(number)}, "attrs": attributes, "parents": []}


def _record(audience, number):
    attributes = {
        "owner": audience.owner_id,
        "level": LEVEL[audience.marking.value],
        "handling": audience.handling.value,
        "conditions": _conditions(audience.owner_id, _number(audience), audience.conditions),
        "named": sorted(audience.agencies),
        "purposes": sorted(audience.purposes),
        "listed": bool(audience.compartment),
        "need_to_know": sorted(_place(one.person_id, one.agency_id) for one in audience.compartment),
        "subject": audience.subject.value,
        "clause": audience.clause,
        "data": sorted(audience.categories),
    }
    if audience.ends_at is not None:
        attributes["until"] = _clock(audience.ends_at)
    if audience.agreement is not None:
        attributes["terms"] = True
    return {"uid": {"type": "Record", "id": str(number)}, "attrs": attributes, "parents": []}


def _context(actor, audience, purpose, at):
    agency = actor.membership.agency_id if actor.membership else None
    terms = _speaking(audience.agreement, _clock(at))
    return {
        "at": _clock(at),
        "purpose": purpose,
        "place": _place(actor.person_id, agency),
        "terms": _terms(terms, _clock(at)) if terms else {},
        "clause": _clause(terms, audience.clause),
        "signed": [one.agreement_id for one in actor.signed_up if _holds(at, one.signed_at, one.withdrawn_at)],
        "courses": [one.course for one in actor.trained if _holds(at, one.taken_at, one.valid_until)],
        "accepted": [
            _conditions(one.owner_id, one.agreement_id, one.conditions)
            for one in actor.accepted
            if _holds(at, one.accepted_at, None)
        ],
        "stood_in_for": [
            _place(one.leaver_id, agency) for one in actor.stands_in if _holds(at, one.starts_at, one.ends_at)
        ],
        "opened": [one.owner_id for one in actor.emergencies if _holds(at, one.starts_at, one.ends_at)],
        "disclosed": sorted(
            {
                given
                for one in audience.disclosures
                for given in one.purposes
                if one.agency_id == agency
                and (one.person_id is None or one.person_id == actor.person_id)
                and _clock(at) < _clock(one.ends_at)
            }
        ),
    }


def _terms(terms, at):
    said = {
        "number": terms.agreement_id,
        "parties": sorted(terms.parties),
        "purposes": sorted(terms.purposes),
        "ceiling": LEVEL[terms.ceiling.value],
        "handling": sorted(code.value for code in terms.handling),
        "subjects": sorted(subject.value for subject in terms.subjects),
        "data": sorted(terms.categories),
        "courses": sorted(terms.training),
        "since": _clock(terms.starts_at),
        "until": _clock(terms.ends_at),
    }
    if terms.signed_at is not None:
        said["signed"] = _clock(terms.signed_at)
    # The review signed last, by then, says until when; where two were signed at once, the later date.
    signed = sorted((_clock(one.signed_at), _clock(one.review_at)) for one in terms.reviews)
    past = [due for when, due in signed if when <= at]
    if past or terms.review_at is not None:
        said["review"] = past[-1] if past else _clock(terms.review_at)
    return said


def _clause(terms, number):
    carried = [one for one in terms.clauses if one.number == number] if terms and number else []
    # Should a number ever stand for two, both must carry it.
    if not carried:
        return {}
    named = [set(one.categories) for one in carried if one.categories]
    said = {"purposes": sorted(set.intersection(*(set(one.purposes) for one in carried)))}
    return said | ({"data": sorted(set.intersection(*named))} if named else {})


def _speaking(terms, at):
    """The last version that holds by then: signed and started before its own end. An agreement that ends stays last."""
    speaking = terms
    while terms is not None and terms.followed_by is not None:
        terms = terms.followed_by
        if terms.signed_at is not None:
            begins = max(_clock(terms.signed_at), _clock(terms.starts_at))
            if begins < _clock(terms.ends_at) and begins <= at:
                speaking = terms
    return speaking


def _conditions(owner_id, agreement_id, conditions):
    return f"{owner_id}/{agreement_id}/{','.join(sorted(set(conditions)))}" if conditions else ""


def _number(audience):
    return audience.agreement.agreement_id if audience.agreement else None


def _place(person_id, agency_id):
    return f"{person_id}@{agency_id}"


def _holds(at, since, until):
    return _clock(since) <= _clock(at) and (until is None or _clock(at) < _clock(until))


def _clock(instant):
    """Microseconds since the epoch, whatever clock the instant was read from."""
    return round(instant.timestamp() * 1_000_000)
