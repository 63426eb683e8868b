"""Stop and search of a force. The published rows carry no neighbourhood, so they count for the force as a whole."""

from fourpoint.warehouse.measures.steps import Measure, Scope


def stopped_sql(scope: Scope) -> str:
    """
    Return the force's published stop and search rows.

    month, date (instant), type, object_of_search, outcome, longitude, latitude; NULL where not published
    """
    return f"""
    SELECT month, date, type, object_of_search, outcome, longitude, latitude
    FROM stop_search WHERE force = '{scope.force}'
    """


def stop_counts_sql(scope: Scope) -> str:
    """
    Return stops and searches by month, object and outcome.

    month, object_of_search, outcome
    rows      count, unit: published rows
    """
    return """
    SELECT month, object_of_search, outcome, COUNT(*) AS rows
    FROM stopped GROUP BY month, object_of_search, outcome
    """


def stop_events_sql(scope: Scope) -> str:
    """
    Return by month how many rows there are, and how many stops they can be: rows of one time and place may be one stop
    with several grounds or persons.

    month
    rows    unit: published rows
    events  distinct times and places; a row without a place counts by its time alone
    """
    return """
    SELECT month, COUNT(*) AS rows, COUNT(DISTINCT CONCAT(CAST(date AS VARCHAR(40)), ' ',
           COALESCE(CAST(longitude AS VARCHAR(40)), ''), ' ', COALESCE(CAST(latitude AS VARCHAR(40)), ''))) AS events
    FROM stopped GROUP BY month
    """


STOP_COUNTS = Measure(
    name="stop-counts", title="Stop and search by month, object and outcome", steps=(stopped_sql, stop_counts_sql)
)
STOP_EVENTS = Measure(name="stop-events", title="Stops by month", steps=(stopped_sql, stop_events_sql))
