"""The threat section: how much, how it moves, against whom, and what became of it."""
