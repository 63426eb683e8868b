"""Puts the demonstration's papers and comments in the library, each as its own author. Safe to repeat."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from fourpoint.access import context
from fourpoint.access.context import Acting
from fourpoint.catalogue import reading
from fourpoint.domain.markings import parse_marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.records.library.models import Comment, Paper
from fourpoint.services.agencies import queries
from fourpoint.services.library import actions
from fourpoint.services.library.choosing import AudienceChoice
from fourpoint.services.library.contents import Content, Uploaded, Written


@dataclass(frozen=True, kw_only=True)
class DemoPaper:
    """
    An invented paper. Its words stand in a file beside the list; `later` holds the files of further versions.

    days_ago   how long before the demonstration is loaded it was written
    withdrawn  why it is withdrawn; empty: it is not
    """

    code: str
    by: str
    title: str
    summary: str
    kind: str
    file: str
    marking: str
    days_ago: int
    handling: str = "P"
    conditions: tuple[str, ...] = ()
    subject: str = "none"
    agreement: str = ""
    purposes: tuple[str, ...] = ()
    area_codes: tuple[str, ...] = ()
    threat: str = ""
    later: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    draft: bool = False
    withdrawn: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoComment:
    """An invented comment on the paper of that code."""

    paper: str
    by: str
    text: str
    to_everyone: bool = False


def load_papers(*, folder: Path, at: datetime) -> None:
    """Load what the folder's papers.toml lists, if it has one; raises CatalogueError with file, key and reason."""
    path = folder / "papers.toml"
    if not path.is_file():
        return
    papers = reading.entries(path, "papers", DemoPaper)
    titles = {paper.code: paper.title for paper in papers}
    for by, written in groupby(sorted(papers, key=attrgetter("by")), key=attrgetter("by")):
        with context.acting(queries.find_person(by) or 0, at=at) as who:
            for paper in written:
                _load_paper(paper, who=who, folder=folder)
    for by, said in groupby(reading.entries(path, "comments", DemoComment), key=attrgetter("by")):
        with context.acting(queries.find_person(by) or 0, at=at) as who:
            for one in said:
                _load_comment(one, who=who, title=titles[one.paper])


def _load_paper(paper: DemoPaper, *, who: Acting, folder: Path) -> None:
    """Write it as a draft of its day; issue it now, since no agreement of the demonstration was signed before."""
    if Paper.objects.filter(owner_id=who.actor.agency_id, title=paper.title).exists():
        return
    by, purpose, then = who.actor, who.purpose, who.at - timedelta(days=paper.days_ago)
    paper_id = actions.write_paper(by=by, purpose=purpose, at=then, paper=_draft(paper, folder))
    for file, changed in zip(paper.later, paper.changed, strict=True):
        revision = actions.Revision(changed=changed, content=_content(folder / file))
        actions.add_version(by=by, purpose=purpose, at=then, paper_id=paper_id, revision=revision)
    if not paper.draft:
        actions.issue_paper(by=by, purpose=purpose, at=who.at, paper_id=paper_id, audience=_audience(paper))
    if paper.withdrawn:
        actions.withdraw(by=by, purpose=purpose, at=who.at, paper_id=paper_id, reason=paper.withdrawn)


def _load_comment(said: DemoComment, *, who: Acting, title: str) -> None:
    paper = Paper.objects.filter(title=title).first()
    # What an earlier run said, or what is not open to its author any more, is left as it is.
    if paper is None or Comment.objects.filter(paper=paper, text=said.text).exists():
        return
    actions.comment(
        by=who.actor,
        purpose=who.purpose,
        at=who.at,
        paper_id=paper.pk,
        text=said.text,
        to_everyone=said.to_everyone,
    )


def _draft(paper: DemoPaper, folder: Path) -> actions.PaperDraft:
    return actions.PaperDraft(
        title=paper.title,
        summary=paper.summary,
        kind=paper.kind,
        content=_content(folder / paper.file),
        audience=_audience(paper),
        area_codes=paper.area_codes,
        threat=paper.threat,
        issued=False,
    )


def _content(path: Path) -> Content:
    if path.suffix == ".md":
        return Written(text=path.read_text(encoding="utf-8"))
    return Uploaded(name=path.name, data=path.read_bytes())


def _audience(paper: DemoPaper) -> AudienceChoice:
    return AudienceChoice(
        marking=parse_marking(paper.marking),
        handling=Handling(paper.handling),
        conditions=paper.conditions,
        subject=Subject(paper.subject),
        agreement=paper.agreement,
        purposes=frozenset(paper.purposes),
    )
