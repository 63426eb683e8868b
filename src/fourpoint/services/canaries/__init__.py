"""Leak canaries: decoy records whose words must never be seen, and what happens when they are."""
