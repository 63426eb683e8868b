"""Decoy records and the alarms that rang for them."""
