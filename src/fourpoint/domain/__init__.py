"""The rules and the arithmetic: pure Python, no clock, no randomness, no database."""
