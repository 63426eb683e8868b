"""Stop and search where there is data: how many rows of which months are held, and no rate from an excerpt."""

from fourpoint.domain import months as calendar
from fourpoint.domain.document import Block, Notice
from fourpoint.services.profiles.ledger import Ledger
from fourpoint.services.profiles.view import View

FEWEST_A_MONTH = 100


def make_stops(view: View, ledger: Ledger) -> tuple[Block, ...]:
    """Return what can be said of stop and search: today only what is held of it."""
    stops = view.facts.society.stops
    if not stops:
        text = f"No stop and search files of {view.facts.territory.force.name} are held."
    else:
        rows = sum(count for _, count in stops)
        months = calendar.run_in_words(month for month, _ in stops)
        text = f"{rows:,} rows of stop and search are held, of {months}, for the whole force. "
        text += (
            "They are too few for a whole month's file: an excerpt shows the format only, so no count or rate is made."
        )
        if min(count for _, count in stops) >= FEWEST_A_MONTH:
            text = (
                f"{rows:,} rows of stop and search are held for the whole force, of {months}. Several rows of one"
                " time and "
            )
            text += "place can be one stop, so no rate is made of them."
    return (Notice(notice_id=view.prefix + "stops", title="Stop and search", text=text),)
