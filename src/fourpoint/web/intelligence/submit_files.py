"""Files that go with what is sent: the words first, then each file; what was not taken is told on the receipt."""

import json
from functools import partial

from django.db import transaction
from django.http import HttpRequest

from fourpoint.access.context import Acting
from fourpoint.domain.cleaning import show_hidden
from fourpoint.services.agencies.sealed import seal, unseal
from fourpoint.services.intelligence.attaching import Brought, NotTaken, attach_all
from fourpoint.web.intelligence.submit_forms import FILES

# In the session, sealed: the names of files may tell what was sent. Of the last sending alone.
KEY, USE = "fourpoint_not_taken", "files that were not taken"


def attach_after(request: HttpRequest, who: Acting, reference: str) -> None:
    """
    Attach the files of this form to what was sent under that reference, once that is committed.

    Until then nothing of a file is looked at: who is on duty is paged by then, and no file can undo what was sent.
    """
    chosen = request.FILES.getlist(FILES)
    files = tuple(Brought(name=one.name or "", size=one.size or 0, read=one.read) for one in chosen)
    if files:
        transaction.on_commit(partial(_attach, request, who, reference, files), robust=True)


def list_not_taken(request: HttpRequest, reference: str) -> tuple[NotTaken, ...]:
    """Return the files that were not taken when that was sent in this session, each with why."""
    held = unseal(request.session.get(KEY, "").encode(), use=USE)
    about, files = json.loads(held) if held else ("", [])
    return tuple(NotTaken(name=show_hidden(name), why=why) for name, why in files) if about == reference else ()


# ----------------------------------------------------------------------------------------------------------------------


def _attach(request: HttpRequest, who: Acting, reference: str, files: tuple[Brought, ...]) -> None:
    refused = attach_all(who, reference=reference, files=files)
    told = json.dumps([reference, [(one.name, one.why) for one in refused]])
    request.session[KEY] = seal(told.encode(), use=USE).decode()
