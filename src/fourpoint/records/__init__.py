"""The tables, one Django app per word: models, migrations, constraints, row security."""
