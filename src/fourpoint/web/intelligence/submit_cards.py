"""What the screens of passing something on show: the labels of fields, all that is to be sent, two copies compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from fourpoint.domain.cleaning import show_hidden
from fourpoint.services.intelligence.desks import DeskCard
from fourpoint.services.intelligence.drafts import SUBJECTS, DraftCard

STEPS = ("danger", "what", "where", "you", "check")
DANGERS = {"now": "Yes", "unsure": "Not sure", "no": "No"}
CONTACTS = {"yes": "Yes", "no": "No"}
# Short labels, in the order of the form, with the screen on which each is asked.
LABELS = {
    "what": ("What you know", "what"),
    "who": ("Who", "what"),
    "place": ("Where", "where"),
    "postcode": ("Postcode", "where"),
    "point": ("Marked on a map", "where"),
    "when": ("When", "where"),
    "happened": ("When", "where"),
    "soon": ("About to happen", "where"),
    "how_known": ("How you know", "where"),
    "who_else": ("Who else knows", "where"),
    "comes_back": ("Could come back on", "you"),
    "contact": ("How to reach you", "you"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the check page; an empty text was left out."""

    label: str
    text: str
    step: str


def check_card(draft: DraftCard, listed: Sequence[DeskCard]) -> tuple[Row, ...]:
    """Return all that is to be sent, in the order of the screens, hidden characters written out."""
    rows = [Row(label="In danger now", text=DANGERS.get(draft.get("danger"), ""), step="danger")]
    for name, (label, step) in LABELS.items():
        if name == "contact":
            contact = CONTACTS.get(draft.get("may_contact"), "")
            rows.append(Row(label="May we contact you", text=contact, step="you"))
        if name != "happened":
            rows.append(Row(label=label, text=show_hidden(draft.get(name)), step=step))
        if name == "who":
            rows += [Row(label=SUBJECTS[one.kind], text=show_hidden(one.words), step="what") for one in draft.about]
    return tuple(rows)


def clashes(draft: DraftCard, form: forms.Form) -> dict[str, str]:
    """Return, by the label of the field, what stands saved where the copy on this page says something else."""
    return {
        str(form.fields[name].label).replace(" (optional)", ""): draft.get(name)
        for name, said in form.cleaned_data.items()
        if draft.get(name) != str(said).replace("\r\n", "\n")
    }
