"""All tables of intelligence, for Django to find. Read by `services.intelligence` only."""

from fourpoint.records.intelligence.attachments import SubmissionFile
from fourpoint.records.intelligence.outcomes import Outcome
from fourpoint.records.intelligence.reports import Item, Report, Source, SourceUse
from fourpoint.records.intelligence.requirements import Answer, Ask, Requirement
from fourpoint.records.intelligence.submissions import Desk, Draft, Message, Submission, SubmissionSubject, Told
from fourpoint.records.intelligence.systems import SystemToken
from fourpoint.records.intelligence.triage import LikenessKeys, Move, Triage

__all__ = [
    "Answer",
    "Ask",
    "Desk",
    "Draft",
    "Item",
    "LikenessKeys",
    "Message",
    "Move",
    "Outcome",
    "Report",
    "Requirement",
    "Source",
    "SourceUse",
    "Submission",
    "SubmissionFile",
    "SubmissionSubject",
    "SystemToken",
    "Told",
    "Triage",
]
