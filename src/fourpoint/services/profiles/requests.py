"""What can be asked of the profiles, checked: an address of the site turned into months, threat and comparison."""

from dataclasses import dataclass

from fourpoint.catalogue.profiles import ProfileCatalogue
from fourpoint.domain import months as calendar
from fourpoint.domain.errors import Unusable

DEFAULT_THREAT = "all-crime"
DEFAULT_MONTHS = 12
DOMAINS = ("overall", "income", "employment", "education", "health", "housing", "environment", "crime")


@dataclass(frozen=True, kw_only=True)
class ProfileRequest:
    """
    What a reader asks for; empty text stands for the usual.

    first, last  months YYYY-MM; both empty: the last twelve months held
    compare      "force", "similar" or an area code of the same force
    domain       the deprivation domain laid over the threat
    """

    area: str
    threat: str = DEFAULT_THREAT
    first: str = ""
    last: str = ""
    compare: str = "similar"
    domain: str = "overall"


def check_request(request: ProfileRequest, catalogue: ProfileCatalogue) -> None:
    """
    Check what can be checked without data.

    raises  Unusable, saying what to write instead, for an unknown threat or domain or something that is not a month
    """
    catalogue.threat(request.threat)
    for month in (request.first, request.last):
        if month:
            _check_month(month)
    if request.domain not in DOMAINS:
        raise Unusable(f"There is no deprivation domain '{request.domain}': choose one of {', '.join(DOMAINS)}.")


def choose_months(request: ProfileRequest, held: tuple[str, ...]) -> tuple[str, ...]:
    """
    Return the months asked for, in order, gaps included; the last twelve months' run when none were named.

    held    months with data, in order
    raises  Unusable when a named month is not held, or the first is after the last
    """
    if not held:
        raise Unusable("No months of street crime are held for this area: add the force's monthly files first.")
    last = request.last or held[-1]
    first = request.first or _usual_first(held, last)
    for month in (first, last):
        if month not in held:
            raise Unusable(f"{calendar.in_words(month)} is not held: choose among {calendar.run_in_words(held)}.")
    if first > last:
        raise Unusable(
            f"The first month, {calendar.in_words(first)}, is after the last, {calendar.in_words(last)}: swap them."
        )
    return calendar.span(first, last)


def _usual_first(held: tuple[str, ...], last: str) -> str:
    """Return the earliest month of the unbroken run that ends with the last one, at most twelve months long."""
    back = calendar.shift(last, 1 - DEFAULT_MONTHS)
    run = next((run for run in calendar.runs(held) if last in run), (last,))
    return max(run[0], back)


def _check_month(text: str) -> str:
    try:
        return calendar.check_month(text)
    except ValueError as error:
        raise Unusable(str(error)) from error
