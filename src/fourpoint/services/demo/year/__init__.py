"""A year of invented intelligence: drawn from the words of one file, the same each time, and loaded in bulk."""
