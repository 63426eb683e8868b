"""
The sharing rule: who may read what, for which purpose, at which instant, and why. For anyone who asks "may she?".

How to check it by eye, in four lines:

1. Deny by default: with no route to the material, the answer is no.
2. What closes for everyone (`rule.CLOSES`) closes every route, the owner's own included.
3. There are four routes (`rule.ROUTES`): the owner; an agency named under an agreement; a one-off disclosure; an
   emergency. One route without an objection opens, and the objections to a route are told only to whom it is offered.
4. Obligations only add: they are conditions on a yes and can never turn a no into one.

The rule is pure: every fact it weighs is in its arguments. Agencies and persons are known here by number only.
"""

from fourpoint.domain.sharing.audience import (
    Additional,
    AgreementTerms,
    Audience,
    Clause,
    Disclosure,
    Handling,
    Named,
    Reviewed,
    Subject,
)
from fourpoint.domain.sharing.case import Reason
from fourpoint.domain.sharing.instants import instants
from fourpoint.domain.sharing.rule import Decision, Obligation, decide, decide_change, decide_place
from fourpoint.domain.sharing.sieve import Sieve
from fourpoint.domain.sharing.standing import Acceptance, Actor, Emergency, Membership, SignUp, StandIn, Training

__all__ = (
    "Acceptance",
    "Actor",
    "Additional",
    "AgreementTerms",
    "Audience",
    "Clause",
    "Decision",
    "Disclosure",
    "Emergency",
    "Handling",
    "Membership",
    "Named",
    "Obligation",
    "Reason",
    "Reviewed",
    "Sieve",
    "SignUp",
    "StandIn",
    "Subject",
    "Training",
    "decide",
    "decide_change",
    "decide_place",
    "instants",
)
