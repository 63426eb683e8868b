"""Which months of a force came incomplete: found from the rows themselves, so that a gap is never told as a fall."""

from dataclasses import dataclass

import numpy as np

from fourpoint.domain import months as calendar
from fourpoint.services.profiles.reading.crime import Crime

ASB = "Anti-social behaviour"
FALL = 0.8
STEADY = 0.85


@dataclass(frozen=True, kw_only=True)
class PartialMonth:
    """A month whose crimes are far below its neighbours' while its incidents are not."""

    month: str
    rows: int
    usual: int

    @property
    def words(self) -> str:
        """The month with what it holds and what is usual."""
        return f"{calendar.in_words(self.month)} ({self.rows:,} crimes held against about {self.usual:,})"


def partial_months(crime: Crime) -> tuple[PartialMonth, ...]:
    """
    Return the months that look incomplete: crimes below four fifths of the middle of the run they stand in, while
    anti-social behaviour, which comes from another system, is not down by as much.
    """
    if ASB not in crime.types:
        return ()
    by_type = crime.counts.sum(axis=2)
    incidents = by_type[:, crime.types.index(ASB)]
    crimes = by_type.sum(axis=1) - incidents
    found = []
    for run in calendar.runs(crime.months):
        ids = crime.month_ids(run)
        usual, usual_incidents = np.median(crimes[ids]), np.median(incidents[ids])
        for index, month in zip(ids, run, strict=True):
            down, steady = crimes[index] < FALL * usual, incidents[index] > STEADY * FALL * usual_incidents
            if len(run) > 2 and down and steady:
                found.append(PartialMonth(month=month, rows=int(crimes[index]), usual=int(round(float(usual), -2))))
    return tuple(found)
