"""PostgreSQL started by the package itself, so that a laptop needs no database installed."""
